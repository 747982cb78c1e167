#include "core/evaluation/label_score.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/base/enum_names.h"

namespace ectopy {
namespace {

constexpr std::array<std::pair<LabelScore, std::string_view>, 3> kNames{{
    {LabelScore::SelfConfidence, "self-confidence"},
    {LabelScore::NormalizedMargin, "normalized-margin"},
    {LabelScore::ConfidenceWeightedEntropy, "weighted-entropy"},
}};
constexpr double kSmallestProbability = 1e-6;  // divided by

double normalizedEntropy(std::span<const double> probabilities) {
  double entropy = 0;
  for (const double p : probabilities)
    if (p > 0) entropy -= p * std::log(p);
  return entropy / std::log(static_cast<double>(probabilities.size()));
}

double largestOther(std::span<const double> probabilities, ClassIndex given) {
  double largest = -std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < probabilities.size(); ++i)
    if (i != given) largest = std::max(largest, probabilities[i]);
  return largest;
}

double finite(double threshold) {
  return std::isnan(threshold) ? 0 : threshold;
}

}  // namespace

std::string_view nameOf(LabelScore score) {
  return nameIn(kNames, score);
}

LabelScore labelScoreFromName(std::string_view name) {
  return valueIn(kNames, name, "score");
}

double labelScore(LabelScore score, std::span<const double> probabilities, ClassIndex given) {
  const double own = probabilities[given];
  if (score == LabelScore::SelfConfidence || probabilities.size() < 2) return own;
  if (score == LabelScore::NormalizedMargin) return (own - largestOther(probabilities, given) + 1) / 2;
  const double x = normalizedEntropy(probabilities) / std::max(own, kSmallestProbability);
  return x < kSmallestProbability ? 1 : std::log1p(x) / x;
}

void adjustToThresholds(std::span<double> probabilities, std::span<const double> thresholds) {
  double largest = 0;
  for (const double threshold : thresholds) largest = std::max(largest, finite(threshold));
  double sum = 0;
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    probabilities[i] += largest - finite(thresholds[i]);
    sum += probabilities[i];
  }
  for (double& probability : probabilities) probability /= sum;
}

}  // namespace ectopy
