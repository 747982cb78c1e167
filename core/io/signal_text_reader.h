#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/base/job_context.h"
#include "core/signal/recording.h"

namespace ectopy {

/// What a text file of signals does not say itself.
struct SignalTextOptions {
  double sampleRateHz = 0;  // 0: from the time column
  std::string unit;         // of all signals: "mV", "uV", "V"; empty: as the file says, else assumed
};

/// Reads a text file (packed with gzip or zip too) of one or several continuous signals: a row a sample time,
/// a column a signal; delimiter comma, semicolon, tab or blanks, decimal comma unless commas part the
/// columns, titles, units, remarks
/// ('#') and a time column recognised. Values are stored exactly as far as they are written with up to 6
/// decimals. Times that leap leave a gap. An empty field or "NaN" is a missing sample. A unit that had to be
/// assumed is told in Recording::warnings, and so are times that do not rise where a sample rate is given
/// (they are not used). Throws Error naming line and field; also when no sample rate is known.
Recording readSignalText(const std::filesystem::path& path, const SignalTextOptions& options,
                         std::optional<std::size_t> onlyLead, const JobContext& job);

/// Leads without samples, rate (0 where neither file nor options give one) and length, from the first rows
/// and the number of lines.
Recording describeSignalText(const std::filesystem::path& path, const SignalTextOptions& options,
                             const JobContext& job);

}  // namespace ectopy
