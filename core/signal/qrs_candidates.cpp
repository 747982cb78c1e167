#include "core/signal/qrs_candidates.h"

#include <algorithm>
#include <cmath>

namespace ectopy {
namespace {

constexpr float kLowestHeight = 0.06F;  // a P wave's; below it nothing a heart does
constexpr double kOneComplexSeconds = 0.13;
constexpr double kLeadJitterSeconds = 0.05;  // between the peaks of one beat in different leads
// A lead's weight is what its level ratio exceeds that of noise by; a poor lead still counts a little (a
// beat may be seen there alone), a perfect one does not silence the others.
constexpr float kNoiseRatio = 3, kLowestWeight = 1, kHighestWeight = 6;

struct Fusion {
  std::vector<float> height;
  std::vector<float> noise;
};

Fusion fuse(const std::vector<QrsLead>& leads) {
  const std::size_t count = leads.front().signal.envelope.size();
  Fusion fusion{std::vector<float>(count), std::vector<float>(count)};
  std::vector<float> weights(count);
  for (const QrsLead& lead : leads) {
    for (std::size_t i = 0; i < count; ++i) {
      const float level = lead.levels.beatAt(i);
      if (level <= 0) continue;
      const float noise = lead.levels.noiseAt(i);
      const float ratio = level / std::max(noise, level * 1e-3F);
      const float weight = std::clamp(ratio - kNoiseRatio, kLowestWeight, kHighestWeight);
      fusion.height[i] += weight * lead.signal.envelope[i] / level;
      fusion.noise[i] += weight * noise / level;
      weights[i] += weight;
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (weights[i] <= 0) continue;
    fusion.height[i] /= weights[i];
    fusion.noise[i] /= weights[i];
  }
  return fusion;
}

float leadHeight(const QrsLead& lead, std::size_t sample) {
  const auto reach = static_cast<std::size_t>(kLeadJitterSeconds * lead.signal.rateHz);
  const auto& envelope = lead.signal.envelope;
  const std::size_t first = sample > reach ? sample - reach : 0;
  const std::size_t end = std::min(envelope.size(), sample + reach + 1);
  const float highest = *std::max_element(envelope.begin() + static_cast<std::ptrdiff_t>(first),
                                          envelope.begin() + static_cast<std::ptrdiff_t>(end));
  const float level = lead.levels.beatAt(sample);
  return level > 0 ? std::log2(highest / level + 1e-6F) : -20;
}

}  // namespace

std::vector<QrsCandidate> findCandidates(const std::vector<QrsLead>& leads) {
  std::vector<QrsCandidate> candidates;
  if (leads.empty() || leads.front().signal.envelope.empty()) return candidates;
  const Fusion fusion = fuse(leads);
  const auto& height = fusion.height;
  const double apart = kOneComplexSeconds * leads.front().signal.rateHz;
  for (std::size_t i = 0; i < height.size(); ++i) {
    const float before = i > 0 ? height[i - 1] : 0;
    const float after = i + 1 < height.size() ? height[i + 1] : 0;
    if (height[i] <= kLowestHeight || height[i] <= before || height[i] < after) continue;
    QrsCandidate candidate;
    candidate.sample = i;
    candidate.height = height[i];
    candidate.noise = fusion.noise[i];
    if (candidates.empty() || static_cast<double>(i - candidates.back().sample) >= apart)
      candidates.push_back(std::move(candidate));
    else if (height[i] > candidates.back().height)
      candidates.back() = std::move(candidate);
  }
  for (QrsCandidate& candidate : candidates)
    for (const QrsLead& lead : leads) candidate.leadHeights.push_back(leadHeight(lead, candidate.sample));
  return candidates;
}

}  // namespace ectopy
