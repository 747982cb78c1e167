#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <filesystem>
#include <iterator>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli_commands.h"
#include "app/cli_console.h"
#include "app/cli_data.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/beats/label_annotations.h"
#include "core/io/wfdb_annotations.h"

namespace ectopy::cli {

namespace {

struct PredictArguments {
  JudgeChoice choice;
  std::string csv;
  std::string annotator;
  bool force = false;
};

std::string predictionTable(const JudgedData& judged) {
  const BeatSet& beats = *judged.beats;
  const LabelScheme& scheme = judged.predictions.scheme;
  std::string table = "beat,record,sample,seconds,label,predicted,confidence";
  for (const LabelClass& column : scheme.classes) table += ",p_" + column.code;
  auto out = std::back_inserter(table);
  for (BeatIndex beat = 0; beat < beats.size(); ++beat) {
    if (beats.isAbsent(beat)) continue;
    const RecordInfo* record = beats.recordOf(beat);
    if (record)
      fmt::format_to(out, "\n{},{},{},{:.3f}", beat, record->name, beats.columns().rSamples[beat],
                     beats.secondsOf(beat));
    else
      fmt::format_to(out, "\n{},,,", beat);
    fmt::format_to(out, ",{},{},{:.6f}", beats.scheme().codeOf(judged.labels[beat]),
                   scheme.codeOf(judged.predictions.predicted(beat)), judged.predictions.confidence(beat));
    for (const float probability : judged.predictions.of(beat)) fmt::format_to(out, ",{:.6f}", probability);
  }
  return table + "\n";
}

std::map<std::filesystem::path, std::vector<Annotation>> annotationsByFile(const PredictArguments& arguments,
                                                                           const JudgedData& judged) {
  std::map<std::filesystem::path, std::vector<Annotation>> files;
  for (BeatIndex beat = 0; beat < judged.beats->size(); ++beat) {
    if (judged.beats->isAbsent(beat)) continue;
    const RecordInfo* record = judged.beats->recordOf(beat);
    if (!record)
      throw Error(
          fmt::format("{}: expected beats with a record to write annotations beside, found cut "
                      "beats without one; use --csv.",
                      arguments.choice.data));
    const auto file = annotationTarget(record->path, arguments.annotator).file;
    Annotation annotation;
    annotation.sample = judged.beats->columns().rSamples[beat];
    annotation.code = codeOfClass(judged.predictions.scheme, judged.predictions.predicted(beat));
    files[file].push_back(annotation);
  }
  return files;
}

void writeAnnotations(const PredictArguments& arguments, const JudgedData& judged) {
  const auto files = annotationsByFile(arguments, judged);
  std::vector<AnnotationTarget> targets;
  for (const RecordInfo& record : judged.beats->facts().records) {
    const AnnotationTarget target = annotationTarget(record.path, arguments.annotator);
    if (files.contains(target.file)) targets.push_back(target);
  }
  requireWritable(targets, arguments.force);
  for (const auto& [file, annotations] : files) writeWfdbAnnotations(file, annotations);
}

void predict(const PredictArguments& arguments, Console& console) {
  const JudgedData judged = judge(arguments.choice, console);
  if (!arguments.csv.empty()) writeFileAtomically(arguments.csv, predictionTable(judged));
  if (!arguments.annotator.empty()) writeAnnotations(arguments, judged);
  const double perSecond = static_cast<double>(judged.beats->size()) / judged.predictSeconds;
  console.result(
      {{"beats", judged.beats->size()}, {"beatsPerSecond", perSecond}, {"warnings", judged.warnings}},
      fmt::format("{} beats at {:.0f} beats/s", judged.beats->size(), perSecond));
}

}  // namespace

void addPredictCommand(CLI::App& app, Console& console) {
  auto arguments = std::make_shared<PredictArguments>();
  CLI::App* command = app.add_subcommand("predict", "class probabilities of every beat");
  addJudgeOptions(*command, arguments->choice, false);
  auto* out = command->add_option_group("output");
  out->add_option("--csv", arguments->csv, "write a table of probabilities");
  out->add_option("--annotator", arguments->annotator,
                  "write WFDB annotations RECORD.NAME beside each record")
      ->check(annotatorProblem);
  out->require_option(1);
  command->add_flag("--force", arguments->force, "write over an annotator that exists");
  command->callback([arguments, &console] { predict(*arguments, console); });
}

}  // namespace ectopy::cli
