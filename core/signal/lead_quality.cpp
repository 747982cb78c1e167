#include "core/signal/lead_quality.h"

#include <algorithm>
#include <cmath>

namespace ectopy {
namespace {

constexpr int kContextWindows = 8;     // 16 s on each side: rides over artefacts, follows a turning patient
constexpr double kBeatQuantile = 0.4;  // of the windows' largest values: below the rare giant
constexpr double kNoiseRatio = 3;      // largest value over median of pure noise
constexpr double kCleanRatio = 15;     // what a clean ECG reaches

float quantile(std::vector<float>& values, double share) {
  const auto rank =
      std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())));
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(rank), values.end());
  return values[rank];
}

}  // namespace

float LeadLevels::beatAt(std::size_t sample) const {
  const double place = static_cast<double>(sample) / static_cast<double>(windowSamples) - 0.5;
  const double last = static_cast<double>(beat.size() - 1);
  const double below = std::clamp(std::floor(place), 0.0, last);
  const auto share = static_cast<float>(std::clamp(place - below, 0.0, 1.0));
  const auto first = static_cast<std::size_t>(below);
  const std::size_t second = std::min(first + 1, beat.size() - 1);
  return beat[first] + share * (beat[second] - beat[first]);
}

float LeadLevels::ratioAt(std::size_t sample) const {
  const float level = beatAt(sample);
  return level > 0 ? level / std::max(noiseAt(sample), level * 1e-3F) : 0;
}

LeadLevels levelsOf(std::span<const float> envelope, double rateHz, float floor) {
  LeadLevels levels;
  levels.windowSamples = static_cast<std::size_t>(LeadLevels::kWindowSeconds * rateHz);
  const std::size_t windows = std::max<std::size_t>(1, envelope.size() / levels.windowSamples);
  std::vector<float> largest(windows), middle(windows), values;
  for (std::size_t i = 0; i < windows; ++i) {
    const std::size_t first = i * levels.windowSamples;
    // What is left behind the last whole window belongs to it.
    const std::size_t end = i + 1 == windows ? envelope.size() : first + levels.windowSamples;
    values.assign(envelope.begin() + static_cast<std::ptrdiff_t>(first),
                  envelope.begin() + static_cast<std::ptrdiff_t>(end));
    if (values.empty()) continue;
    largest[i] = *std::max_element(values.begin(), values.end());
    middle[i] = quantile(values, 0.5);
  }
  levels.beat.resize(windows);
  levels.noise.resize(windows);
  const int count = static_cast<int>(windows);
  for (int i = 0; i < count; ++i) {
    values.assign(largest.begin() + std::max(0, i - kContextWindows),
                  largest.begin() + std::min(count, i + kContextWindows + 1));
    const float level = quantile(values, kBeatQuantile);
    levels.beat[static_cast<std::size_t>(i)] = level > floor ? level : 0;
    levels.noise[static_cast<std::size_t>(i)] =
        *std::max_element(middle.begin() + std::max(0, i - 1), middle.begin() + std::min(count, i + 2));
  }
  return levels;
}

double qualityOfRatio(double ratio) {
  return std::clamp((ratio - kNoiseRatio) / (kCleanRatio - kNoiseRatio), 0.0, 1.0);
}

double qualityBetween(const LeadLevels& levels, std::size_t first, std::size_t last) {
  double sum = 0;
  std::size_t windows = 0;
  for (std::size_t sample = first; sample < last || windows == 0; sample += levels.windowSamples) {
    sum += qualityOfRatio(levels.ratioAt(sample));
    ++windows;
  }
  return sum / static_cast<double>(windows);
}

}  // namespace ectopy
