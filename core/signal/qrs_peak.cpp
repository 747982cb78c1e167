#include "core/signal/qrs_peak.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ectopy {
namespace {

constexpr double kReachSeconds = 0.08;
constexpr double kLevelSeconds = 0.3;  // on each side: the QRS complex fills less than half of it
constexpr double kLevelStepSeconds = 0.01;
constexpr double kSpikeSeconds = 0.005;  // on each side

/// Median of the samples that are there; NaN when none is.
float medianOf(std::vector<float>& values) {
  std::erase_if(values, [](float value) { return std::isnan(value); });
  if (values.empty()) return std::nanf("");
  const auto middle = values.begin() + std::ssize(values) / 2;
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

std::int64_t rPeakNear(std::span<const float> samples, std::int64_t centre, double sampleRateHz) {
  const auto count = std::ssize(samples);
  std::vector<float> values;
  const auto around = [&](std::int64_t sample, double seconds, std::int64_t step) -> std::vector<float>& {
    const auto reach = std::llround(seconds * sampleRateHz);
    const std::int64_t end = std::min<std::int64_t>(count, sample + reach + 1);
    values.clear();
    for (std::int64_t i = std::max<std::int64_t>(0, sample - reach); i < end; i += step)
      values.push_back(samples[static_cast<std::size_t>(i)]);
    return values;
  };
  const auto levelStep = std::max<std::int64_t>(1, std::llround(kLevelStepSeconds * sampleRateHz));
  const float level = medianOf(around(centre, kLevelSeconds, levelStep));
  if (std::isnan(level)) return centre;
  const auto reach = std::llround(kReachSeconds * sampleRateHz);
  const auto spike = std::llround(kSpikeSeconds * sampleRateHz);
  std::int64_t best = centre;
  float farthest = -1;
  for (std::int64_t i = std::max<std::int64_t>(0, centre - reach);
       i <= std::min<std::int64_t>(count - 1, centre + reach); ++i) {
    const float value = samples[static_cast<std::size_t>(i)];
    if (!(std::abs(value - level) > farthest)) continue;
    // A spike is gone in the median of the samples beside it; the flank of a true peak is not.
    if (spike > 0 && std::abs(medianOf(around(i, kSpikeSeconds, 1)) - level) < 0.5F * std::abs(value - level))
      continue;
    farthest = std::abs(value - level);
    best = i;
  }
  return best;
}

std::int64_t rPeakNear(const Lead& lead, std::int64_t centre, double sampleRateHz) {
  const auto count = static_cast<std::int64_t>(lead.samples.size());
  if (centre < 0 || centre >= count) return centre;
  const std::int64_t around = std::llround((kReachSeconds + kLevelSeconds) * sampleRateHz);
  const std::int64_t first = std::max<std::int64_t>(0, centre - around);
  std::vector<float> samples;
  for (std::int64_t i = first; i < std::min(count, centre + around + 1); ++i)
    samples.push_back(static_cast<float>(lead.physical(static_cast<std::size_t>(i))));
  return first + rPeakNear(samples, centre - first, sampleRateHz);
}

}  // namespace ectopy
