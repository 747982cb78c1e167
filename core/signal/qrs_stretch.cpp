#include "core/signal/qrs_stretch.h"

#include <algorithm>
#include <numeric>

#include "core/signal/qrs_evidence.h"
#include "core/signal/qrs_peak.h"
#include "core/signal/qrs_selection.h"
#include "core/signal/qrs_templates.h"

namespace ectopy {
namespace {

constexpr std::size_t kMostLeads = 3;  // more are no new witnesses: twelve leads are two or three dipoles
constexpr int kPasses = 2;             // a third changes nothing
constexpr double kCaution =
    0.3;  // log odds against a beat: a missed one is looked for again, an extra one stays
constexpr double kSurest = 5;    // log odds; beyond, the RR intervals have no say
constexpr double kUseful = 0.1;  // quality a lead must have for its extrema

/// Log odds from the leads' heights and shapes, given which candidates are beats now.
void scoreByEvidence(std::vector<QrsCandidate>& candidates, const std::vector<QrsLead>& leads,
                     double rateHz) {
  std::vector<std::vector<float>> likeness;
  for (const QrsLead& lead : leads) likeness.push_back(likenessToTemplates(candidates, lead.signal));
  for (QrsCandidate& candidate : candidates) candidate.score = -kCaution;
  std::vector<float> heights(candidates.size());
  for (std::size_t lead = 0; lead < leads.size(); ++lead) {
    std::transform(candidates.begin(), candidates.end(), heights.begin(),
                   [&](const QrsCandidate& candidate) { return candidate.leadHeights[lead]; });
    addEvidence(candidates, heights, heightRule(), rateHz);
    addEvidence(candidates, likeness[lead], likenessRule(), rateHz);
  }
  for (QrsCandidate& candidate : candidates) candidate.score = std::clamp(candidate.score, -kSurest, kSurest);
}

std::vector<QrsCandidate> detect(const std::vector<QrsLead>& leads) {
  std::vector<QrsCandidate> candidates = findCandidates(leads);
  if (candidates.empty()) return candidates;
  const double rateHz = leads.front().signal.rateHz;
  scoreByHeight(candidates);
  chooseBeats(candidates, obviousBeats(candidates, rateHz), rateHz);
  for (int pass = 0; pass < kPasses; ++pass) {
    const std::vector<std::size_t> earlier = chosenBeats(candidates);
    scoreByEvidence(candidates, leads, rateHz);
    chooseBeats(candidates, earlier, rateHz);
  }
  return candidates;
}

/// The leads of best quality, in their own order.
std::vector<std::size_t> bestLeads(const std::vector<double>& quality) {
  std::vector<std::size_t> order(quality.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t one, std::size_t other) { return quality[one] > quality[other]; });
  order.resize(std::min(order.size(), kMostLeads));
  std::sort(order.begin(), order.end());
  return order;
}

}  // namespace

QrsStretch detectInStretch(std::span<const QrsInput> inputs, double sampleRateHz, std::size_t preferredLead,
                           std::size_t first, std::size_t last) {
  QrsStretch result;
  std::vector<QrsLead> all;
  for (const QrsInput& input : inputs) {
    QrsLead& lead = all.emplace_back();
    lead.signal = qrsSignalOf(input.samples, sampleRateHz);
    lead.levels = levelsOf(lead.signal.envelope, lead.signal.rateHz, input.floor);
    const std::size_t decimation = lead.signal.decimation;
    result.quality.push_back(qualityBetween(lead.levels, first / decimation, last / decimation));
  }
  if (all.empty()) return result;
  const auto best = static_cast<std::size_t>(std::max_element(result.quality.begin(), result.quality.end()) -
                                             result.quality.begin());
  result.peakLead = result.quality[preferredLead] >= kUseful ? preferredLead : best;
  std::vector<QrsLead> used;
  for (const std::size_t lead : bestLeads(result.quality)) used.push_back(std::move(all[lead]));
  const auto decimation = static_cast<std::int64_t>(used.front().signal.decimation);
  const auto nearby = static_cast<std::int64_t>(sampleRateHz / 2);
  for (const QrsCandidate& candidate : detect(used)) {
    if (!candidate.isBeat) continue;
    const std::int64_t centre = static_cast<std::int64_t>(candidate.sample) * decimation + decimation / 2;
    if (centre + nearby < static_cast<std::int64_t>(first) ||
        centre > static_cast<std::int64_t>(last) + nearby)
      continue;
    const std::int64_t peak = rPeakNear(inputs[result.peakLead].samples, centre, sampleRateHz);
    if (result.rSamples.empty() || peak > result.rSamples.back()) result.rSamples.push_back(peak);
  }
  return result;
}

}  // namespace ectopy
