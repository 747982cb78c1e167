#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/beats/beat_marks.h"
#include "core/beats/beat_set.h"
#include "core/beats/predictions.h"
#include "core/beats/split.h"

namespace ectopy {

/// Listed: as the filter's list has them.
enum class BeatOrder {
  File,
  ConfidenceRising,
  ConfidenceFalling,
  MarginRising,
  WrongConfidenceFalling,
  Listed
};

/// Beats that somebody or something chose one by one: a cluster, those like another, an area of a map.
struct ListedBeats {
  std::string words;             // "like beat 3 102", for the filter chip
  std::vector<BeatIndex> beats;  // each once
};

/// Which beats to show, in which order. An absent condition lets everything through.
struct BeatFilter {
  std::optional<ClassIndex> labelled;   // effective label
  std::optional<ClassIndex> predicted;  // by the model
  std::optional<std::uint32_t> record;
  std::optional<Part> part;
  bool onlyWrong = false;   // predicted differs from the label
  bool onlyEdited = false;  // the label differs from the file's
  bool onlyUnlabelled = false;
  bool onlyFlagged = false;
  bool onlyExcluded = false;  // from training
  bool onlyNoted = false;
  std::shared_ptr<const ListedBeats> among;  // null: all beats
  std::optional<float> confidenceBelow;      // the model gives its class a probability below this, 0 to 1
  std::optional<float> confidenceAbove;
  BeatOrder order = BeatOrder::File;

  bool isEverything() const;
  /// Whether what passes depends on a model.
  bool needsPredictions() const;
  /// What is left of it where there is no model: no condition on predictions, file order.
  BeatFilter withoutPredictions() const;
  /// Two lists are the same only when they are one.
  bool operator==(const BeatFilter&) const = default;
};

/// What a filter looks at. Spans are empty where there is nothing (no model, no split).
struct BeatFilterInput {
  const BeatSet& beats;
  std::span<const ClassIndex> labels;
  std::span<const Part> parts;
  const Predictions* predictions = nullptr;
  const BeatMarks* marks = nullptr;
};

/// The beats that pass, ordered; those of a list that the set does not have, and absent ones, are left out.
/// 109 446 beats take a few milliseconds.
std::vector<BeatIndex> applyFilter(const BeatFilter& filter, const BeatFilterInput& input,
                                   const JobContext& job);
/// Words for the filter chip: "truth S, predicted N, test part, wrong only".
std::string describeFilter(const BeatFilter& filter, const BeatSet& beats);

/// Counts for the navigator, over all beats of the set.
struct BeatCounts {
  std::size_t beats = 0;               // all that are there
  std::vector<std::size_t> labelled;   // by class
  std::vector<std::size_t> predicted;  // by class, empty without predictions
  std::vector<std::size_t> records;
  std::vector<std::size_t> wrongByRecord;  // empty without predictions
  std::vector<std::size_t> parts;          // by Part
  std::size_t wrong = 0;
  std::size_t edited = 0;
  std::size_t unlabelled = 0;
  std::size_t flagged = 0;
  std::size_t excluded = 0;
  std::size_t noted = 0;
};
BeatCounts countBeats(const BeatFilterInput& input);

}  // namespace ectopy
