#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/signal/recording.h"

namespace ectopy {

/// What to read of a record.
struct WfdbReadOptions {
  std::vector<std::string> annotators = {"atr"};  // each missing file is no error, only absent
  std::optional<std::size_t> onlyLead;            // one signal by index instead of all
  bool verifyChecksums = true;                    // a mismatch is a warning in Recording::warnings
};

/// Reads a WFDB record: header, signals (formats 16 and 212), annotations. `path` is the .hea file, the
/// record's name without suffix, or one of its .dat files. Throws Error: missing or truncated signal file,
/// a format that can't be read, a header that makes no sense.
Recording readWfdbRecord(const std::filesystem::path& path, const WfdbReadOptions& options,
                         const JobContext& job);

/// Writes header, one format-16 signal file and an annotation file per annotator into `folder`.
/// Returns the header's path.
std::filesystem::path writeWfdbRecord(const Recording& recording, const std::filesystem::path& folder);

/// The .hea files of a database folder: in the order of its RECORDS file, else sorted by name.
/// Throws Error when there are none.
std::vector<std::filesystem::path> listWfdbRecords(const std::filesystem::path& folder);

}  // namespace ectopy
