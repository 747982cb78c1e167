#include <fmt/format.h>

#include "core/base/error.h"
#include "core/beats/beat_file.h"
#include "core/beats/csv_source.h"
#include "core/beats/cutting.h"
#include "core/io/heartbeat_csv.h"
#include "core/io/path_kind.h"
#include "core/io/wfdb_record.h"

namespace ectopy {
namespace {

namespace fs = std::filesystem;

/// The name a database goes by: its folder's, also for "mitdb/" and ".".
std::string nameOfFolder(const fs::path& folder) {
  fs::path whole = fs::absolute(folder).lexically_normal();
  if (!whole.has_filename()) whole = whole.parent_path();
  return whole.filename().string();
}

fs::path headerOf(const fs::path& record) {
  fs::path header = record;
  if (header.extension() == ".hea") return header;
  std::error_code none;
  fs::path appended = record;
  appended += ".hea";
  if (fs::exists(appended, none)) return appended;
  return header.replace_extension(".hea");
}

}  // namespace

std::shared_ptr<const BeatSet> openBeats(const fs::path& data, const BeatCut& cut, const JobContext& job) {
  const PathKind kind = pathKind(data);
  switch (kind) {
    case PathKind::BeatFile:
      return openBeatFile(data);
    case PathKind::HeartbeatCsv:
      return openHeartbeatCsv(data, job);
    case PathKind::WfdbDatabase:
      return cutRecords(listWfdbRecords(data), nameOfFolder(data), cut, job);
    case PathKind::WfdbRecord:
      return cutRecords({headerOf(data)}, headerOf(data).stem().string(), cut, job);
    case PathKind::ModelFile:
    case PathKind::Workspace:
      break;
  }
  throw Error(
      fmt::format("{}: expected beats (a beat file, a heartbeat CSV, a record or a folder of records), "
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
