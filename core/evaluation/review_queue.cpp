#include "core/evaluation/review_queue.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "core/base/enum_names.h"
#include "core/base/error.h"
#include "core/evaluation/predictions_check.h"
#include "core/evaluation/review_order.h"

namespace ectopy {
namespace {

constexpr std::array<std::pair<ReviewKind, std::string_view>, kReviewKinds> kNames{{
    {ReviewKind::Suspects, "suspects"},
    {ReviewKind::LeastCertain, "least-certain"},
    {ReviewKind::TypicalOfRare, "typical-of-rare"},
    {ReviewKind::Unlabelled, "unlabelled"},
    {ReviewKind::Flagged, "flagged"},
    {ReviewKind::OtherAnnotator, "other-annotator"},
    {ReviewKind::Audit, "audit"},
}};
constexpr std::size_t kBetweenStops = 4096;  // items

void requireSize(std::size_t found, const ReviewInput& input, std::string_view what) {
  if (found == input.beats.size()) return;
  throw Error(fmt::format("Beats of \"{}\": expected {} for {} beats, found {}.", input.beats.facts().name,
                          what, input.beats.size(), found));
}

void requireFitting(const ReviewInput& input) {
  requireSize(input.labels.size(), input, "labels");
  if (input.predictions != nullptr) requireSize(input.predictions->size(), input, "predictions");
  if (input.isFlagged != nullptr) requireSize(input.isFlagged->size(), input, "flags");
  if (input.isExcluded != nullptr) requireSize(input.isExcluded->size(), input, "exclusions");
  if (!input.otherLabels.empty()) requireSize(input.otherLabels.size(), input, "another annotator's labels");
  if (input.quality == nullptr) return;
  for (const SuspectLabel& suspect : input.quality->suspects)
    if (suspect.beat >= input.beats.size() || suspect.suggested >= input.beats.scheme().size())
      throw Error(fmt::format("The suspects were found among other beats than \"{}\" holds.",
                              input.beats.facts().name));
}

std::vector<BeatIndex> allBeats(const BeatSet& beats) {
  std::vector<BeatIndex> all(beats.size());
  std::iota(all.begin(), all.end(), BeatIndex{0});
  return all;
}

/// "97 %"; never rounded to a certainty that is none.
std::string percent(double share) {
  if (share > 0.995 && share < 1) return "over 99 %";
  if (share < 0.005 && share > 0) return "under 1 %";
  return fmt::format("{:.0f} %", 100 * share);
}

/// The words of one queue.
class ReviewWords {
 public:
  ReviewWords(ReviewKind kind, const ReviewView& view, std::size_t total)
      : m_kind(kind), m_view(view), m_input(view.input()), m_total(total) {}

  std::string of(const ReviewPlace& place, std::size_t number) const {
    switch (m_kind) {
      case ReviewKind::Suspects:
        return ofSuspect(place);
      case ReviewKind::LeastCertain:
        return fmt::format("{}; the model wavers: {}.", labelled(place.beat), twoLikeliest(place.beat));
      case ReviewKind::TypicalOfRare:
        return fmt::format("{}; the model gives {}, a rare class.", labelled(place.beat),
                           likeliest(place.beat));
      case ReviewKind::Unlabelled:
        if (!m_view.hasPredictions()) return "No label yet.";
        return fmt::format("No label yet; the model gives {}.", likeliest(place.beat));
      case ReviewKind::Flagged:
        return ofFlagged(place.beat);
      case ReviewKind::OtherAnnotator:
        return fmt::format("{}; {} says {}.", labelled(place.beat),
                           m_input.otherName.empty() ? "the other annotator" : m_input.otherName,
                           codeOf(place.suggested));
      case ReviewKind::Audit:
        break;
    }
    return fmt::format("{} of {} drawn at random.", number, m_total);
  }

 private:
  std::string_view codeOf(ClassIndex label) const { return m_input.beats.scheme().codeOf(label); }
  std::string labelled(BeatIndex beat) const {
    return m_view.isLabelled(beat) ? fmt::format("Labelled {}", codeOf(m_input.labels[beat])) : "No label";
  }
  std::string classWords(BeatIndex beat, ClassIndex ofModel) const {
    const Predictions& predictions = *m_input.predictions;
    return fmt::format("{} {}", predictions.scheme.codeOf(ofModel), percent(predictions.of(beat)[ofModel]));
  }
  std::string likeliest(BeatIndex beat) const {
    return classWords(beat, m_input.predictions->predicted(beat));
  }
  std::string twoLikeliest(BeatIndex beat) const {
    const auto row = m_input.predictions->of(beat);
    const ClassIndex first = m_input.predictions->predicted(beat);
    std::size_t second = first == 0 ? 1 : 0;
    for (std::size_t i = second + 1; i < row.size(); ++i)
      if (i != first && row[i] > row[second]) second = i;
    return fmt::format("{}, {}", classWords(beat, first), classWords(beat, static_cast<ClassIndex>(second)));
  }
  std::string ofSuspect(const ReviewPlace& place) const {
    return fmt::format(
        "{}; {} {} {}.", labelled(place.beat),
        m_input.isQualityOfModel ? "the model gives" : "models that did not learn from it give",
        codeOf(place.suggested), percent(place.probability));
  }
  std::string ofFlagged(BeatIndex beat) const {
    std::string words = "Flagged";
    if (m_input.notes != nullptr)
      if (const auto note = m_input.notes->find(beat); note != m_input.notes->end())
        words += fmt::format(": {}", note->second);
    return m_view.hasPredictions() ? fmt::format("{} (the model gives {})", words, likeliest(beat)) : words;
  }

  ReviewKind m_kind;
  const ReviewView& m_view;
  const ReviewInput& m_input;
  std::size_t m_total;
};

std::string whyNoModel(const ReviewInput& input) {
  if (input.predictions == nullptr)
    return "Open a model first: this queue rests on what it says of the beats.";
  if (input.predictions->scheme.size() < 2)
    return "The model knows a single class: it is never unsure of it.";
  return {};
}

std::string whyNoRareClass(const ReviewInput& input) {
  if (std::string reason = whyNoModel(input); !reason.empty()) return reason;
  const std::vector<bool> isRare = rareClasses(input);
  const auto isLabelled = [&](ClassIndex label) { return label < isRare.size(); };
  if (std::ranges::none_of(input.labels, isLabelled))
    return "No beat has a label yet, so no class can be called rare.";
  for (const LabelClass& one : input.predictions->scheme.classes)
    if (const auto label = input.beats.scheme().indexOf(one.code); label && isRare[*label]) return {};
  return "The model knows none of the classes that are rare here.";
}

}  // namespace

std::string_view nameOf(ReviewKind kind) {
  return nameIn(kNames, kind);
}

ReviewKind reviewKindNamed(std::string_view name) {
  return valueIn(kNames, name, "queue");
}

std::size_t auditPopulation(const ReviewInput& input) {
  requireFitting(input);
  const ReviewView view(input);
  std::size_t count = 0;
  for (BeatIndex beat = 0; beat < input.beats.size(); ++beat)
    count += view.isLabelled(beat) && !view.isExcluded(beat) ? 1 : 0;
  return count;
}

std::string whyNotReview(ReviewKind kind, const ReviewInput& input) {
  switch (kind) {
    case ReviewKind::Suspects:
      return input.quality != nullptr ? "" : "Look for suspects first: models have to judge the labels.";
    case ReviewKind::LeastCertain:
      return whyNoModel(input);
    case ReviewKind::TypicalOfRare:
      return whyNoRareClass(input);
    case ReviewKind::Unlabelled:
      return {};
    case ReviewKind::Flagged:
      return input.isFlagged != nullptr ? "" : "There is no workspace, so no beat is flagged.";
    case ReviewKind::OtherAnnotator:
      return !input.otherLabels.empty() ? "" : "Choose another annotator to compare the labels with.";
    case ReviewKind::Audit:
      break;
  }
  return auditPopulation(input) > 0 ? "" : "No beat has a label yet, so there is nothing to audit.";
}

std::vector<ReviewItem> reviewQueue(ReviewKind kind, const ReviewInput& input, const JobContext& job,
                                    std::size_t* found) {
  requireFitting(input);
  if (const std::string reason = whyNotReview(kind, input); !reason.empty()) throw Error(reason);
  if (input.predictions != nullptr) requireProbabilities(*input.predictions, allBeats(input.beats));
  const ReviewView view(input);
  std::vector<ReviewPlace> places = reviewOrder(kind, view, job);
  const ReviewWords words(kind, view, places.size());
  if (found != nullptr) *found = places.size();
  places.resize(std::min(places.size(), input.most));
  std::vector<ReviewItem> items;
  items.reserve(places.size());
  for (const ReviewPlace& place : places) {
    if (items.size() % kBetweenStops == 0) job.throwIfStopped();
    items.push_back({place.beat, place.suggested, place.score, words.of(place, items.size() + 1)});
  }
  return items;
}

}  // namespace ectopy
