#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli_commands.h"
#include "app/cli_console.h"
#include "app/cli_data.h"
#include "core/beats/beat_file.h"
#include "core/beats/cutting.h"
#include "core/beats/import_summary.h"
#include "core/beats/split.h"
#include "core/io/path_kind.h"
#include "core/io/recording_reader.h"
#include "core/model/learner.h"
#include "core/workspace/workspace_summary.h"

namespace ectopy::cli {

namespace {

using nlohmann::json;

struct InfoArguments {
  std::string path;
  bool withSummary = false;
  bool readsSamples = false;
  CutChoice choice;
  CsvChoice csv;
  SignalTextOptions text;
};

json leadJson(const Lead& lead) {
  return {{"name", lead.name}, {"unit", lead.unit}, {"gain", lead.gain}, {"calibrated", lead.isCalibrated}};
}

json annotatorsJson(const Recording& recording) {
  json annotators = json::object();
  for (const auto& [annotator, annotations] : recording.annotations) {
    std::map<std::string, std::size_t> counts;
    for (const Annotation& annotation : annotations) ++counts[symbolOf(annotation.code)];
    annotators[annotator] = {{"annotations", annotations.size()}, {"codes", counts}};
  }
  return annotators;
}

/// From the header and the annotations alone, unless all samples shall be read.
json describeRecord(const InfoArguments& arguments, Console& console) {
  const RecordingReadOptions options{.annotators = {"atr"}, .text = arguments.text};
  Recording recording = describeRecording(arguments.path, options, console.job());
  // A header without a length leaves nothing but the samples to tell it.
  const bool isLengthUnknown = recording.sampleCount == 0 && !recording.leads.empty();
  if (arguments.readsSamples || isLengthUnknown) {
    recording = readRecording(arguments.path, options, console.job());
  }
  json leads = json::array();
  for (const Lead& lead : recording.leads) leads.push_back(leadJson(lead));
  return {
      {"records", 1},
      {"name", recording.name},
      {"signals", leads},
      {"sampleRate", recording.sampleRateHz},
      {"samples", recording.sampleCount},
      {"seconds",
       recording.sampleRateHz > 0 ? static_cast<double>(recording.sampleCount) / recording.sampleRateHz : 0},
      {"startTime", recording.startTime},
      {"annotators", annotatorsJson(recording)},
      {"patient", recording.patient},
      {"comments", recording.comments},
      {"synthetic", recording.isSynthetic},
      {"warnings", recording.warnings}};
}

json describeDatabase(const std::string& path, Console& console) {
  const ImportSummary summary = summariseRecords(path, console.job());
  json facts = summary;
  facts.erase("hours");
  facts.erase("sampleRates");
  facts["seconds"] = summary.hours * 3600;
  facts["sampleRate"] = json::array();
  for (const auto& [rate, records] : summary.sampleRates) facts["sampleRate"].push_back(rate);
  return facts;
}

json describeBeats(const std::string& path, PathKind kind, const CsvChoice& csv, Console& console) {
  const auto beats = kind == PathKind::BeatFile
                         ? openBeatFile(path)
                         : openBeats(path, defaultCut(CutRule::Kaggle), csv.toReading(), console.job());
  json splits = json::array();
  for (const SplitChoice& choice : splitChoices(*beats)) splits.push_back(choice.id);
  json facts = {{"name", beats->facts().name},
                {"beats", beats->size()},
                {"length", beats->length()},
                {"sampleRate", beats->cut().sampleRateHz},
                {"classes", classCountsJson(*beats)},
                {"records", beats->facts().records.size()},
                {"cut", beats->cut()},
                {"features", beats->facts().features},
                {"splits", splits},
                {"fingerprint", beats->fingerprint()},
                {"synthetic", beats->facts().isSynthetic},
                {"warnings", beats->facts().warnings}};
  facts.update(provenanceJson(*beats));
  return facts;
}

json describeWorkspace(const std::string& path) {
  const WorkspaceSummary summary = summariseWorkspace(path);
  return {{"folder", path},
          {"data", summary.dataPath},
          {"beats", summary.beats ? json(*summary.beats) : json()},
          {"fingerprint", summary.fingerprint},
          {"steps", summary.steps},
          {"editedBeats", summary.editedBeats},
          {"annotators", summary.annotators},
          {"models", summary.models},
          {"runs", summary.runs}};
}

json describeCsv(const std::string& path, const CsvChoice& csv, Console& console) {
  json facts = describeBeats(path, PathKind::HeartbeatCsv, csv, console);
  facts["csv"] = csvFactsJson(path, csv);
  return facts;
}

json describe(const InfoArguments& arguments, PathKind kind, Console& console) {
  const std::string& path = arguments.path;
  switch (kind) {
    case PathKind::WfdbRecord:
    case PathKind::EdfRecording:
    case PathKind::SignalText:
      return describeRecord(arguments, console);
    case PathKind::WfdbDatabase:
      return describeDatabase(path, console);
    case PathKind::HeartbeatCsv:
      return describeCsv(path, arguments.csv, console);
    case PathKind::BeatFile:
      return describeBeats(path, kind, arguments.csv, console);
    case PathKind::ModelFile:
      return readModelInfo(path);
    case PathKind::Workspace:
      return describeWorkspace(path);
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
  auto arguments = std::make_shared<InfoArguments>();
  CLI::App* command = app.add_subcommand("info", "what is at this path?");
  command->add_option("PATH", arguments->path, "anything Ectopy opens")->required();
  CLI::Option* summary = command->add_flag("--summary", arguments->withSummary,
                                           "what a cut would take, leave out and why (nothing is cut)");
  for (CLI::Option* option : addCutOptions(*command, arguments->choice)) option->needs(summary);
  addCsvOptions(*command, arguments->csv);
  command->add_flag("--verify", arguments->readsSamples,
                    "read all samples of a record too, and check what can be checked");
  addSignalTextOptions(*command, arguments->text);
  command->callback([arguments, &console] {
    const std::string& path = arguments->path;
    PathKind kind = pathKind(path);
    // Whoever gives a sample rate says that the text holds signals.
    if (kind == PathKind::HeartbeatCsv && arguments->text.sampleRateHz > 0) kind = PathKind::SignalText;
    json facts = arguments->withSummary
                     ? json(summariseImport(path, arguments->choice.toCut(path), console.job(),
                                            arguments->text, arguments->csv.toReading()))
                     : describe(*arguments, kind, console);
    facts["kind"] = nameOf(kind);
    console.result(facts, textOf(facts));
  });
}

}  // namespace ectopy::cli
