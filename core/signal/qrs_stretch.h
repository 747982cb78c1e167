#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace ectopy {

/// One lead's samples of a stretch, in one unit throughout; NaN where missing.
struct QrsInput {
  std::span<const float> samples;
  float floor = 0;  // envelopes of no more than this are no signal
};

/// What was found in a stretch, in its own sample numbers.
struct QrsStretch {
  std::vector<std::int64_t> rSamples;  // ascending
  std::vector<double> quality;         // of each lead, 0 ... 1, see lead_quality.h
  std::size_t peakLead = 0;            // the lead whose extrema rSamples are
};

/// Detects the beats of a stretch of some minutes (all leads of equal length), fused from the three leads of
/// best quality; quality is told for, and beats are given from, samples first ... last - 1 (and half a second
/// around). R peaks are put on the extremum of
/// `preferredLead`, or of the best lead where that one is of no use.
QrsStretch detectInStretch(std::span<const QrsInput> leads, double sampleRateHz, std::size_t preferredLead,
                           std::size_t first, std::size_t last);

}  // namespace ectopy
