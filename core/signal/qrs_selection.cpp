#include "core/signal/qrs_selection.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ectopy {
namespace {

constexpr double kRefractorySeconds = 0.2;  // no ventricle answers sooner
constexpr double kTWaveSeconds = 0.36;      // up to here a wave of less than 0.6 of the beat before is its T
constexpr float kTWaveShare = 0.6F;
constexpr double kTWaveCost = 2, kEarlyCost = 0.6;
constexpr double kEarlyRr = 0.7;         // of the local RR: premature, which is rarer than in time
constexpr double kPrematureCost = 1.5;   // a full RR too early
constexpr double kLateRr = 1.5;          // a compensatory pause; beyond it a beat may have been missed
constexpr double kGapCost = 3;           // an RR more
constexpr double kHighestGapCost = 2.5;  // hearts do pause
constexpr double kLongestLookBack = 4;   // seconds
constexpr double kFreeStartSeconds = 3;

/// Local RR interval in seconds: median of the 16 around; 0.8 (75 beats/min) where there are too few.
class LocalRr {
 public:
  LocalRr(const std::vector<std::size_t>& beats, double rateHz) : m_beats(beats), m_rateHz(rateHz) {}

  double at(std::size_t sample) const {
    constexpr std::ptrdiff_t kBeats = 8;
    const auto here = std::lower_bound(m_beats.begin(), m_beats.end(), sample) - m_beats.begin();
    const auto end = std::min(std::ssize(m_beats), here + kBeats);
    std::vector<double> intervals;
    for (auto i = std::max<std::ptrdiff_t>(1, here - kBeats); i < end; ++i) {
      const double seconds = static_cast<double>(m_beats[static_cast<std::size_t>(i)] -
                                                 m_beats[static_cast<std::size_t>(i - 1)]) /
                             m_rateHz;
      if (seconds < 3) intervals.push_back(seconds);
    }
    if (intervals.size() < 3) return 0.8;
    const auto middle = intervals.begin() + std::ssize(intervals) / 2;
    std::nth_element(intervals.begin(), middle, intervals.end());
    return std::clamp(*middle, 0.3, 1.6);
  }

 private:
  const std::vector<std::size_t>& m_beats;
  double m_rateHz;
};

double costOf(double seconds, double localRr, bool isSmall) {
  double cost = 0;
  if (seconds < kTWaveSeconds) cost += isSmall ? kTWaveCost : kEarlyCost;
  const double relative = seconds / localRr;
  if (relative < kEarlyRr) cost += (kEarlyRr - relative) * kPrematureCost;
  if (relative > kLateRr) cost += std::min(kHighestGapCost, (relative - kLateRr) * kGapCost);
  return cost;
}

}  // namespace

void chooseBeats(std::vector<QrsCandidate>& candidates, const std::vector<std::size_t>& earlier,
                 double rateHz) {
  constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
  const LocalRr localRr(earlier, rateHz);
  std::vector<double> best(candidates.size());
  std::vector<std::size_t> previous(candidates.size(), kNone);
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const double rr = localRr.at(candidates[i].sample);
    double most = static_cast<double>(candidates[i].sample) < kFreeStartSeconds * rateHz
                      ? 0
                      : -std::numeric_limits<double>::infinity();
    double farthest = kLongestLookBack;
    for (std::size_t j = i; j-- > 0;) {
      const double seconds = static_cast<double>(candidates[i].sample - candidates[j].sample) / rateHz;
      if (seconds < kRefractorySeconds) continue;
      if (previous[i] == kNone) farthest = seconds + kLongestLookBack;
      if (seconds > farthest) break;
      const bool isSmall = candidates[i].height < kTWaveShare * candidates[j].height;
      const double sum = best[j] - costOf(seconds, rr, isSmall);
      if (sum > most) {
        most = sum;
        previous[i] = j;
      }
    }
    best[i] = (std::isinf(most) ? 0 : most) + candidates[i].score;
    candidates[i].isBeat = false;
  }
  if (candidates.empty()) return;
  std::size_t last = candidates.size() - 1;
  for (std::size_t j = candidates.size(); j-- > 0;) {
    const auto fromEnd = static_cast<double>(candidates.back().sample - candidates[j].sample);
    if (fromEnd >= kFreeStartSeconds * rateHz) break;
    if (best[j] > best[last]) last = j;
  }
  if (best[last] <= 0) return;  // nothing here is more likely a beat than not
  for (std::size_t j = last; j != kNone; j = previous[j]) candidates[j].isBeat = true;
}

void scoreByHeight(std::vector<QrsCandidate>& candidates) {
  // Even odds at a quarter of a typical beat (rather too many than too few: what is missed now teaches the
  // next pass a wrong picture of noise), or above the noise's peaks, three times its median.
  constexpr float kEvenHeight = 0.25F, kNoisePeak = 2.2F, kHighestEven = 0.6F;
  for (QrsCandidate& candidate : candidates) {
    const float even = std::clamp(kNoisePeak * candidate.noise, kEvenHeight, kHighestEven);
    candidate.score = std::clamp(2 * std::log2(static_cast<double>(candidate.height / even)), -4.0, 2.0);
  }
}

std::vector<std::size_t> obviousBeats(const std::vector<QrsCandidate>& candidates, double rateHz) {
  constexpr float kObvious = 0.45F;
  std::vector<std::size_t> beats;
  for (const QrsCandidate& candidate : candidates)
    if (candidate.height > kObvious &&
        (beats.empty() || static_cast<double>(candidate.sample - beats.back()) >= 0.25 * rateHz))
      beats.push_back(candidate.sample);
  return beats;
}

std::vector<std::size_t> chosenBeats(const std::vector<QrsCandidate>& candidates) {
  std::vector<std::size_t> beats;
  for (const QrsCandidate& candidate : candidates)
    if (candidate.isBeat) beats.push_back(candidate.sample);
  return beats;
}

}  // namespace ectopy
