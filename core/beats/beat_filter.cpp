#include "core/beats/beat_filter.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "core/base/error.h"

namespace ectopy {
namespace {

constexpr std::size_t kBetweenStops = 16384;  // beats

void check(const BeatFilterInput& input) {
  const std::size_t beats = input.beats.size();
  const bool labelsFit = input.labels.size() == beats;
  const bool partsFit = input.parts.empty() || input.parts.size() == beats;
  const bool predictionsFit = input.predictions == nullptr || input.predictions->size() == beats;
  if (labelsFit && partsFit && predictionsFit) return;
  throw Error(
      fmt::format("Beats of \"{}\": expected labels, parts and predictions for {} beats, found {}, {} and "
                  "{}.",
                  input.beats.facts().name, beats, input.labels.size(), input.parts.size(),
                  input.predictions == nullptr ? 0 : input.predictions->size()));
}

/// The model's classes in the data set's scheme, by code; kUnlabelled where the data set has no such class.
std::vector<ClassIndex> classesInData(const BeatFilterInput& input) {
  std::vector<ClassIndex> classes;
  for (const LabelClass& one : input.predictions->scheme.classes) {
    classes.push_back(input.beats.scheme().indexOf(one.code).value_or(kUnlabelled));
  }
  return classes;
}

/// What a filter asks of one beat, with the predictions read as the data set's classes.
class BeatView {
 public:
  explicit BeatView(const BeatFilterInput& input)
      : m_input(input), m_marks(input.marks ? *input.marks : kNoMarks) {
    if (hasPredictions()) m_classes = classesInData(input);
  }

  bool hasPredictions() const { return m_input.predictions != nullptr; }
  ClassIndex predicted(BeatIndex beat) const { return m_classes[m_input.predictions->predicted(beat)]; }
  bool isWrong(BeatIndex beat) const {
    return hasPredictions() && m_input.labels[beat] != kUnlabelled && predicted(beat) != m_input.labels[beat];
  }
  bool isEdited(BeatIndex beat) const {
    return m_input.labels[beat] != m_input.beats.columns().classes[beat];
  }

  bool isUnlabelled(BeatIndex beat) const { return m_input.labels[beat] == kUnlabelled; }
  const BeatMarks& marks() const { return m_marks; }

  bool passes(const BeatFilter& filter, BeatIndex beat) const {
    if (filter.labelled && m_input.labels[beat] != *filter.labelled) return false;
    if (filter.record && m_input.beats.columns().records[beat] != *filter.record) return false;
    if (filter.part && (m_input.parts.empty() || m_input.parts[beat] != *filter.part)) return false;
    if (filter.onlyEdited && !isEdited(beat)) return false;
    if (!hasWantedMarks(filter, beat)) return false;
    if (!filter.needsPredictions()) return true;
    if (!hasPredictions()) return false;
    if (filter.predicted && predicted(beat) != *filter.predicted) return false;
    if (filter.onlyWrong && !isWrong(beat)) return false;
    return isWithinConfidence(filter, beat);
  }

  /// Beats are shown by rising key.
  float key(BeatOrder order, BeatIndex beat) const {
    const Predictions& predictions = *m_input.predictions;
    switch (order) {
      case BeatOrder::ConfidenceRising:
        return predictions.confidence(beat);
      case BeatOrder::ConfidenceFalling:
        return 1 - predictions.confidence(beat);
      case BeatOrder::MarginRising:
        return predictions.margin(beat);
      case BeatOrder::WrongConfidenceFalling:
        return isWrong(beat) ? 1 - predictions.confidence(beat) : 2 + predictions.confidence(beat);
      case BeatOrder::File:
      case BeatOrder::Listed:
        break;
    }
    return 0;
  }

 private:
  static inline const BeatMarks kNoMarks;

  bool hasWantedMarks(const BeatFilter& filter, BeatIndex beat) const {
    return (!filter.onlyUnlabelled || isUnlabelled(beat)) && (!filter.onlyFlagged || m_marks.flagged(beat)) &&
           (!filter.onlyExcluded || m_marks.excluded(beat)) && (!filter.onlyNoted || m_marks.noted(beat));
  }

  bool isWithinConfidence(const BeatFilter& filter, BeatIndex beat) const {
    if (!filter.confidenceBelow && !filter.confidenceAbove) return true;
    const float confidence = m_input.predictions->confidence(beat);
    return (!filter.confidenceBelow || confidence < *filter.confidenceBelow) &&
           (!filter.confidenceAbove || confidence > *filter.confidenceAbove);
  }

  const BeatFilterInput& m_input;
  const BeatMarks& m_marks;
  std::vector<ClassIndex> m_classes;  // by the model's class
};

struct KeyedBeat {
  std::uint32_t key;
  BeatIndex beat;
};

/// A number that sorts as the float does; NaN goes last.
std::uint32_t sortableBits(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  return (bits & 0x80000000U) != 0 ? ~bits : bits | 0x80000000U;
}

/// Stable sort by key, three passes of eleven bits: four times faster than comparing at 100 000 beats.
void radixSort(std::vector<KeyedBeat>& beats) {
  constexpr std::uint32_t kMask = 2047;
  std::vector<KeyedBeat> other(beats.size());
  for (const int shift : {0, 11, 22}) {
    std::array<std::uint32_t, kMask + 1> starts{};
    for (const KeyedBeat& one : beats) ++starts[(one.key >> shift) & kMask];
    std::uint32_t sum = 0;
    for (std::uint32_t& start : starts) sum += std::exchange(start, sum);
    for (const KeyedBeat& one : beats) other[starts[(one.key >> shift) & kMask]++] = one;
    beats.swap(other);
  }
}

void order(std::vector<BeatIndex>& beats, BeatOrder by, const BeatView& view, const JobContext& job) {
  if (by == BeatOrder::File || by == BeatOrder::Listed || !view.hasPredictions()) return;
  std::vector<KeyedBeat> keyed(beats.size());
  for (std::size_t i = 0; i < beats.size(); ++i) {
    if (i % kBetweenStops == 0) job.throwIfStopped();
    keyed[i] = {sortableBits(view.key(by, beats[i])), beats[i]};
  }
  radixSort(keyed);
  for (std::size_t i = 0; i < beats.size(); ++i) beats[i] = keyed[i].beat;
}

}  // namespace

bool BeatFilter::isEverything() const {
  return *this == BeatFilter{.order = order};
}

bool BeatFilter::needsPredictions() const {
  return predicted || onlyWrong || confidenceBelow || confidenceAbove;
}

BeatFilter BeatFilter::withoutPredictions() const {
  BeatFilter rest = *this;
  rest.predicted.reset();
  rest.onlyWrong = false;
  rest.confidenceBelow.reset();
  rest.confidenceAbove.reset();
  rest.order = among ? BeatOrder::Listed : BeatOrder::File;
  return rest;
}

std::vector<BeatIndex> applyFilter(const BeatFilter& filter, const BeatFilterInput& input,
                                   const JobContext& job) {
  check(input);
  const BeatView view(input);
  std::vector<BeatIndex> passing;
  if (filter.isEverything()) passing.reserve(input.beats.size());
  const std::size_t candidates = filter.among ? filter.among->beats.size() : input.beats.size();
  for (std::size_t place = 0; place < candidates; ++place) {
    if (place % kBetweenStops == 0) job.throwIfStopped();
    const BeatIndex beat = filter.among ? filter.among->beats[place] : static_cast<BeatIndex>(place);
    const bool isThere = beat < input.beats.size() && !input.beats.isAbsent(beat);
    if (isThere && view.passes(filter, beat)) passing.push_back(beat);
  }
  if (filter.among && filter.order == BeatOrder::File) std::ranges::sort(passing);
  order(passing, filter.order, view, job);
  return passing;
}

std::string describeFilter(const BeatFilter& filter, const BeatSet& beats) {
  std::vector<std::string> words;
  if (filter.among) words.push_back(filter.among->words);
  if (filter.labelled) words.push_back(fmt::format("truth {}", beats.scheme().codeOf(*filter.labelled)));
  if (filter.predicted)
    words.push_back(fmt::format("predicted {}", beats.scheme().codeOf(*filter.predicted)));
  if (filter.record) {
    const bool isKnown = *filter.record < beats.facts().records.size();
    words.push_back(fmt::format(
        "record {}", isKnown ? beats.facts().records[*filter.record].name : std::string("unknown")));
  }
  if (filter.part) words.push_back(fmt::format("{} part", nameOf(*filter.part)));
  if (filter.confidenceBelow) words.push_back(fmt::format("confidence below {}", *filter.confidenceBelow));
  if (filter.confidenceAbove) words.push_back(fmt::format("confidence above {}", *filter.confidenceAbove));
  if (filter.onlyWrong) words.emplace_back("wrong only");
  if (filter.onlyEdited) words.emplace_back("edited only");
  if (filter.onlyUnlabelled) words.emplace_back("unlabelled only");
  if (filter.onlyFlagged) words.emplace_back("flagged only");
  if (filter.onlyExcluded) words.emplace_back("excluded only");
  if (filter.onlyNoted) words.emplace_back("with a note only");
  return words.empty() ? "all beats" : fmt::format("{}", fmt::join(words, ", "));
}

BeatCounts countBeats(const BeatFilterInput& input) {
  check(input);
  const BeatView view(input);
  const std::size_t classes = input.beats.scheme().size();
  BeatCounts counts;
  counts.labelled.resize(classes);
  counts.predicted.resize(view.hasPredictions() ? classes : 0);
  counts.records.resize(input.beats.facts().records.size());
  counts.wrongByRecord.resize(view.hasPredictions() ? counts.records.size() : 0);
  counts.parts.resize(static_cast<std::size_t>(Part::Test) + 1);
  const auto countIn = [](std::vector<std::size_t>& places, std::size_t place) {
    if (place < places.size()) ++places[place];
  };
  for (BeatIndex beat = 0; beat < input.beats.size(); ++beat) {
    if (input.beats.isAbsent(beat)) continue;
    ++counts.beats;
    countIn(counts.labelled, input.labels[beat]);
    countIn(counts.records, input.beats.columns().records[beat]);
    countIn(counts.parts, static_cast<std::size_t>(input.parts.empty() ? Part::None : input.parts[beat]));
    if (view.hasPredictions()) countIn(counts.predicted, view.predicted(beat));
    if (view.isWrong(beat)) {
      ++counts.wrong;
      countIn(counts.wrongByRecord, input.beats.columns().records[beat]);
    }
    counts.edited += view.isEdited(beat) ? 1 : 0;
    counts.unlabelled += view.isUnlabelled(beat) ? 1 : 0;
    counts.flagged += view.marks().flagged(beat) ? 1 : 0;
    counts.excluded += view.marks().excluded(beat) ? 1 : 0;
    counts.noted += view.marks().noted(beat) ? 1 : 0;
  }
  return counts;
}

}  // namespace ectopy
