#include "core/evaluation/suspect_pruning.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/enum_names.h"

namespace ectopy {
namespace {

constexpr std::array<std::pair<PruneRule, std::string_view>, 6> kNames{{
    {PruneRule::Argmax, "argmax"},
    {PruneRule::ConfidentJoint, "confident-joint"},
    {PruneRule::ByClass, "by-class"},
    {PruneRule::ByNoiseRate, "by-noise-rate"},
    {PruneRule::Both, "both"},
    {PruneRule::Everything, "everything"},
}};

using BeatsByClass = std::vector<std::vector<BeatIndex>>;

BeatsByClass beatsGiven(std::span<const ClassIndex> labels, std::span<const BeatIndex> judged,
                        std::size_t classes) {
  BeatsByClass given(classes);
  for (const BeatIndex beat : judged) given[labels[beat]].push_back(beat);
  return given;
}

/// The `count` beats (to the nearest whole one) of the lowest value, ascending by beat.
template <typename Value>
std::vector<BeatIndex> lowest(const std::vector<BeatIndex>& beats, double count, const Value& value) {
  const auto taken = std::min(static_cast<std::size_t>(std::lround(count)), beats.size());
  std::vector<std::pair<float, BeatIndex>> ranked;
  ranked.reserve(beats.size());
  for (const BeatIndex beat : beats) ranked.emplace_back(value(beat), beat);
  const auto end = ranked.begin() + static_cast<std::ptrdiff_t>(taken);
  std::partial_sort(ranked.begin(), end, ranked.end());
  std::vector<BeatIndex> result;
  for (auto it = ranked.begin(); it != end; ++it) result.push_back(it->second);
  std::ranges::sort(result);
  return result;
}

std::vector<BeatIndex> byClass(const Predictions& opinions, const BeatsByClass& given,
                               const ConfidentJoint& joint) {
  std::vector<BeatIndex> suspects;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const double wrong = joint.beats.rowTotal(i) - joint.beats.at(i, i);
    const auto some = lowest(given[i], wrong, [&](BeatIndex beat) { return opinions.of(beat)[i]; });
    suspects.insert(suspects.end(), some.begin(), some.end());
  }
  std::ranges::sort(suspects);
  return suspects;
}

std::vector<BeatIndex> byNoiseRate(const Predictions& opinions, const BeatsByClass& given,
                                   const ConfidentJoint& joint) {
  std::vector<BeatIndex> suspects;
  for (std::size_t i = 0; i < given.size(); ++i) {
    for (std::size_t k = 0; k < given.size(); ++k) {
      if (i == k || joint.beats.at(i, k) == 0) continue;
      const auto some = lowest(given[i], joint.beats.at(i, k),
                               [&](BeatIndex beat) { return opinions.of(beat)[i] - opinions.of(beat)[k]; });
      suspects.insert(suspects.end(), some.begin(), some.end());
    }
  }
  std::ranges::sort(suspects);
  const auto repeated = std::ranges::unique(suspects);
  suspects.erase(repeated.begin(), repeated.end());
  return suspects;
}

std::vector<BeatIndex> confidentlyOther(const Predictions& opinions, std::span<const ClassIndex> labels,
                                        std::span<const BeatIndex> judged, const ConfidentJoint& joint) {
  std::vector<BeatIndex> suspects;
  for (const BeatIndex beat : judged) {
    const std::size_t truth = confidentClass(opinions.of(beat), joint.thresholds);
    if (truth < opinions.scheme.size() && truth != labels[beat]) suspects.push_back(beat);
  }
  return suspects;
}

std::vector<BeatIndex> chosen(PruneRule rule, const Predictions& opinions, std::span<const ClassIndex> labels,
                              std::span<const BeatIndex> judged, const ConfidentJoint& joint) {
  if (rule == PruneRule::ConfidentJoint) return confidentlyOther(opinions, labels, judged, joint);
  if (rule == PruneRule::Argmax || rule == PruneRule::Everything) return {judged.begin(), judged.end()};
  const BeatsByClass given = beatsGiven(labels, judged, opinions.scheme.size());
  if (rule == PruneRule::ByClass) return byClass(opinions, given, joint);
  const std::vector<BeatIndex> byRate = byNoiseRate(opinions, given, joint);
  if (rule == PruneRule::ByNoiseRate) return byRate;
  std::vector<BeatIndex> both;
  std::ranges::set_intersection(byRate, byClass(opinions, given, joint), std::back_inserter(both));
  return both;
}

}  // namespace

std::string_view nameOf(PruneRule rule) {
  return nameIn(kNames, rule);
}

PruneRule pruneRuleFromName(std::string_view name) {
  return valueIn(kNames, name, "rule");
}

std::vector<BeatIndex> pruned(PruneRule rule, const Predictions& opinions, std::span<const ClassIndex> labels,
                              std::span<const BeatIndex> judged, const ConfidentJoint& joint) {
  std::vector<BeatIndex> suspects = chosen(rule, opinions, labels, judged, joint);
  std::ranges::sort(suspects);
  if (rule != PruneRule::Everything)
    std::erase_if(suspects, [&](BeatIndex beat) { return opinions.predicted(beat) == labels[beat]; });
  return suspects;
}

}  // namespace ectopy
