#include "core/evaluation/probability_scores.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace ectopy {
namespace {

constexpr std::size_t kBins = 15;

struct Scored {
  float score;
  bool isPositive;
};

/// Sum of the positives' ranks, counted from 1; equal scores share the mean of their ranks.
double positiveRankSum(const std::vector<Scored>& sorted) {
  double sum = 0;
  for (std::size_t first = 0; first < sorted.size();) {
    std::size_t last = first;
    double positives = 0;
    while (last < sorted.size() && sorted[last].score == sorted[first].score) {
      positives += sorted[last].isPositive ? 1 : 0;
      ++last;
    }
    sum += positives * (static_cast<double>(first + 1 + last) / 2);
    first = last;
  }
  return sum;
}

}  // namespace

std::optional<double> areaUnderRoc(const Predictions& predictions, std::span<const ClassIndex> labels,
                                   std::span<const BeatIndex> judged) {
  if (predictions.scheme.size() != 2) return std::nullopt;
  std::vector<Scored> scored;
  scored.reserve(judged.size());
  double positives = 0;
  for (const BeatIndex beat : judged) {
    scored.push_back({predictions.of(beat)[1], labels[beat] == 1});
    positives += labels[beat] == 1 ? 1 : 0;
  }
  const double negatives = static_cast<double>(scored.size()) - positives;
  if (positives == 0 || negatives == 0) return std::nullopt;
  std::sort(scored.begin(), scored.end(), [](const Scored& a, const Scored& b) { return a.score < b.score; });
  return (positiveRankSum(scored) - positives * (positives + 1) / 2) / (positives * negatives);
}

double expectedCalibrationError(const Predictions& predictions, std::span<const ClassIndex> labels,
                                std::span<const BeatIndex> judged) {
  if (judged.empty()) return std::numeric_limits<double>::quiet_NaN();
  std::array<double, kBins> confidenceMinusHits{};
  for (const BeatIndex beat : judged) {
    const double confidence = predictions.confidence(beat);
    const double place = std::ceil(confidence * kBins) - 1;
    const auto bin = static_cast<std::size_t>(std::clamp(place, 0.0, kBins - 1.0));
    confidenceMinusHits[bin] += confidence - (predictions.predicted(beat) == labels[beat] ? 1 : 0);
  }
  double sum = 0;
  for (const double difference : confidenceMinusHits) sum += std::abs(difference);
  return sum / static_cast<double>(judged.size());
}

}  // namespace ectopy
