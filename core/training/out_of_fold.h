#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/beats/cross_folds.h"
#include "core/beats/predictions.h"
#include "core/model/learner.h"

namespace ectopy {

/// How every beat gets an opinion of a model that did not learn from it.
struct OutOfFoldOptions {
  int folds = 4;
  FoldGroup group = FoldGroup::Beat;
  TrainingConfig config;  // outOfFoldConfig(), or another; its seed deals the folds too
};

struct OutOfFold {
  Predictions predictions;               // on all beats of the set, also unlabelled ones
  std::vector<std::uint8_t> foldOfBeat;  // the fold a beat was held out in
};

/// A network's recipe made short: what a ranking of labels needs is less than what a model needs. `beats`:
/// labelled beats of the set. Few beats are gone through more often, and in smaller batches.
TrainingConfig outOfFoldConfig(const ArchitectureFacts& network, std::size_t beats);

/// "ectopy-beat out of 4 folds": the name such probabilities go by.
std::string outOfFoldName(const OutOfFoldOptions& options);

/// Trains one model a fold on the labelled beats of the other folds and predicts the beats of the fold
/// (cross-validated probabilities, as confident learning wants them: Northcutt, Jiang, Chuang 2021, 3.1).
/// `labels` are effective, one a beat; to leave a beat out of learning, give it kUnlabelled. The same beats,
/// labels and options give the same probabilities. Throws Error as foldOfEachBeat and Learner::train do,
/// Stopped when asked to stop.
OutOfFold predictOutOfFold(Learner& learner, const BeatSet& beats, std::span<const ClassIndex> labels,
                           const OutOfFoldOptions& options, const JobContext& job);

}  // namespace ectopy
