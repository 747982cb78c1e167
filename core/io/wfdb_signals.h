#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/io/wfdb_header.h"
#include "core/io/wfdb_record.h"
#include "core/signal/recording.h"

namespace ectopy {

/// The signals of a record.
struct WfdbSignals {
  std::int64_t sampleCount = 0;
  std::vector<Lead> leads;
  std::vector<std::string> warnings;
};

/// A lead as its header line describes it, without samples; `index` names it where the header doesn't.
Lead leadOf(const WfdbSignalSpec& spec, std::size_t index);

/// Reads the signal files of an ordinary record (one without segments). Reads no more than mostSamples of
/// each signal, and then knows no checksums. Throws Error: missing, truncated or broken signal files.
WfdbSignals readWfdbSignals(const WfdbHeader& header, const std::filesystem::path& headerPath,
                            const WfdbReadOptions& options, std::int64_t mostSamples, const JobContext& job);

/// The same of a record made of segments: gaps where a segment is "~", not there or lacks a signal; samples
/// in the gain and baseline of the layout (variable layout) or the first segment (fixed layout).
WfdbSignals readWfdbSegments(const WfdbHeader& header, const std::filesystem::path& headerPath,
                             const WfdbReadOptions& options, const JobContext& job);

/// The gaps of a record cost memory but no file: throws Error when it would take more than its files justify.
void refuseMostlyGaps(const std::filesystem::path& headerPath, std::int64_t sampleCount,
                      std::size_t signalCount, std::uint64_t bytesPerSample, std::uint64_t fileBytes);

}  // namespace ectopy
