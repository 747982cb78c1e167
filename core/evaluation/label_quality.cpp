#include "core/evaluation/label_quality.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "core/base/error.h"
#include "core/evaluation/predictions_check.h"

namespace ectopy {
namespace {

using nlohmann::json;

std::vector<BeatIndex> labelledBeats(std::span<const ClassIndex> labels, std::size_t classes) {
  std::vector<BeatIndex> labelled;
  for (std::size_t beat = 0; beat < labels.size(); ++beat)
    if (labels[beat] < classes) labelled.push_back(static_cast<BeatIndex>(beat));
  return labelled;
}

/// The most probable class but the given one, the first of equals.
ClassIndex likeliestOther(std::span<const double> row, ClassIndex given) {
  std::size_t best = given == 0 ? 1 : 0;
  for (std::size_t i = best + 1; i < row.size(); ++i)
    if (i != given && row[i] > row[best]) best = i;
  return static_cast<ClassIndex>(best);
}

SuspectLabel suspectOf(BeatIndex beat, ClassIndex given, const Predictions& opinions,
                       std::span<const double> thresholds, const LabelQualityOptions& options) {
  const auto row = opinions.of(beat);
  std::vector<double> probabilities(row.begin(), row.end());
  const ClassIndex suggested = likeliestOther(probabilities, given);
  const double suggestedProbability = probabilities[suggested];
  if (options.adjusted) adjustToThresholds(probabilities, thresholds);
  return {beat, given, suggested, labelScore(options.score, probabilities, given), suggestedProbability};
}

json numberOrNull(double value) {
  return std::isnan(value) ? json() : json(value);
}

}  // namespace

LabelQuality judgeLabels(const Predictions& opinions, const BeatSet& beats,
                         std::span<const ClassIndex> labels, const LabelQualityOptions& options) {
  requireSameBeats(opinions, beats, labels);
  if (options.adjusted && options.score == LabelScore::ConfidenceWeightedEntropy)
    throw Error(
        "Entropies can't be adjusted by class thresholds: choose self-confidence or normalized-margin.");
  LabelQuality quality;
  quality.scheme = opinions.scheme;
  quality.options = options;
  const std::vector<BeatIndex> judged = labelledBeats(labels, opinions.scheme.size());
  requireProbabilities(opinions, judged);
  quality.judged = judged.size();
  quality.joint = confidentJoint(opinions, labels, judged);
  if (opinions.scheme.size() < 2) return quality;
  for (const BeatIndex beat : pruned(options.prune, opinions, labels, judged, quality.joint))
    quality.suspects.push_back(suspectOf(beat, labels[beat], opinions, quality.joint.thresholds, options));
  std::ranges::stable_sort(quality.suspects, {}, &SuspectLabel::score);
  return quality;
}

json labelQualityToJson(const LabelQuality& quality) {
  json thresholds = json::object();
  json noise = json::object();
  for (std::size_t i = 0; i < quality.scheme.size(); ++i) {
    const std::string& code = quality.scheme.classes[i].code;
    thresholds[code] = numberOrNull(quality.joint.thresholds[i]);
    for (std::size_t k = 0; k < quality.scheme.size(); ++k)
      noise[code][quality.scheme.classes[k].code] = numberOrNull(quality.joint.noise.at(i, k));
  }
  return {{"judged", quality.judged},
          {"estimatedErrors", quality.estimatedErrors()},
          {"prune", nameOf(quality.options.prune)},
          {"score", nameOf(quality.options.score)},
          {"adjusted", quality.options.adjusted},
          {"thresholds", thresholds},
          {"noiseMatrix", noise}};
}

}  // namespace ectopy
