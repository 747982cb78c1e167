#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/io/signal_text_reader.h"
#include "core/signal/recording.h"

namespace ectopy {

/// What to read of a recording, whatever its format.
struct RecordingReadOptions {
  std::vector<std::string> annotators = {"atr"};  // each missing one is no error, only absent
  std::optional<std::size_t> onlyLead;            // one lead by index (of describeRecording) instead of all
  bool verifyChecksums = true;                    // where the format has them; a mismatch is a warning
  SignalTextOptions text;                         // what a text file of signals does not say
};

/// Reads a recording: a WFDB record (readWfdbRecord), an EDF or BDF file (readEdfRecord; its own annotations
/// stand under "atr", annotation files beside it under their annotators), or signals as text
/// (readSignalText). Throws Error, also for what is no recording.
Recording readRecording(const std::filesystem::path& path, const RecordingReadOptions& options,
                        const JobContext& job);

/// The same without samples, in milliseconds for a recording of any length: leads (names, units, gains),
/// rate, length as far as the header tells it (0: it does not), comments, patient, and the annotations asked
/// for.
Recording describeRecording(const std::filesystem::path& path, const RecordingReadOptions& options,
                            const JobContext& job);

/// Whether a file is an EDF or BDF file by its name (.edf, .bdf, upper case too) or, with any name, its first
/// bytes. False where there is no such file. Never waits for a pipe.
bool isEdfFile(const std::filesystem::path& path);

/// The recordings of a folder: its WFDB records (listWfdbRecords) and the EDF and BDF files beside them;
/// where it has neither, those in its folders, two levels down at most. Text files are not listed. Throws
/// Error when there are none.
std::vector<std::filesystem::path> listRecordings(const std::filesystem::path& folder);

/// Whether a folder holds a recording, found out with as few looks as possible.
bool holdsRecordings(const std::filesystem::path& folder);

}  // namespace ectopy
