#pragma once

#include <cstdint>
#include <span>

#include "core/signal/recording.h"

namespace ectopy {

/// The extremum of the QRS complex around `centre`: the sample within 80 ms that lies farthest from the
/// lead's level around, up or down. Spikes of less than 10 ms (pacing) do not count. NaN samples are passed
/// over; `centre` itself where all are missing.
std::int64_t rPeakNear(std::span<const float> samples, std::int64_t centre, double sampleRateHz);
/// The same on a lead; `centre` itself where it is outside.
std::int64_t rPeakNear(const Lead& lead, std::int64_t centre, double sampleRateHz);

}  // namespace ectopy
