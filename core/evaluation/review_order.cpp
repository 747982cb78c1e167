#include "core/evaluation/review_order.h"

#include <algorithm>
#include <tuple>

#include "core/beats/seeded_random.h"

namespace ectopy {
namespace {

constexpr std::size_t kBetweenStops = 16384;  // beats
constexpr double kNoScore = std::numeric_limits<double>::quiet_NaN();

/// The beats that a queue is made of, in file order; `place` gives nothing for a beat that is not in it.
template <typename Place>
std::vector<ReviewPlace> inFileOrder(const ReviewView& view, const JobContext& job, const Place& place) {
  std::vector<ReviewPlace> places;
  const std::size_t beats = view.input().beats.size();
  for (std::size_t beat = 0; beat < beats; ++beat) {
    if (beat % kBetweenStops == 0) job.throwIfStopped();
    if (const std::optional<ReviewPlace> found = place(static_cast<BeatIndex>(beat)))
      places.push_back(*found);
  }
  return places;
}

std::vector<ReviewPlace> suspects(const ReviewView& view) {
  const ReviewInput& input = view.input();
  std::vector<ReviewPlace> places;
  for (const SuspectLabel& suspect : input.quality->suspects)
    if (input.labels[suspect.beat] == suspect.given && !view.isExcluded(suspect.beat))
      places.push_back({suspect.beat, suspect.suggested, suspect.score, suspect.suggestedProbability});
  return places;
}

std::vector<ReviewPlace> leastCertain(const ReviewView& view, const JobContext& job) {
  auto places = inFileOrder(view, job, [&](BeatIndex beat) -> std::optional<ReviewPlace> {
    if (view.isExcluded(beat)) return {};
    return ReviewPlace{beat, view.predicted(beat), view.input().predictions->margin(beat)};
  });
  std::ranges::stable_sort(places, {}, &ReviewPlace::score);
  return places;
}

std::vector<ReviewPlace> typicalOfRare(const ReviewView& view, const JobContext& job) {
  const std::vector<bool> isRare = rareClasses(view.input());
  auto places = inFileOrder(view, job, [&](BeatIndex beat) -> std::optional<ReviewPlace> {
    const ClassIndex predicted = view.predicted(beat);
    if (view.isExcluded(beat) || predicted == kUnlabelled || !isRare[predicted]) return {};
    return ReviewPlace{beat, predicted, view.input().predictions->confidence(beat)};
  });
  std::ranges::stable_sort(places, {}, [&](const ReviewPlace& place) {
    return std::pair(view.input().labels[place.beat] == place.suggested, -place.score);
  });
  return places;
}

std::vector<ReviewPlace> unlabelled(const ReviewView& view, const JobContext& job) {
  std::vector<std::size_t> beatsOf(std::size_t{kUnlabelled} + 1);  // by the model's class
  auto places = inFileOrder(view, job, [&](BeatIndex beat) -> std::optional<ReviewPlace> {
    if (view.isLabelled(beat) || view.isExcluded(beat)) return {};
    const ClassIndex predicted = view.predicted(beat);
    ++beatsOf[predicted];
    return ReviewPlace{beat, predicted,
                       view.hasPredictions() ? view.input().predictions->confidence(beat) : kNoScore};
  });
  if (!view.hasPredictions()) return places;
  std::ranges::stable_sort(places, {}, [&](const ReviewPlace& place) {
    const bool isOfNoClass = place.suggested == kUnlabelled;
    return std::tuple(isOfNoClass, beatsOf[place.suggested], place.suggested, -place.score);
  });
  return places;
}

std::vector<ReviewPlace> flagged(const ReviewView& view, const JobContext& job) {
  return inFileOrder(view, job, [&](BeatIndex beat) -> std::optional<ReviewPlace> {
    if (!(*view.input().isFlagged)[beat]) return {};
    return ReviewPlace{beat, view.predicted(beat), kNoScore};
  });
}

std::vector<ReviewPlace> otherAnnotator(const ReviewView& view, const JobContext& job) {
  const ReviewInput& input = view.input();
  return inFileOrder(view, job, [&](BeatIndex beat) -> std::optional<ReviewPlace> {
    const ClassIndex other = input.otherLabels[beat];
    if (!view.isLabelled(beat) || other >= input.beats.scheme().size() || other == input.labels[beat])
      return {};
    return ReviewPlace{beat, other, kNoScore};
  });
}

/// Every beat of the set draws a number, labelled or not: so a label that changes leaves the others' as they
/// were. Those of the lowest numbers are a simple random sample.
std::vector<ReviewPlace> audit(const ReviewView& view, const JobContext& job) {
  SeededRandom random(view.input().seed);
  struct Drawn {
    double number;
    BeatIndex beat;
    auto operator<=>(const Drawn&) const = default;
  };
  std::vector<Drawn> drawn;
  inFileOrder(view, job, [&](BeatIndex beat) -> std::optional<ReviewPlace> {
    const double number = random.uniform();
    if (view.isLabelled(beat) && !view.isExcluded(beat)) drawn.push_back({number, beat});
    return {};
  });
  const std::size_t count = std::min(drawn.size(), view.input().auditBeats);
  std::ranges::partial_sort(drawn, drawn.begin() + static_cast<std::ptrdiff_t>(count));
  std::vector<ReviewPlace> places;
  for (std::size_t i = 0; i < count; ++i) places.push_back({drawn[i].beat, kUnlabelled, kNoScore});
  return places;
}

}  // namespace

ReviewView::ReviewView(const ReviewInput& input) : m_input(input) {
  if (!hasPredictions()) return;
  for (const LabelClass& one : input.predictions->scheme.classes)
    m_classes.push_back(input.beats.scheme().indexOf(one.code).value_or(kUnlabelled));
}

std::vector<bool> rareClasses(const ReviewInput& input) {
  std::vector<std::size_t> counts(input.beats.scheme().size());
  std::size_t labelled = 0;
  std::size_t fewest = std::numeric_limits<std::size_t>::max();
  for (const ClassIndex label : input.labels) {
    if (label >= counts.size()) continue;
    ++counts[label];
    ++labelled;
  }
  for (const std::size_t count : counts)
    if (count > 0) fewest = std::min(fewest, count);
  std::vector<bool> isRare;
  for (const std::size_t count : counts)
    isRare.push_back(count <= fewest ||
                     static_cast<double>(count) < kRareShare * static_cast<double>(labelled));
  return isRare;
}

std::vector<ReviewPlace> reviewOrder(ReviewKind kind, const ReviewView& view, const JobContext& job) {
  switch (kind) {
    case ReviewKind::Suspects:
      return suspects(view);
    case ReviewKind::LeastCertain:
      return leastCertain(view, job);
    case ReviewKind::TypicalOfRare:
      return typicalOfRare(view, job);
    case ReviewKind::Unlabelled:
      return unlabelled(view, job);
    case ReviewKind::Flagged:
      return flagged(view, job);
    case ReviewKind::OtherAnnotator:
      return otherAnnotator(view, job);
    case ReviewKind::Audit:
      break;
  }
  return audit(view, job);
}

}  // namespace ectopy
