#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <vector>

#include "core/beats/beat_set.h"
#include "core/beats/predictions.h"
#include "core/evaluation/evaluation.h"
#include "core/evaluation/mcnemar.h"

namespace ectopy {

/// What one side of a comparison says of each beat of a set: a model's classes, or an annotator's.
struct Opinions {
  std::string name;
  std::vector<ClassIndex> classes;             // kUnlabelled: no answer
  const Predictions* probabilities = nullptr;  // of a model; it outlives the opinions
};
/// A model's most probable classes; no answer where it gives no probabilities.
Opinions opinionsOf(const Predictions& predictions);

/// How two judges of the same beats differ, measured by the labels. Beats without a label or without an
/// answer by both are left out.
struct ModelComparison {
  std::string first;
  std::string second;
  ConfusionMatrix firstConfusion;
  ConfusionMatrix secondConfusion;
  std::vector<BeatIndex> fixed;   // wrong by the first, right by the second; lists ascend
  std::vector<BeatIndex> broken;  // right by the first, wrong by the second
  std::vector<BeatIndex> bothWrong;
  std::vector<BeatIndex> bothRight;
  std::int64_t sameMistake = 0;  // of bothWrong: both say the same class
  std::int64_t leftOut = 0;
  McNemar test;
  /// Of two models: probability of the label's class by the second minus that by the first, one a beat of
  /// `beats`; else empty.
  std::vector<BeatIndex> beats;
  std::vector<float> change;

  /// Beats of class `truth` that the second calls `said`, minus those that the first does.
  std::int64_t difference(std::size_t truth, std::size_t said) const {
    return secondConfusion.at(truth, said) - firstConfusion.at(truth, said);
  }
};

/// Throws Error when answers or labels are not one a beat, or a class is none of the scheme's.
ModelComparison compareOpinions(const Opinions& first, const Opinions& second,
                                std::span<const ClassIndex> labels, std::span<const BeatIndex> judged,
                                std::size_t classes);

/// Those beats, the largest change first, whichever its sign; equal ones in their order.
std::vector<BeatIndex> byChange(const ModelComparison& comparison, std::span<const BeatIndex> some);

/// "B is right on 31 beats that A gets wrong, and wrong on 12 that A gets right: more than chance explains
/// (McNemar, exact p = 0.006)."
std::string describe(const ModelComparison& comparison);

/// {first, second: scores each; beats, fixed, broken, bothWrong, bothRight, sameMistake, mcNemar,
/// difference}.
nlohmann::json comparisonJson(const ModelComparison& comparison, const LabelScheme& scheme);

}  // namespace ectopy
