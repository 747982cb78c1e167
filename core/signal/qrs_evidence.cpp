#include "core/signal/qrs_evidence.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace ectopy {
namespace {

constexpr int kBins = QrsEvidenceRule::kBins;
using Densities = std::array<double, kBins>;

constexpr double kAroundSeconds = 18;  // some 20 beats on each side
constexpr double kRenewalSeconds = 1;  // the counts change little in the meantime
constexpr double kPriorCount = 6;      // candidates that the prior knowledge is worth
constexpr double kDensityFloor = 0.01;

/// Each bin's share of a normal distribution, not normalised to the last digit.
Densities normalShares(const QrsEvidenceRule& rule, double mean, double spread) {
  Densities shares{};
  for (int bin = 0; bin < kBins; ++bin) {
    const double z = (rule.lowest + (bin + 0.5) * rule.binWidth - mean) / spread;
    shares[static_cast<std::size_t>(bin)] = std::exp(-z * z / 2) * 0.4 * rule.binWidth / spread;
  }
  return shares;
}

class Histogram {
 public:
  explicit Histogram(const Densities& prior) : m_prior(prior) {}

  void add(int bin, double count) {
    m_counts[static_cast<std::size_t>(bin)] += count;
    m_total += count;
  }
  double densityAt(int bin) const {
    constexpr std::array<double, 5> kBell = {0.1, 0.2, 0.4, 0.2, 0.1};
    double smoothed = 0;
    for (int k = -2; k <= 2; ++k)
      smoothed += kBell[static_cast<std::size_t>(k + 2)] *
                  m_counts[static_cast<std::size_t>(std::clamp(bin + k, 0, kBins - 1))];
    return (smoothed + kPriorCount * m_prior[static_cast<std::size_t>(bin)]) / (m_total + kPriorCount);
  }

 private:
  Densities m_prior;
  Densities m_counts{};
  double m_total = 0;
};

Densities beatPrior(const QrsEvidenceRule& rule) {
  Densities shares = normalShares(rule, rule.beatMean, rule.beatSpread);
  for (int bin = 0; bin < kBins; ++bin) {
    const double value = rule.lowest + (bin + 0.5) * rule.binWidth;
    shares[static_cast<std::size_t>(bin)] +=
        value < rule.beatMean - 2 * rule.beatSpread ? rule.beatFloor : kDensityFloor;
  }
  return shares;
}

Densities otherPrior(const QrsEvidenceRule& rule) {
  Densities shares = normalShares(rule, rule.otherMean, rule.otherSpread);
  for (double& share : shares) share += kDensityFloor;
  return shares;
}

Densities logRatios(const Histogram& beats, const Histogram& others, const QrsEvidenceRule& rule) {
  Densities ratios{};
  double highest = -std::numeric_limits<double>::infinity();
  for (int bin = 0; bin < kBins; ++bin) {
    highest = std::max(highest, std::log(beats.densityAt(bin) / others.densityAt(bin)));
    ratios[static_cast<std::size_t>(bin)] =
        rule.weight * std::clamp(highest, -rule.highestAgainst, rule.highestFor);
  }
  return ratios;
}

}  // namespace

int QrsEvidenceRule::binOf(double value) const {
  return static_cast<int>(std::clamp(std::floor((value - lowest) / binWidth), 0.0, kBins - 1.0));
}

void addEvidence(std::vector<QrsCandidate>& candidates, std::span<const float> figures,
                 const QrsEvidenceRule& rule, double rateHz) {
  Histogram beats(beatPrior(rule));
  Histogram others(otherPrior(rule));
  std::vector<int> bins(figures.size());
  std::transform(figures.begin(), figures.end(), bins.begin(),
                 [&](float figure) { return rule.binOf(static_cast<double>(figure)); });
  const auto around = static_cast<std::size_t>(kAroundSeconds * rateHz);
  std::size_t first = 0, end = 0;
  std::size_t renewAt = 0;
  Densities ratios{};
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const std::size_t here = candidates[i].sample;
    if (here >= renewAt) {
      for (; end < candidates.size() && candidates[end].sample < here + around; ++end)
        (candidates[end].isBeat ? beats : others).add(bins[end], 1);
      for (; candidates[first].sample + around < here; ++first)
        (candidates[first].isBeat ? beats : others).add(bins[first], -1);
      ratios = logRatios(beats, others, rule);
      renewAt = here + static_cast<std::size_t>(kRenewalSeconds * rateHz);
    }
    candidates[i].score += ratios[static_cast<std::size_t>(bins[i])];
  }
}

QrsEvidenceRule heightRule() {
  QrsEvidenceRule rule;
  rule.lowest = -6;  // half octaves from 1/64 of a typical beat to 16 of them
  rule.binWidth = 0.5;
  rule.beatMean = -0.1;  // the beat level is that of the typical beat
  rule.beatSpread = 0.9;
  rule.otherMean = -3;  // T, P and noise: an eighth of it
  rule.otherSpread = 1.2;
  rule.beatFloor = 0.001;
  return rule;
}

QrsEvidenceRule likenessRule() {
  QrsEvidenceRule rule;
  rule.lowest = -0.2;
  rule.binWidth = 0.2;
  rule.beatMean = 1.6;  // correlation 0.92
  rule.beatSpread = 0.7;
  rule.otherMean = 0.6;  // 0.54: the best of several templates fits noise by chance
  rule.otherSpread = 0.4;
  rule.highestFor = 2;
  rule.weight = 0.5;  // leads and height are no independent witnesses
  return rule;
}

}  // namespace ectopy
