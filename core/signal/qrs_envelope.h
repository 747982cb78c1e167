#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace ectopy {

/// One lead at the detector's working rate (100 to 240 Hz): more holds nothing a QRS complex is known by.
struct QrsSignal {
  double rateHz = 0;
  std::size_t decimation = 1;  // input samples a working sample, averaged
  std::vector<float> values;   // in the input's unit; a gap keeps the last value before it
  std::vector<float>
      envelope;  // strength of what oscillates like a QRS complex, whatever its polarity; 0 near gaps
};

/// Decimates a lead and takes the magnitude of its Gabor transform at 11.5 Hz (Gaussian of 4 Hz), where the
/// QRS complex outweighs P, T, baseline and muscle (Thakor 1984). Zero phase. NaN is a missing sample.
/// Throws Error for a rate outside 50 ... 100 000 Hz.
QrsSignal qrsSignalOf(std::span<const float> samples, double sampleRateHz);

}  // namespace ectopy
