#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "app/cli_commands.h"
#include "app/cli_console.h"
#include "app/cli_data.h"
#include "core/beats/beat_file.h"
#include "core/beats/cutting.h"
#include "core/beats/split.h"
#include "core/io/path_kind.h"
#include "core/io/wfdb_header.h"
#include "core/io/wfdb_record.h"
#include "core/model/learner.h"

namespace ectopy::cli {

namespace {

using nlohmann::json;

json leadJson(const Lead& lead) {
  return {{"name", lead.name}, {"unit", lead.unit}, {"gain", lead.gain}, {"calibrated", lead.isCalibrated}};
}

json describeRecord(const std::string& path, Console& console) {
  const Recording recording = readWfdbRecord(path, {}, console.job());
  json leads = json::array();
  for (const Lead& lead : recording.leads) leads.push_back(leadJson(lead));
  json annotators = json::object();
  for (const auto& [annotator, annotations] : recording.annotations) {
    std::map<std::string, std::size_t> counts;
    for (const Annotation& annotation : annotations) ++counts[symbolOf(annotation.code)];
    annotators[annotator] = {{"annotations", annotations.size()}, {"codes", counts}};
  }
  return {{"records", 1},
          {"name", recording.name},
          {"signals", leads},
          {"sampleRate", recording.sampleRateHz},
          {"samples", recording.sampleCount},
          {"seconds", static_cast<double>(recording.sampleCount) / recording.sampleRateHz},
          {"annotators", annotators},
          {"patient", recording.patient},
          {"comments", recording.comments},
          {"synthetic", recording.isSynthetic},
          {"warnings", recording.warnings}};
}

json describeDatabase(const std::string& path) {
  std::set<std::string> leads;
  std::set<double> rates;
  double seconds = 0;
  const auto headers = listWfdbRecords(path);
  for (const auto& headerPath : headers) {
    const WfdbHeader header = readWfdbHeader(headerPath);
    for (const WfdbSignalSpec& signal : header.signalSpecs) leads.insert(signal.description);
    rates.insert(header.sampleRateHz);
    seconds += static_cast<double>(header.sampleCount) / header.sampleRateHz;
  }
  return {{"records", headers.size()}, {"signals", leads}, {"sampleRate", rates}, {"seconds", seconds}};
}

json describeBeats(const std::string& path, PathKind kind, Console& console) {
  const auto beats = kind == PathKind::BeatFile ? openBeatFile(path)
                                                : openBeats(path, defaultCut(CutRule::Kaggle), console.job());
  json splits = json::array();
  for (const SplitChoice& choice : splitChoices(*beats)) splits.push_back(choice.id);
  return {{"name", beats->facts().name},
          {"beats", beats->size()},
          {"length", beats->length()},
          {"sampleRate", beats->cut().sampleRateHz},
          {"classes", classCountsJson(*beats)},
          {"records", beats->facts().records.size()},
          {"cut", beats->cut()},
          {"splits", splits},
          {"fingerprint", beats->fingerprint()},
          {"synthetic", beats->facts().isSynthetic},
          {"warnings", beats->facts().warnings}};
}

json describe(const std::string& path, PathKind kind, Console& console) {
  switch (kind) {
    case PathKind::WfdbRecord:
      return describeRecord(path, console);
    case PathKind::WfdbDatabase:
      return describeDatabase(path);
    case PathKind::HeartbeatCsv:
    case PathKind::BeatFile:
      return describeBeats(path, kind, console);
    case PathKind::ModelFile:
      return readModelInfo(path);
    case PathKind::Workspace:
      return {{"folder", path}};
  }
  return {};
}

/// One "name: value" line a fact; tables and lists stay on one line.
std::string textOf(const json& facts) {
  std::string text;
  for (const auto& [key, value] : facts.items())
    text += fmt::format("{}{}: {}", text.empty() ? "" : "\n", key,
                        value.is_string() ? value.get<std::string>()
                                          : value.dump(-1, ' ', false, json::error_handler_t::replace));
  return text;
}

}  // namespace

void addInfoCommand(CLI::App& app, Console& console) {
  auto path = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("info", "what is at this path?");
  command->add_option("PATH", *path, "anything Ectopy opens")->required();
  command->callback([path, &console] {
    const PathKind kind = pathKind(*path);
    json facts = describe(*path, kind, console);
    facts["kind"] = nameOf(kind);
    console.result(facts, textOf(facts));
  });
}

}  // namespace ectopy::cli
