#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <vector>

#include "core/evaluation/label_score.h"
#include "core/evaluation/suspect_pruning.h"

namespace ectopy {

/// How suspects are found and ranked. The defaults did best on MIT-BIH with 5 % of its labels flipped
/// (tests/bench/suspects.py): 94.6 % of them among as many first suspects, average precision 0.973;
/// cleanlab's own default, by noise rate, 89.5 % and 0.880. How far down the list to go is what
/// estimatedErrors() says.
struct LabelQualityOptions {
  PruneRule prune = PruneRule::Argmax;
  LabelScore score = LabelScore::SelfConfidence;
  bool adjusted = false;  // by class thresholds; not for ConfidenceWeightedEntropy
};

/// A beat whose label looks wrong.
struct SuspectLabel {
  BeatIndex beat = 0;
  ClassIndex given = kUnlabelled;
  ClassIndex suggested = kUnlabelled;  // the most probable other class
  double score = 0;                    // 0 (wrong) to 1 (right)
  double suggestedProbability = 0;
};

struct LabelQuality {
  LabelScheme scheme;
  LabelQualityOptions options;
  std::vector<SuspectLabel> suspects;  // the lowest score first, equal ones by beat
  std::size_t judged = 0;              // beats with a label
  ConfidentJoint joint;

  /// Labels estimated to be wrong, by the calibrated joint.
  double estimatedErrors() const { return joint.beats.errors(); }
};

/// Ranks labels (effective, one a beat of the set) by confident learning. The probabilities should come from
/// models that did not learn from these labels (predictOutOfFold): those of a model that did flatter them.
/// Throws Error: predictions of other beats or classes, a probability that is none, adjusted entropies.
LabelQuality judgeLabels(const Predictions& opinions, const BeatSet& beats,
                         std::span<const ClassIndex> labels, const LabelQualityOptions& options = {});

/// {judged, estimatedErrors, prune, score, adjusted, thresholds {code: t}, noiseMatrix {given: {true: P}}};
/// null for NaN. Without the suspects.
nlohmann::json labelQualityToJson(const LabelQuality& quality);

}  // namespace ectopy
