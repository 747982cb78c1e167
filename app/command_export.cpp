#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli_commands.h"
#include "app/cli_console.h"
#include "app/cli_data.h"
#include "core/beats/beat_filter.h"
#include "core/beats/cutting.h"
#include "core/beats/label_annotations.h"
#include "core/beats/label_table.h"
#include "core/io/heartbeat_csv.h"
#include "core/workspace/label_journal.h"

namespace ectopy::cli {

namespace {

struct ExportArguments {
  std::string data;
  std::string csv;
  std::string json;
  AnnotationExport annotations;
  std::string workspace;
  std::string annotator;  // whose labels
  CsvChoice csvChoice;
};

/// What is to be written beside what was said.
struct Export {
  const ExportArguments& arguments;
  const BeatSet& beats;
  const LabelJournal& journal;
  Console& console;
  nlohmann::json facts = nlohmann::json::object();
  std::string words;

  void say(const std::string& sentence) { words += (words.empty() ? "" : "; ") + sentence; }

  void csv() {
    const HeartbeatRows rows = rowsOf(beats, *journal.labels());
    writeHeartbeatCsv(arguments.csv, rows, console.job());
    facts["rows"] = rows.rows();
    say(fmt::format("{} rows -> {}", rows.rows(), arguments.csv));
  }
  void json() {
    const BeatFacts said = journal.now();
    writeLabelJson(arguments.json, {beats, said.labels, journal.marks(), said.notes, arguments.annotator},
                   console.job());
    const std::size_t written = countBeats({.beats = beats, .labels = said.labels}).beats;
    facts["beats"] = written;
    say(fmt::format("{} beats -> {}", written, arguments.json));
  }
  void annotations() {
    const auto files = exportAnnotations(beats, *journal.labels(), arguments.annotations, console.job());
    facts["files"] = nlohmann::json::array();
    for (const auto& file : files) facts["files"].push_back(file.string());
    say(fmt::format("{} annotation files, {} the first", files.size(), files.front().string()));
  }
};

void exportData(const ExportArguments& arguments, Console& console) {
  const auto opened = labelledBeats(
      openBeats(arguments.data, defaultCut(CutRule::Kaggle), arguments.csvChoice.toReading(), console.job()),
      arguments.workspace, console, arguments.annotator);
  Export work{arguments, *opened.beats, opened.journal, console};
  if (!arguments.annotations.annotator.empty())
    work.annotations();  // may be refused: nothing is written then
  if (!arguments.csv.empty()) work.csv();
  if (!arguments.json.empty()) work.json();
  console.result(work.facts, work.words);
}

}  // namespace

void addExportCommand(CLI::App& app, Console& console) {
  auto arguments = std::make_shared<ExportArguments>();
  CLI::App* command =
      app.add_subcommand("export", "write beats or their labels: heartbeat CSV, JSON, WFDB annotations");
  command->add_option("DATA", arguments->data, "beat file or other DATA")->required();
  auto* out = command->add_option_group("output");
  out->add_option("--csv", arguments->csv, "heartbeat CSV to write (samples, class last)");
  out->add_option("--json-file", arguments->json,
                  "JSON to write: record, sample, label, flags and notes of each beat");
  out->add_option("--annotator", arguments->annotations.annotator,
                  "write the labels as WFDB annotations RECORD.NAME beside each record")
      ->check(annotatorProblem);
  out->require_option(1, 3);
  command->add_option("--to", arguments->annotations.folder, "folder for the annotations instead");
  command->add_flag("--force", arguments->annotations.mayReplace, "write over an annotator that exists");
  command->add_option("--workspace", arguments->workspace, "take corrected labels from this workspace");
  command->add_option("--of", arguments->annotator,
                      "those of this annotator; without it the workspace's own");
  addCsvOptions(*command, arguments->csvChoice);
  command->callback([arguments, &console] { exportData(*arguments, console); });
}

}  // namespace ectopy::cli
