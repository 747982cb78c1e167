#pragma once

#include <span>
#include <vector>

namespace ectopy {

/// Resamples a signal from one rate to another without aliasing: windowed-sinc interpolation (Kaiser window,
/// stop band 80 dB down) as a polyphase filter, cut off at 0.9 of the lower Nyquist frequency. Sample 0 stays
/// at time 0; the result has floor((n - 1) * toHz / fromHz) + 1 samples. Gain 1 at 0 Hz, also at the edges.
/// A NaN (missing sample) stays a gap: it weighs nothing for its neighbours, and a result sample whose
/// nearest input is NaN is NaN. Throws Error when a rate is not above 0, or the result would not fit into
/// memory.
std::vector<double> resample(std::span<const double> signal, double fromHz, double toHz);

}  // namespace ectopy
