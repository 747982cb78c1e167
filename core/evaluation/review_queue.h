#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/job_context.h"
#include "core/beats/predictions.h"
#include "core/evaluation/label_quality.h"

namespace ectopy {

/// What decides which beats to look at next, and in which order.
enum class ReviewKind : std::uint8_t {
  Suspects,        // labels that look wrong, the worst first (confident learning)
  LeastCertain,    // the smallest margin between the model's two likeliest classes first
  TypicalOfRare,   // what the model takes for a class that is rare among the labels: beats labelled otherwise
                   // or not at all first, the surest first
  Unlabelled,      // the model's classes one after the other, that with the fewest beats first, the surest
                   // beats of each first; in file order without a model
  Flagged,         // in file order
  OtherAnnotator,  // both annotators gave a class, and not the same: in file order
  Audit,           // a random sample of the labelled beats, in the order drawn
};
inline constexpr int kReviewKinds = 7;

/// "suspects", "least-certain", "typical-of-rare", "unlabelled", "flagged", "other-annotator", "audit"
std::string_view nameOf(ReviewKind kind);
ReviewKind reviewKindNamed(std::string_view name);  // throws Error

/// A class counts as rare below this share of the labelled beats; so does the rarest class in any case.
inline constexpr double kRareShare = 0.05;

/// A beat to look at, and why.
struct ReviewItem {
  BeatIndex beat = 0;
  ClassIndex suggested = kUnlabelled;  // the data set's class that "accept" gives; kUnlabelled: none
  double score = std::numeric_limits<double>::quiet_NaN();  // what the order rests on; NaN: nothing
  std::string why;  // a sentence: "Labelled N; models that did not learn from it give V 97 %."
};

/// What queues are made of. Beats excluded from training are in none but Flagged and OtherAnnotator.
struct ReviewInput {
  const BeatSet& beats;
  std::span<const ClassIndex> labels;             // effective, one a beat
  const Predictions* predictions = nullptr;       // of the open model; its classes are found by their codes
  const LabelQuality* quality = nullptr;          // for Suspects
  bool isQualityOfModel = false;                  // quality rests on `predictions`, not on out-of-fold ones
  const std::vector<bool>* isFlagged = nullptr;   // one a beat
  const std::vector<bool>* isExcluded = nullptr;  // one a beat
  const std::map<BeatIndex, std::string>* notes = nullptr;  // told of flagged beats
  std::span<const ClassIndex> otherLabels = {};             // of another annotator, one a beat
  std::string otherName = {};
  std::size_t auditBeats = 200;
  std::uint64_t seed = 1;                                      // of the audit's sample
  std::size_t most = std::numeric_limits<std::size_t>::max();  // beats: the first of the order
};

/// Why such a queue can't be made, one sentence; empty: it can, though it may come out empty.
std::string whyNotReview(ReviewKind kind, const ReviewInput& input);

/// The beats to look at. A suspect whose label has changed since it was judged is left out. The audit's
/// sample hangs on the seed and the place of a beat alone: labels that change meanwhile change it by at most
/// those beats, more auditBeats lengthen it, and its first part is a random sample too. Nothing is suggested
/// there, so that nobody is led. `found` gets how many beats there are before `most` cuts. Throws Error with
/// whyNotReview's sentence, or when labels, flags or predictions are of other beats; Stopped.
std::vector<ReviewItem> reviewQueue(ReviewKind kind, const ReviewInput& input, const JobContext& job,
                                    std::size_t* found = nullptr);

/// How many beats the audit's sample is drawn from: those with a label that are not excluded.
std::size_t auditPopulation(const ReviewInput& input);

}  // namespace ectopy
