#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/job_context.h"
#include "core/io/edf_annotations.h"
#include "core/io/edf_header.h"
#include "core/signal/samples.h"

namespace ectopy {

/// When each data record begins, in seconds from the first sample of the file.
struct EdfTimeline {
  std::vector<double> starts;  // empty: one record follows the other
  double seconds = 0;          // from the first sample to the end of the last record
};

/// From the records' own start times; a file that is not marked as discontinuous has no gaps. Throws Error
/// naming the data record: no start time, one before the end of the record before it, or gaps so long that
/// the recording would take more than 32 times the memory of its samples (and more than 16 million samples).
EdfTimeline edfTimeline(const EdfHeader& header, const EdfAnnotations& annotations,
                        std::string_view fileName);

/// The samples of one signal as stored, at its own rate, with gaps where the timeline has them. `records`
/// begins at the first data record. 16 bits wide where no sample needs more.
Samples decodeEdfSamples(std::span<const std::byte> records, const EdfHeader& header, const EdfSignal& signal,
                         const EdfTimeline& timeline, const JobContext& job);

}  // namespace ectopy
