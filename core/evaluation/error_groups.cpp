#include "core/evaluation/error_groups.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/evaluation/predictions_check.h"

namespace ectopy {
namespace {

constexpr double kEarly = 0.9;
constexpr double kLate = 1.1;
constexpr double kNoisyShare = 0.1;  // of the judged beats
constexpr double kWorthWords = 0.2;  // of a group
constexpr std::size_t kFewestWorthWords = 3;
constexpr double kClearlyMore = 1.3;  // than usually
constexpr std::size_t kMostRecords = 6;
constexpr std::size_t kBetweenStops = 8192;

/// What parts are made by, of one beat; -1: not known.
struct Traits {
  std::int64_t record = -1;
  int rhythm = -1;  // 0 early, 1 near 1, 2 late
  bool isNoisy = false;
};

float medianOf(std::vector<float>& values) {
  if (values.empty()) return std::numeric_limits<float>::quiet_NaN();
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

/// The median interval before a beat, record by record.
std::vector<float> usualIntervals(const BeatSet& beats) {
  std::vector<std::vector<float>> intervals(beats.facts().records.size());
  for (BeatIndex beat = 0; beat < beats.size(); ++beat) {
    const std::uint32_t record = beats.columns().records[beat];
    const float before = beats.columns().rrBefore[beat];
    if (record < intervals.size() && before > 0) intervals[record].push_back(before);
  }
  std::vector<float> usual;
  for (auto& ofRecord : intervals) usual.push_back(medianOf(ofRecord));
  return usual;
}

int rhythmOf(const BeatSet& beats, BeatIndex beat, const std::vector<float>& usual) {
  const std::uint32_t record = beats.columns().records[beat];
  if (record >= usual.size()) return -1;
  const float ratio = beats.columns().rrBefore[beat] / usual[record];
  if (!std::isfinite(ratio)) return -1;
  return ratio < kEarly ? 0 : ratio <= kLate ? 1 : 2;
}

float noiseOf(std::span<const float> beat) {
  std::size_t length = beat.size();
  while (length > 0 && beat[length - 1] == 0) --length;  // filled up with zeros
  if (length < 3) return 0;
  const auto [low, high] = std::ranges::minmax(beat.first(length));
  std::vector<float> bends;
  for (std::size_t i = 1; i + 1 < length; ++i)
    bends.push_back(std::abs(beat[i - 1] - 2 * beat[i] + beat[i + 1]));
  return high > low ? medianOf(bends) / (high - low) : 0;
}

std::vector<Traits> traitsOf(const BeatSet& beats, std::span<const BeatIndex> judged, const JobContext& job) {
  const std::vector<float> usual = usualIntervals(beats);
  std::vector<Traits> traits;
  std::vector<float> noise;
  for (const BeatIndex beat : judged) {
    if (traits.size() % kBetweenStops == 0) job.throwIfStopped();
    const std::uint32_t record = beats.columns().records[beat];
    traits.push_back({.record = record == BeatColumns::kNoRecord ? -1 : std::int64_t{record},
                      .rhythm = rhythmOf(beats, beat, usual)});
    noise.push_back(noiseOf(beats.beat(beat)));
  }
  if (noise.empty()) return traits;
  std::vector<float> sorted = noise;
  std::ranges::sort(sorted);
  const auto place = static_cast<std::size_t>((1 - kNoisyShare) * static_cast<double>(sorted.size() - 1));
  for (std::size_t i = 0; i < traits.size(); ++i) traits[i].isNoisy = noise[i] > sorted[place];
  return traits;
}

/// Which parts a beat belongs to.
struct PartKey {
  ErrorPart::By by = ErrorPart::By::Record;
  std::int64_t value = 0;
  auto operator<=>(const PartKey&) const = default;
};

std::vector<PartKey> keysOf(const Traits& traits) {
  std::vector<PartKey> keys;
  if (traits.record >= 0) keys.push_back({ErrorPart::By::Record, traits.record});
  if (traits.rhythm >= 0) keys.push_back({ErrorPart::By::Rhythm, traits.rhythm});
  if (traits.isNoisy) keys.push_back({ErrorPart::By::Noise, 1});
  return keys;
}

std::string wordsOf(const PartKey& key, const BeatSet& beats) {
  switch (key.by) {
    case ErrorPart::By::Record:
      return fmt::format("in record {}", beats.facts().records[static_cast<std::size_t>(key.value)].name);
    case ErrorPart::By::Rhythm:
      return key.value == 0   ? "early (RR ratio below 0.9)"
             : key.value == 1 ? "RR ratio near 1"
                              : "late (RR ratio above 1.1)";
    case ErrorPart::By::Noise:
      return "noisy";
  }
  return {};
}

/// The records of a group, then rhythm, then noise.
std::vector<ErrorPart> partsOf(const std::map<PartKey, std::vector<BeatIndex>>& beatsBy,
                               const std::map<PartKey, std::size_t>& usual, std::size_t labelled,
                               const BeatSet& beats) {
  std::vector<ErrorPart> parts;
  for (const auto& [key, members] : beatsBy)
    parts.push_back({key.by, wordsOf(key, beats), members,
                     static_cast<double>(usual.at(key)) / static_cast<double>(labelled)});
  std::ranges::stable_sort(parts, [](const ErrorPart& one, const ErrorPart& other) {
    return one.by != other.by ? one.by < other.by : one.beats.size() > other.beats.size();
  });
  std::size_t records = 0;
  std::erase_if(parts, [&](const ErrorPart& part) {
    return part.by == ErrorPart::By::Record && ++records > kMostRecords;
  });
  return parts;
}

std::string describe(const ErrorGroup& group, const LabelScheme& scheme) {
  std::string words = fmt::format("{} taken for {}: {}", scheme.codeOf(group.truth),
                                  scheme.codeOf(group.predicted), group.beats.size());
  const auto size = static_cast<double>(group.beats.size());
  const char* link = " of them ";
  int records = 0;
  for (const ErrorPart& part : group.parts) {
    const double share = static_cast<double>(part.beats.size()) / size;
    if (share < kWorthWords || part.beats.size() < 2) continue;
    if (part.by == ErrorPart::By::Record) {
      if (++records > 2) continue;
      words += fmt::format(", {}{}{}", part.beats.size(), link, part.words);
      link = " ";
    } else if (part.beats.size() >= kFewestWorthWords && share > kClearlyMore * part.usualShare) {
      words += fmt::format(", {} in {} ({:.0f} % of {} usually)", part.words, part.beats.size(),
                           100 * part.usualShare, scheme.codeOf(group.truth));
    }
  }
  return words;
}

std::string_view nameOf(ErrorPart::By by) {
  return by == ErrorPart::By::Record ? "record" : by == ErrorPart::By::Rhythm ? "rhythm" : "noise";
}

}  // namespace

std::vector<ErrorGroup> errorGroups(const Predictions& predictions, const BeatSet& beats,
                                    std::span<const ClassIndex> labels, std::span<const BeatIndex> judged,
                                    const JobContext& job) {
  requireSameBeats(predictions, beats, labels);
  const std::vector<Traits> traits = traitsOf(beats, judged, job);
  using Cell = std::pair<ClassIndex, ClassIndex>;
  std::map<Cell, ErrorGroup> groups;
  std::map<Cell, std::map<PartKey, std::vector<BeatIndex>>> beatsBy;
  std::map<ClassIndex, std::map<PartKey, std::size_t>> usual;
  std::map<ClassIndex, std::size_t> labelled;
  for (std::size_t i = 0; i < judged.size(); ++i) {
    const ClassIndex truth = labels[judged[i]];
    if (truth >= predictions.scheme.size() || !hasProbabilities(predictions, judged[i])) continue;
    const std::vector<PartKey> keys = keysOf(traits[i]);
    ++labelled[truth];
    for (const PartKey& key : keys) ++usual[truth][key];
    const ClassIndex predicted = predictions.predicted(judged[i]);
    if (predicted == truth) continue;
    ErrorGroup& group = groups[{truth, predicted}];
    group.truth = truth;
    group.predicted = predicted;
    group.beats.push_back(judged[i]);
    for (const PartKey& key : keys) beatsBy[{truth, predicted}][key].push_back(judged[i]);
  }
  std::vector<ErrorGroup> found;
  for (auto& [cell, group] : groups) {
    group.parts = partsOf(beatsBy[cell], usual[cell.first], labelled[cell.first], beats);
    std::ranges::stable_sort(group.beats, std::greater{},
                             [&](BeatIndex beat) { return predictions.confidence(beat); });
    group.words = describe(group, predictions.scheme);
    found.push_back(std::move(group));
  }
  std::ranges::stable_sort(found, std::greater{}, [](const ErrorGroup& group) { return group.beats.size(); });
  return found;
}

nlohmann::json errorGroupsJson(const std::vector<ErrorGroup>& groups, const LabelScheme& scheme) {
  nlohmann::json list = nlohmann::json::array();
  for (const ErrorGroup& group : groups) {
    nlohmann::json parts = nlohmann::json::array();
    for (const ErrorPart& part : group.parts)
      parts.push_back({{"by", nameOf(part.by)},
                       {"words", part.words},
                       {"beats", part.beats},
                       {"usualShare", part.usualShare}});
    list.push_back({{"truth", scheme.codeOf(group.truth)},
                    {"predicted", scheme.codeOf(group.predicted)},
                    {"beats", group.beats},
                    {"words", group.words},
                    {"parts", parts}});
  }
  return list;
}

}  // namespace ectopy
