#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/io/compressed_text.h"

namespace ectopy {

/// The published data sets that come as two heartbeat CSV files.
enum class PublishedPair {
  None,
  MitBih,  // mitbih_train.csv, mitbih_test.csv: 187 samples, classes 0 .. 4 = N S V F Q
  Ptb,     // ptbdb_normal.csv, ptbdb_abnormal.csv: 187 samples, classes 0 and 1
};
inline constexpr std::size_t kPublishedCsvLength = 187;

/// Which side of a pair a file is, by its name.
enum class CsvPart { None, Train, Test };

/// One heartbeat CSV: a file, plain or packed, or a file inside a zip archive.
struct CsvFile {
  std::filesystem::path path;
  std::string entry;  // in the archive; empty: the file itself
  CsvPart part = CsvPart::None;
};

/// The files that make up one data set, in their order (train before test, normal before abnormal).
struct CsvFiles {
  std::string name;                          // "mitbih", "ptbdb", or the file's
  PublishedPair pair = PublishedPair::None;  // by the names alone
  std::vector<CsvFile> files;                // one or two
  std::vector<std::string> leftOut;          // other CSV files of the archive or folder
};

/// What belongs together at a path: a file and its partner beside it, or the files of a zip archive or a
/// folder; of several sets there the MIT-BIH pair, then PTB. `wanted`, when not empty, is how the names of
/// the files to take begin ("ptbdb"). Throws Error: nothing fits, or several files and no pair among them.
CsvFiles csvFilesAt(const std::filesystem::path& path, const std::string& wanted = {});

/// Whether a folder holds a file of a published pair. Never throws.
bool holdsPublishedCsv(const std::filesystem::path& folder);

/// Opens one of the files, or its first `atMost` bytes. Throws Error as openText does.
TextFile openCsvFile(const CsvFile& file, const JobContext& job, std::size_t atMost = ~std::size_t{0});

/// "mitbih_train.csv", "heartbeat.zip: mitbih_train.csv".
std::string nameOf(const CsvFile& file);

/// Whether the rows are as the published ones of that pair: 187 samples, no class above its highest.
bool fitsPublishedPair(PublishedPair pair, std::size_t length, int highestClass);

}  // namespace ectopy
