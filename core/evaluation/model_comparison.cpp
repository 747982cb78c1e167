#include "core/evaluation/model_comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/evaluation/predictions_check.h"

namespace ectopy {
namespace {

void requireFit(const Opinions& opinions, std::span<const ClassIndex> labels,
                std::span<const BeatIndex> judged, std::size_t classes) {
  if (opinions.classes.size() != labels.size())
    throw Error(fmt::format("\"{}\" answers for {} beats, but {} have labels: they are not of one data set.",
                            opinions.name, opinions.classes.size(), labels.size()));
  for (const BeatIndex beat : judged) {
    if (beat >= labels.size())
      throw Error(
          fmt::format("Beat {} is to be compared, but the data set ends at beat {}.", beat, labels.size()));
    const ClassIndex answer = opinions.classes[beat];
    if (answer != kUnlabelled && answer >= classes)
      throw Error(fmt::format("\"{}\" gives beat {} class {}, expected one below {}.", opinions.name, beat,
                              int{answer}, classes));
  }
}

std::string chanceWords(const McNemar& test) {
  if (test.fixed + test.broken == 0) return "they do not differ";
  const std::string p = test.exactP < 0.001 ? "p < 0.001" : fmt::format("p = {:.3f}", test.exactP);
  return fmt::format("{} (McNemar, exact {})",
                     test.exactP < 0.05 ? "more than chance explains" : "no more than chance may explain", p);
}

}  // namespace

Opinions opinionsOf(const Predictions& predictions) {
  Opinions opinions{predictions.modelName, {}, &predictions};
  opinions.classes.reserve(predictions.size());
  for (std::size_t beat = 0; beat < predictions.size(); ++beat) {
    const auto index = static_cast<BeatIndex>(beat);
    opinions.classes.push_back(hasProbabilities(predictions, index) ? predictions.predicted(index)
                                                                    : kUnlabelled);
  }
  return opinions;
}

ModelComparison compareOpinions(const Opinions& first, const Opinions& second,
                                std::span<const ClassIndex> labels, std::span<const BeatIndex> judged,
                                std::size_t classes) {
  requireFit(first, labels, judged, classes);
  requireFit(second, labels, judged, classes);
  ModelComparison comparison{first.name, second.name, ConfusionMatrix(classes), ConfusionMatrix(classes)};
  std::vector<BeatIndex> sorted(judged.begin(), judged.end());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  const bool hasChange = first.probabilities && second.probabilities;
  for (const BeatIndex beat : sorted) {
    const ClassIndex truth = labels[beat];
    const ClassIndex one = first.classes[beat];
    const ClassIndex other = second.classes[beat];
    if (truth >= classes || one == kUnlabelled || other == kUnlabelled) {
      ++comparison.leftOut;
      continue;
    }
    comparison.firstConfusion.add(truth, one);
    comparison.secondConfusion.add(truth, other);
    auto& list = one == truth ? (other == truth ? comparison.bothRight : comparison.broken)
                              : (other == truth ? comparison.fixed : comparison.bothWrong);
    list.push_back(beat);
    if (one != truth && one == other) ++comparison.sameMistake;
    comparison.beats.push_back(beat);
    if (hasChange)
      comparison.change.push_back(second.probabilities->of(beat)[truth] -
                                  first.probabilities->of(beat)[truth]);
  }
  comparison.test = mcNemarTest(static_cast<std::int64_t>(comparison.fixed.size()),
                                static_cast<std::int64_t>(comparison.broken.size()));
  return comparison;
}

std::vector<BeatIndex> byChange(const ModelComparison& comparison, std::span<const BeatIndex> some) {
  std::vector<BeatIndex> ordered(some.begin(), some.end());
  if (comparison.change.empty()) return ordered;
  const auto sizeOf = [&](BeatIndex beat) {
    const auto place = std::lower_bound(comparison.beats.begin(), comparison.beats.end(), beat);
    return std::abs(comparison.change[static_cast<std::size_t>(place - comparison.beats.begin())]);
  };
  std::stable_sort(ordered.begin(), ordered.end(),
                   [&](BeatIndex a, BeatIndex b) { return sizeOf(a) > sizeOf(b); });
  return ordered;
}

std::string describe(const ModelComparison& comparison) {
  return fmt::format("{} is right on {} beats that {} gets wrong, and wrong on {} that {} gets right: {}.",
                     comparison.second, comparison.fixed.size(), comparison.first, comparison.broken.size(),
                     comparison.first, chanceWords(comparison.test));
}

nlohmann::json comparisonJson(const ModelComparison& comparison, const LabelScheme& scheme) {
  nlohmann::json difference = nlohmann::json::array();
  for (std::size_t truth = 0; truth < scheme.size(); ++truth) {
    nlohmann::json row = nlohmann::json::array();
    for (std::size_t said = 0; said < scheme.size(); ++said)
      row.push_back(comparison.difference(truth, said));
    difference.push_back(std::move(row));
  }
  nlohmann::json first = scoresToJson(scheme, comparison.firstConfusion);
  nlohmann::json second = scoresToJson(scheme, comparison.secondConfusion);
  first["name"] = comparison.first;
  second["name"] = comparison.second;
  return {{"first", std::move(first)},
          {"second", std::move(second)},
          {"beats", comparison.beats.size()},
          {"leftOut", comparison.leftOut},
          {"fixed", comparison.fixed.size()},
          {"broken", comparison.broken.size()},
          {"bothWrong", comparison.bothWrong.size()},
          {"bothRight", comparison.bothRight.size()},
          {"sameMistake", comparison.sameMistake},
          {"mcNemar", mcNemarJson(comparison.test)},
          {"difference", std::move(difference)}};
}

}  // namespace ectopy
