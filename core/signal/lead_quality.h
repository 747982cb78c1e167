#pragma once

#include <algorithm>
#include <span>
#include <vector>

namespace ectopy {

/// How large QRS complexes and what lies between them are in a lead's QRS envelope, window by window.
struct LeadLevels {
  static constexpr double kWindowSeconds = 2;  // holds a beat at 30 beats/min and more

  std::vector<float> beat;  // typical largest value of a window, over the 16 s around
  std::vector<float>
      noise;  // median of the envelope, the worst of three windows; no beat fills half a window
  std::size_t windowSamples = 1;

  /// Beat level at a sample of the envelope, interpolated between windows.
  float beatAt(std::size_t sample) const;
  float noiseAt(std::size_t sample) const {
    return noise[std::min(noise.size() - 1, sample / windowSamples)];
  }
  float ratioAt(std::size_t sample) const;
};

/// Levels below `floor` (the unit of the envelope) count as no signal: beat level 0.
LeadLevels levelsOf(std::span<const float> envelope, double rateHz, float floor);

/// 0 (no QRS complex stands out: flat, missing or noise) ... 1 (clean), from the ratio of the two levels.
/// The envelope of pure noise is Rayleigh distributed: its largest value in 2 s is about 3 times the median.
double qualityOfRatio(double ratio);
/// Mean quality of some windows' worth of envelope samples.
double qualityBetween(const LeadLevels& levels, std::size_t first, std::size_t last);

}  // namespace ectopy
