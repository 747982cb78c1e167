#include "app/cli_data.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>
#include <set>

#include "app/cli_console.h"
#include "core/base/error.h"
#include "core/beats/cutting.h"
#include "core/beats/detected_beats.h"
#include "core/beats/peak_edits.h"
#include "core/model/learner.h"
#include "core/model/model_guard.h"
#include "core/model/shipped_model.h"
#include "core/workspace/label_journal.h"
#include "core/workspace/workspace.h"

namespace ectopy::cli {

namespace {

std::string percent(double value) {
  return std::isnan(value) ? "-" : fmt::format("{:.2f}", 100 * value);
}

}  // namespace

BeatCut CutChoice::toCut(const std::string& data) const {
  const BeatTask beatTask = task.empty() ? suggestedCut(data).task : beatTaskFromName(task);
  const CutRule fallback = beatTask == BeatTask::Aami5 ? CutRule::Kaggle : CutRule::Paper;
  BeatCut cut = defaultCut(rule.empty() ? fallback : cutRuleFromName(rule));
  cut.task = beatTask;
  cut.classMap = classMapFromName(classMap);
  cut.lead = lead;
  cut.annotator = annotator;
  if (!unit.empty()) cut.unit = amplitudeUnitFromName(unit);
  cut.recordRateHz = recordRateHz;
  // A diagnosis needs no annotations, only R peaks.
  cut.detected = detect || (beatTask == BeatTask::NormalInfarction && needsDetection(data, cut, {}));
  return cut;
}

std::vector<CLI::Option*> addCutOptions(CLI::App& command, CutChoice& choice) {
  std::vector<CLI::Option*> options;
  const auto add = [&](CLI::Option* option) { options.push_back(option); };
  add(command.add_option(
      "--rule", choice.rule,
      "how a beat is cut: kaggle (default for aami5), paper (default for mi) or context (a window "
      "around the R peak, with its rhythm and shape in numbers)"));
  add(command.add_option("--class-map", choice.classMap, "annotation codes to classes: ml or ec57")
          ->capture_default_str());
  add(command.add_option("--task", choice.task,
                         "classes: aami5, or mi (normal / infarction by diagnosis); without it mi for PTB "
                         "and PTB-XL, else aami5"));
  add(command.add_option("--lead", choice.lead, "lead by name; without it the rule's own choice"));
  add(command.add_option(
      "--unit", choice.unit,
      "of a beat's samples: beat (0 to 1), record (its QRS height; default of context) or mv"));
  add(command.add_option("--record-rate", choice.recordRateHz, "Hz of PTB-XL's files to take: 500 or 100"));
  add(command.add_option("--annotator", choice.annotator, "annotation file's suffix")->capture_default_str());
  add(command.add_flag("--detect", choice.detect,
                       "cut at detected R peaks instead of annotations; beats have no label (task mi: their "
                       "record's, and detected without asking where there are no annotations)"));
  return options;
}

void addSignalTextOptions(CLI::App& command, SignalTextOptions& options) {
  command
      .add_option("--sample-rate", options.sampleRateHz,
                  "signals as text without a time column: samples a second")
      ->check(CLI::PositiveNumber);
  command.add_option("--signal-unit", options.unit, "signals as text: the unit of its numbers (uV, mV, V)");
}

std::shared_ptr<const BeatSet> withPeaksOf(const LabelJournal& journal,
                                           const std::shared_ptr<const BeatSet>& beats, Console& console) {
  CorrectedBeats corrected = withPeaks(beats, journal.peaks(), console.job());
  for (const std::string& warning : corrected.warnings) console.message(warning);
  return corrected.beats;
}

LabelledBeats labelledBeats(const std::shared_ptr<const BeatSet>& beats, const std::string& workspaceFolder,
                            Console& console, const std::string& annotator) {
  if (workspaceFolder.empty()) return {beats, {beats, {}}};
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(workspaceFolder + "/workspace.sqlite", ignored))
    throw Error(fmt::format("{}: expected a workspace folder (NAME.ectopy), found none.", workspaceFolder));
  const auto workspace = Workspace::open(workspaceFolder, beats->fingerprint());
  const auto annotators = workspace->annotators();
  if (!annotator.empty() && std::ranges::find(annotators, annotator) == annotators.end())
    throw Error(fmt::format("{}: expected an annotator ({}), found \"{}\".", workspaceFolder,
                            fmt::join(annotators, ", "), annotator));
  LabelJournal journal(beats, workspace->loadJournal(annotator));
  return {withPeaksOf(journal, beats, console), std::move(journal)};
}

std::vector<ClassIndex> LabelledBeats::trainingLabels(Console& console) const {
  const std::string words = excludedWords(journal.excluded().size());
  if (!words.empty()) console.message(words);
  return *journal.trainingLabels();
}

std::string excludedWords(std::size_t beats) {
  return beats == 0 ? std::string() : fmt::format("{} beats excluded from training.", beats);
}

FittedBeats fitted(const std::shared_ptr<const BeatSet>& beats, const ModelInfo& model, Console& console) {
  FittedBeats suited = fitToCut(beats, model.cut, console.job());
  if (!suited.words.empty()) console.message(suited.words);
  return suited;
}

nlohmann::json provenanceJson(const BeatSet& beats) {
  std::set<std::string> patients;
  nlohmann::json folds = nlohmann::json::object();
  for (const RecordInfo& record : beats.facts().records) {
    patients.insert(record.patient.empty() ? record.name : record.patient);
    if (record.fold == 0) continue;
    nlohmann::json& count = folds[std::to_string(record.fold)];
    count = count.is_null() ? 1 : count.get<int>() + 1;
  }
  nlohmann::json provenance = {{"patients", patients.size()}};
  if (!folds.empty()) provenance["folds"] = folds;
  return provenance;
}

nlohmann::json classCountsJson(const BeatSet& beats) {
  nlohmann::json counts = nlohmann::json::object();
  const auto perClass = beats.classCounts();
  for (std::size_t i = 0; i < perClass.size(); ++i) counts[beats.scheme().classes[i].code] = perClass[i];
  return counts;
}

std::string classCountsText(const BeatSet& beats) {
  std::vector<std::string> parts;
  const auto perClass = beats.classCounts();
  for (std::size_t i = 0; i < perClass.size(); ++i)
    parts.push_back(fmt::format("{} {}", beats.scheme().classes[i].code, perClass[i]));
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string scoresText(const LabelScheme& scheme, const ConfusionMatrix& confusion) {
  const Scores scores = scoresOf(confusion);
  std::string text =
      fmt::format("accuracy {} %, macro F1 {} %, balanced accuracy {} %\n", percent(scores.accuracy),
                  percent(scores.macroF1), percent(scores.balancedAccuracy));
  text += fmt::format("{:<8}{:>8}{:>8}{:>8}{:>9}   predicted", "truth", "Se", "PPV", "F1", "beats");
  for (const LabelClass& column : scheme.classes) text += fmt::format("{:>8}", column.code);
  for (std::size_t i = 0; i < scheme.size(); ++i) {
    const ClassScore& score = scores.perClass[i];
    text += fmt::format("\n{:<8}{:>8}{:>8}{:>8}{:>9}            ", scheme.classes[i].code,
                        percent(score.sensitivity), percent(score.ppv), percent(score.f1), score.support);
    for (std::size_t k = 0; k < scheme.size(); ++k) text += fmt::format("{:>8}", confusion.at(i, k));
  }
  return text;
}

void addJudgeOptions(CLI::App& command, JudgeChoice& choice, bool withPart) {
  command.add_option("--model", choice.model, "model file (.safetensors), or \"shipped\": the program's own")
      ->required();
  command.add_option("--data", choice.data, "DATA to judge")->required();
  command.add_option("--workspace", choice.workspace, "take corrected labels from this workspace");
  command.add_option("--threads", choice.threads, "processor threads; 0: all")->capture_default_str();
  addCsvOptions(command, choice.csv);
  if (!withPart) return;
  command.add_option("--split", choice.split,
                     "protocol: beat, ds1-ds2, ds1-ds2-strict, file, patient, folds, fold:K");
  command.add_option("--part", choice.part, "train, validation, test or all")
      ->check(CLI::IsMember({"train", "validation", "test", "all"}));
}

JudgedData judge(const JudgeChoice& choice, Console& console) {
  JudgedData judged;
  judged.classifier = learner().load(modelPathOf(choice.model));
  BeatCut cut = judged.classifier->info().cut;
  if (!cut.detected && needsDetection(choice.data, cut, console.job())) {
    cut.detected = true;
    console.message(
        fmt::format("{}: no annotations \"{}\"; R peaks are detected.", choice.data, cut.annotator));
  }
  const LabelledBeats opened = labelledBeats(
      openBeats(choice.data, cut, choice.csv.toReading(), console.job()), choice.workspace, console);
  const FittedBeats suited = fitted(opened.beats, judged.classifier->info(), console);
  judged.beats = suited.beats;
  judged.labels =
      suited.labelsFrom(choice.withoutExcluded ? opened.trainingLabels(console) : opened.labels());
  if (!suited.words.empty()) judged.warnings.push_back(suited.words);
  const auto start = std::chrono::steady_clock::now();
  judged.predictions = judged.classifier->predict(*judged.beats, choice.threads, console.job());
  judged.predictSeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return judged;
}

JudgedPart judgedPart(const JudgeChoice& choice, const JudgedData& judged) {
  const ModelInfo& info = judged.classifier->info();
  const bool isOwnData = judged.beats->isOfSource(info.dataSource());
  JudgedPart part;
  part.isWhatItLearned = isOwnData;
  if (choice.part == "all" || (choice.split.empty() && choice.part.empty() && !isOwnData)) {
    part.words = "all beats";
    part.beats.resize(judged.beats->size());
    part.guard = guardOf(info, *judged.beats, nullptr);
    std::iota(part.beats.begin(), part.beats.end(), BeatIndex{0});
    if (isOwnData) part.split = makeStableSplit(*judged.beats, judged.labels, info.splitId, info.config.seed);
    return part;
  }
  if (isOwnData && !choice.split.empty() && choice.split != info.splitId)
    throw Error(fmt::format(
        "{} learned from this data by protocol \"{}\": the parts of \"{}\" hold beats it learned from. "
        "Leave --split out, or use --part all.",
        info.name, info.splitId, choice.split));
  const std::string id = choice.split.empty() ? info.splitId : choice.split;
  Split split = makeStableSplit(*judged.beats, judged.labels, id, info.config.seed);
  part.protocol = split.protocol;
  part.guard = guardOf(info, *judged.beats, &split);
  const std::string name = choice.part.empty() ? "test" : choice.part;
  part.words = name + " part";
  part.beats = name == "train" ? split.train : name == "validation" ? split.validation : split.test;
  part.split = std::move(split);
  return part;
}

}  // namespace ectopy::cli
