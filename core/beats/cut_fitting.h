#pragma once

#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/beats/beat_set.h"

namespace ectopy {

/// Beats as a model takes them.
struct FittedBeats {
  std::shared_ptr<const BeatSet> beats;
  std::string words;  // what was done, one sentence; empty: the beats are as they were
  std::vector<BeatIndex>
      origin;  // of each beat its place in the set as it was, or kNoOrigin; empty: the same

  static constexpr BeatIndex kNoOrigin = std::numeric_limits<BeatIndex>::max();
  /// Labels of the set as it was, one of these beats each; the file's where a beat has no origin.
  std::vector<ClassIndex> labelsFrom(std::span<const ClassIndex> labels) const;
};

/// Beats of a set for a model that takes them by `model`, its own rule. Beats of that rule stay as they are.
/// Where the set knows its recordings and they are there, they are cut anew by the model's rule (length,
/// rate, lead, unit), at the set's own annotations, classes and diagnoses. Else beats are brought to the
/// model's rate (core/signal/resampling.h) and length, if both rules are otherwise of one kind: from the R
/// peak on, 0 to 1, filled up with zeros (`kaggle`, `paper`). Throws Error, saying what stands in the way,
/// and as cutRecords does.
FittedBeats fitToCut(std::shared_ptr<const BeatSet> beats, const BeatCut& model, const JobContext& job);

}  // namespace ectopy
