#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/beats/beat_set.h"
#include "core/beats/predictions.h"
#include "core/beats/split.h"
#include "core/model/model_info.h"

namespace ectopy {

/// What a model is shown when it is fine-tuned on corrections: the corrections, and beside them beats that it
/// knows already, so that it does not forget them (rehearsal: Robins 1995).
struct ReplayOptions {
  double heldBackShare = 0.2;          // of the corrections: judged, never learned from
  std::size_t fewestWithHeldBack = 5;  // corrections; with fewer none is held back for its own sake
  double replayShare = 0.25;           // of each class of the base beats
  std::size_t fewestReplayed = 200;    // of each class, where it has so many
  double correctionShare = 0.02;       // of what is shown: corrections are repeated until they are so many
  std::size_t mostRepeats = 20;        // of one correction among the others
  std::size_t fewestShown = 20'000;    // beats, repeats counted: less is shown several times over
};
/// Throws Error: a share outside of 0 to 1 (correctionShare: below 1).
void requireValid(const ReplayOptions& options);

/// Where corrections stand. Spans hold one label a beat, or beats of the set in ascending order.
struct ReplayTask {
  const BeatSet& beats;
  std::span<const ClassIndex> labels;      // effective
  std::span<const BeatIndex> corrections;  // with a label each
  const ModelInfo& parent;
  const Predictions& opinions;  // the parent's, on all beats
};

/// Which beats are shown, and which judge.
struct ReplayPlan {
  bool isOwnData = false;           // the parent learned from this very set
  bool hasTest = false;             // false: none of these beats has a label of the file
  std::vector<BeatIndex> learned;   // corrections to learn from
  std::vector<BeatIndex> heldBack;  // the others: corrections that judge
  std::size_t heldBackOfTest = 0;   // of those, how many stand in the test part
  std::vector<BeatIndex> replayed;  // base beats to learn from once more
  std::size_t repeats = 1;          // of each correction learned from
  std::vector<ClassIndex> labels;   // effective; the parent's opinion where a replayed beat has none
  Split split;                      // train: what is shown, corrections as often as they are repeated
};

/// The base beats are those of the training part of the parent's own split, redrawn. Where the parent
/// learned from other data, they are the beats of this set that it gets right (of the training part of the
/// set's first protocol) and, where beats have no label, those as it sees them, but for the classes that a
/// correction took from it in the same record. Corrections of the test part
/// judge and are never learned from; where they are fewer than the share to hold back, a seeded draw of the
/// others is held back too (by beat, so that a correction once held back stays so when others come).
/// No correction is in the validation part. The same task and options give the same plan. Throws Error:
/// nothing to learn from, a correction without label, an opinion of other classes or beats.
ReplayPlan planReplay(const ReplayTask& task, const ReplayOptions& options);

}  // namespace ectopy
