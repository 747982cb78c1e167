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

/// The header of the record `path` speaks of: itself, the record's name without suffix, or one of its files.
std::filesystem::path wfdbHeaderPath(const std::filesystem::path& path);

/// Reads a WFDB record: header, signals in all formats of signal(5) but EDF, segments of fixed and variable
/// layout, annotations. `path` is as wfdbHeaderPath takes it.
/// Throws Error: missing or truncated signal file, a format that can't be read, a header that makes no sense.
/// Samples come 16 bits wide where they fit. Of several samples in a frame the mean is taken, as WFDB does by
/// default; a skew is removed. Annotation times are in samples.
Recording readWfdbRecord(const std::filesystem::path& path, const WfdbReadOptions& options,
                         const JobContext& job);

/// Writes header, one format-16 signal file and an annotation file per annotator into `folder`.
/// Gaps are stored as -32768. Returns the header's path. Throws Error for what these files can't hold.
std::filesystem::path writeWfdbRecord(const Recording& recording, const std::filesystem::path& folder);

/// The .hea files of a database folder: those of its RECORDS file that are there, in its order; else those in
/// the folder, sorted by name; where it has none, those in its folders, two levels down at most (PTB).
/// Throws Error when there are none.
std::vector<std::filesystem::path> listWfdbRecords(const std::filesystem::path& folder);

}  // namespace ectopy
