#include <fmt/format.h>

#include "core/base/error.h"
#include "core/beats/beat_file.h"
#include "core/beats/csv_source.h"
#include "core/beats/cutting.h"
#include "core/io/heartbeat_csv.h"
#include "core/io/path_kind.h"

namespace ectopy {

namespace fs = std::filesystem;

std::shared_ptr<const BeatSet> openBeats(const fs::path& data, const BeatCut& cut, const JobContext& job,
                                         const SignalTextOptions& text) {
  PathKind kind = pathKind(data);
  // Whoever gives a sample rate says that the text holds signals.
  if (kind == PathKind::HeartbeatCsv && text.sampleRateHz > 0) kind = PathKind::SignalText;
  switch (kind) {
    case PathKind::BeatFile:
      return openBeatFile(data);
    case PathKind::HeartbeatCsv:
      return openHeartbeatCsv(data, job);
    case PathKind::WfdbDatabase:
    case PathKind::WfdbRecord:
    case PathKind::EdfRecording:
    case PathKind::SignalText: {
      RecordSelection selection = selectRecords(data, cut, job);
      for (SelectedRecord& record : selection.records) record.text = text;
      return cutRecords(selection, cut, job);
    }
    case PathKind::ModelFile:
    case PathKind::Workspace:
      break;
  }
  throw Error(
      fmt::format("{}: expected beats (a beat file, a heartbeat CSV, a recording or a folder of recordings), "
                  "found a {}.",
                  data.string(), nameOf(kind)));
}

HeartbeatRows rowsOf(const BeatSet& beats, std::span<const ClassIndex> labels) {
  const std::span<const ClassIndex> classes = labels.empty() ? beats.columns().classes : labels;
  if (classes.size() != beats.size()) {
    throw Error(fmt::format("Rows of \"{}\": expected {} labels, found {}.", beats.facts().name, beats.size(),
                            classes.size()));
  }
  HeartbeatRows rows;
  rows.length = beats.length();
  rows.samples.reserve(beats.columns().samples.size());
  rows.classes.reserve(beats.size());
  for (BeatIndex i = 0; i < beats.size(); ++i) {
    if (classes[i] == kUnlabelled) continue;
    const auto samples = beats.beat(i);
    rows.samples.insert(rows.samples.end(), samples.begin(), samples.end());
    rows.classes.push_back(classes[i]);
  }
  return rows;
}

}  // namespace ectopy
