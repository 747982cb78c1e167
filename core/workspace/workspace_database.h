#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace ectopy {

/// Opens, or makes, a workspace's database for writing: WAL, synchronous FULL, newest schema. An existing
/// file is checked before anything is written to it. Throws Error: damaged, another program's, another
/// data set's (its fingerprint).
std::unique_ptr<SQLite::Database> openForWriting(const std::filesystem::path& file,
                                                 const std::string& fingerprint);

/// Opens an existing one for reading, of whatever data set where no fingerprint is given. `isShared`: another
/// process writes to it; otherwise it lies where nothing can be written. Throws Error as openForWriting does,
/// and when there is none.
std::unique_ptr<SQLite::Database> openForReading(const std::filesystem::path& file,
                                                 const std::optional<std::string>& fingerprint,
                                                 bool isShared);

/// What to tell the user of a failed call; `action` is a few words ("save the labels").
std::string sentenceOf(const SQLite::Exception& exception, const std::filesystem::path& file,
                       const std::string& action);

}  // namespace ectopy
