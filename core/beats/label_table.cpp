#include "core/beats/label_table.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/files.h"
#include "core/beats/beat_peak.h"

namespace ectopy {
namespace {

using nlohmann::json;

constexpr BeatIndex kBetweenWrites = 4096;

/// Names may come from files that are not in UTF-8.
std::string textOf(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

json classJson(const BeatSet& beats, ClassIndex label) {
  return label == kUnlabelled ? json() : json(beats.scheme().codeOf(label));
}

/// Where a beat stood in its source, if it stands elsewhere now.
void addPeak(json& row, const BeatSet& beats, BeatIndex beat) {
  if (!beats.overlay() || !beats.overlay()->edits.contains(beat)) return;
  const BeatSet& base = *beats.overlay()->base;
  row["fileSample"] = beat < base.size() ? json(base.columns().rSamples[beat]) : json();
}

json beatJson(const LabelTable& table, BeatIndex beat) {
  const BeatSet& beats = table.beats;
  const RecordInfo* record = beats.recordOf(beat);
  const std::int64_t sample = beats.columns().rSamples[beat];
  const bool isPlaced = record && sample >= 0;
  json row{{"beat", beat},
           {"record", record ? json(record->name) : json()},
           {"sample", isPlaced ? json(sample) : json()},
           {"seconds", isPlaced ? json(beats.secondsOf(beat)) : json()},
           {"label", classJson(beats, table.labels[beat])},
           {"fileLabel", classJson(beats, beats.columns().classes[beat])}};
  if (table.marks.flagged(beat)) row["flagged"] = true;
  if (table.marks.excluded(beat)) row["excluded"] = true;
  addPeak(row, beats, beat);
  if (const auto note = table.notes.find(beat); note != table.notes.end()) row["note"] = note->second;
  return row;
}

json classesJson(const LabelScheme& scheme) {
  json classes = json::array();
  for (const LabelClass& one : scheme.classes) classes.push_back({{"code", one.code}, {"name", one.name}});
  return classes;
}

}  // namespace

void writeLabelJson(const std::filesystem::path& path, const LabelTable& table, const JobContext& job) {
  const BeatSet& beats = table.beats;
  AtomicFile file(path);
  file.write(
      fmt::format("{{\"format\": \"ectopy-labels\", \"version\": 1, \"dataSet\": {}, \"fingerprint\": {}, "
                  "\"annotator\": {},\n\"classes\": {},\n\"beats\": [",
                  textOf(beats.facts().name), textOf(beats.fingerprint()), textOf(table.annotator),
                  textOf(classesJson(beats.scheme()))));
  std::string lines;
  bool isFirst = true;
  for (BeatIndex beat = 0; beat < beats.size(); ++beat) {
    if (beats.isAbsent(beat)) continue;
    lines += std::exchange(isFirst, false) ? "\n" : ",\n";
    lines += textOf(beatJson(table, beat));
    if (beat % kBetweenWrites != 0) continue;
    job.throwIfStopped();
    job.report(static_cast<double>(beat) / static_cast<double>(beats.size()), "");
    file.write(std::exchange(lines, {}));
  }
  file.write(lines + "]}\n");
  file.commit();
}

}  // namespace ectopy
