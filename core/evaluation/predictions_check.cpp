#include "core/evaluation/predictions_check.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"

namespace ectopy {
namespace {

std::vector<std::string> codesOf(const LabelScheme& scheme) {
  std::vector<std::string> codes;
  for (const LabelClass& label : scheme.classes) codes.push_back(label.code);
  return codes;
}

void requireSameClasses(const LabelScheme& model, const LabelScheme& data) {
  const auto modelCodes = codesOf(model);
  const auto dataCodes = codesOf(data);
  if (modelCodes == dataCodes) return;
  throw Error(
      fmt::format("The model tells the classes {} apart, the data set has {}: they can't be compared.",
                  fmt::join(modelCodes, " "), fmt::join(dataCodes, " ")));
}

bool isProbability(float value) {
  return value >= 0 && value <= 1.001F;
}

}  // namespace

void requireSameBeats(const Predictions& predictions, const BeatSet& beats,
                      std::span<const ClassIndex> labels) {
  requireSameClasses(predictions.scheme, beats.scheme());
  if (predictions.size() != beats.size()) {
    throw Error(fmt::format("The predictions are of {} beats, the data set \"{}\" has {}.",
                            predictions.size(), beats.facts().name, beats.size()));
  }
  if (!predictions.dataFingerprint.empty() && predictions.dataFingerprint != beats.fingerprint()) {
    throw Error(fmt::format("The predictions were made for other beats than the data set \"{}\" holds.",
                            beats.facts().name));
  }
  if (labels.size() != beats.size()) {
    throw Error(fmt::format("There are {} labels for the {} beats of the data set \"{}\".", labels.size(),
                            beats.size(), beats.facts().name));
  }
}

bool hasProbabilities(const Predictions& predictions, BeatIndex beat) {
  return std::ranges::all_of(predictions.of(beat), isProbability);
}

void requireProbabilities(const Predictions& predictions, std::span<const BeatIndex> judged) {
  for (const BeatIndex beat : judged) {
    for (const float probability : predictions.of(beat)) {
      if (isProbability(probability)) continue;
      throw Error(
          fmt::format("The model \"{}\" gives {} where beat {} needs a probability from 0 to 1: its weights "
                      "are damaged, train it again or open another.",
                      predictions.modelName, probability, beat));
    }
  }
}

}  // namespace ectopy
