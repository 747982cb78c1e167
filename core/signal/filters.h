#pragma once

#include <span>
#include <vector>

namespace ectopy {

// Zero-phase filters for views and detectors; stored samples are never changed. Each gives as many samples as
// it is given. A NaN (missing sample) stays a gap and parts the signal: what lies on its two sides is
// filtered for itself. Frequencies must lie above 0 and below half the sample rate; Error otherwise.

/// Takes out what is slower than `cutoffHz` (second-order Butterworth, forward and backward: fourth order,
/// 6 dB down at the cutoff). 0.5 Hz leaves ST segments nearly alone (IEC 60601-2-47).
std::vector<double> withoutBaselineDrift(std::span<const double> signal, double sampleRateHz,
                                         double cutoffHz = 0.5);

/// Takes out mains hum of 50 or 60 Hz: a notch 2 Hz wide (at 3 dB, one pass), forward and backward.
std::vector<double> withoutMains(std::span<const double> signal, double sampleRateHz, double mainsHz = 50);

/// Keeps lowHz ... highHz: second-order Butterworth high pass and low pass, each forward and backward.
std::vector<double> bandPass(std::span<const double> signal, double sampleRateHz, double lowHz,
                             double highHz);

}  // namespace ectopy
