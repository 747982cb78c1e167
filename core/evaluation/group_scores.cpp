#include "core/evaluation/group_scores.h"

#include <algorithm>
#include <map>

#include "core/beats/split_parts.h"
#include "core/evaluation/json_number.h"

namespace ectopy {
namespace {

/// For each record the group it belongs to.
struct Grouping {
  std::vector<std::size_t> groupOfRecord;
  std::vector<GroupScore> groups;
};

template <typename NameOf>
Grouping groupRecords(const BeatSet& beats, NameOf nameOf) {
  Grouping grouping;
  std::map<std::string, std::size_t> places;
  for (const RecordInfo& record : beats.facts().records) {
    const auto [place, isNew] = places.try_emplace(nameOf(record), grouping.groups.size());
    if (isNew) grouping.groups.push_back({.name = place->first});
    grouping.groupOfRecord.push_back(place->second);
    grouping.groups[place->second].records.push_back(
        static_cast<std::uint32_t>(grouping.groupOfRecord.size() - 1));
  }
  return grouping;
}

std::vector<GroupScore> counted(Grouping grouping, const Predictions& predictions, const BeatSet& beats,
                                std::span<const ClassIndex> labels, std::span<const BeatIndex> judged) {
  for (const BeatIndex beat : judged) {
    const std::uint32_t record = beats.columns().records[beat];
    if (record == BeatColumns::kNoRecord) continue;
    GroupScore& group = grouping.groups[grouping.groupOfRecord[record]];
    if (group.perClass.empty()) group.perClass.resize(predictions.scheme.size());
    const ClassIndex predicted = predictions.predicted(beat);
    ++group.beats;
    ++group.perClass[labels[beat]].support;
    ++group.perClass[predicted].predicted;
    if (predicted == labels[beat])
      ++group.perClass[predicted].hits;
    else
      ++group.wrong;
  }
  std::erase_if(grouping.groups, [](const GroupScore& group) { return group.beats == 0; });
  return std::move(grouping.groups);
}

}  // namespace

std::vector<GroupScore> scoresByRecord(const Predictions& predictions, const BeatSet& beats,
                                       std::span<const ClassIndex> labels,
                                       std::span<const BeatIndex> judged) {
  Grouping grouping;
  for (const RecordInfo& record : beats.facts().records) {
    const auto place = static_cast<std::uint32_t>(grouping.groups.size());
    grouping.groups.push_back({.name = record.name, .records = {place}});
    grouping.groupOfRecord.push_back(place);
  }
  return counted(std::move(grouping), predictions, beats, labels, judged);
}

std::vector<GroupScore> scoresByPatient(const Predictions& predictions, const BeatSet& beats,
                                        std::span<const ClassIndex> labels,
                                        std::span<const BeatIndex> judged) {
  return counted(groupRecords(beats, [](const RecordInfo& record) { return patientOf(record); }), predictions,
                 beats, labels, judged);
}

bool knowsPatients(const BeatSet& beats, std::span<const BeatIndex> judged) {
  return std::ranges::all_of(
      judged, [&](BeatIndex beat) { return beats.columns().records[beat] != BeatColumns::kNoRecord; });
}

nlohmann::json groupScoresJson(std::span<const GroupScore> groups, const BeatSet& beats, const char* key) {
  nlohmann::json rows = nlohmann::json::array();
  for (const GroupScore& group : groups) {
    const Scores scores = scoresOf(group.perClass, group.beats);
    nlohmann::json perClass = nlohmann::json::object();
    for (std::size_t label = 0; label < scores.perClass.size(); ++label) {
      const ClassScore& score = scores.perClass[label];
      perClass[beats.scheme().classes[label].code] = {{"support", score.support},
                                                      {"sensitivity", numberOrNull(score.sensitivity)},
                                                      {"ppv", numberOrNull(score.ppv)}};
    }
    nlohmann::json records = nlohmann::json::array();
    for (const std::uint32_t record : group.records) records.push_back(beats.facts().records[record].name);
    rows.push_back({{key, group.name},
                    {"records", std::move(records)},
                    {"beats", group.beats},
                    {"wrong", group.wrong},
                    {"accuracy", numberOrNull(scores.accuracy)},
                    {"macroF1", numberOrNull(scores.macroF1)},
                    {"perClass", std::move(perClass)}});
  }
  return rows;
}

}  // namespace ectopy
