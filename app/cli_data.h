#pragma once

#include <filesystem>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "app/cli_csv.h"
#include "core/beats/beat_set.h"
#include "core/beats/cut_fitting.h"
#include "core/beats/split.h"
#include "core/evaluation/evaluation.h"
#include "core/io/annotation_target.h"
#include "core/io/signal_text_reader.h"
#include "core/model/classifier.h"
#include "core/workspace/label_journal.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace ectopy::cli {

class Console;

/// Options that decide how beats are cut, as the user wrote them.
struct CutChoice {
  std::string rule;  // empty: the task's default
  std::string classMap = "ml";
  std::string task;  // empty: the data's own
  std::string unit;  // empty: the rule's own
  double recordRateHz = 0;
  std::string lead;
  std::string annotator = "atr";
  bool detect = false;

  BeatCut toCut(const std::string& data) const;
};
/// Returns the options, in the order the help shows them.
std::vector<CLI::Option*> addCutOptions(CLI::App& command, CutChoice& choice);
/// --sample-rate and --signal-unit: what a text file of signals does not say itself.
void addSignalTextOptions(CLI::App& command, SignalTextOptions& options);

/// Beats with what somebody said of them.
struct LabelledBeats {
  std::shared_ptr<const BeatSet> beats;  // R peaks corrected
  LabelJournal journal;

  std::vector<ClassIndex> labels() const { return *journal.labels(); }
  /// For a training: beats that were excluded have no label; tells on stderr how many.
  std::vector<ClassIndex> trainingLabels(Console& console) const;
};

/// The beats as an annotator of a workspace (empty: its own) corrected and labelled them; without a workspace
/// as they are. Tells on stderr what could not be cut anew. Throws Error when there is no such workspace or
/// annotator.
LabelledBeats labelledBeats(const std::shared_ptr<const BeatSet>& beats, const std::string& workspaceFolder,
                            Console& console, const std::string& annotator = {});
/// With a journal's R peaks.
std::shared_ptr<const BeatSet> withPeaksOf(const LabelJournal& journal,
                                           const std::shared_ptr<const BeatSet>& beats, Console& console);
/// "12 beats excluded from training."; empty for none.
std::string excludedWords(std::size_t beats);

/// The data's beats and labels as a model takes them; tells on stderr what was done to them.
FittedBeats fitted(const std::shared_ptr<const BeatSet>& beats, const ModelInfo& model, Console& console);

/// {code: count}
nlohmann::json classCountsJson(const BeatSet& beats);
/// Patients, and records by fold where there are folds.
nlohmann::json provenanceJson(const BeatSet& beats);
/// "N 90589, S 2779, ..."
std::string classCountsText(const BeatSet& beats);
/// Per-class table and totals for people.
std::string scoresText(const LabelScheme& scheme, const ConfusionMatrix& confusion);

/// A model, the data it is asked about and its opinion on every beat of it.
struct JudgedData {
  std::unique_ptr<Classifier> classifier;
  std::shared_ptr<const BeatSet> beats;
  std::vector<ClassIndex> labels;
  std::vector<std::string> warnings;  // what was done to the beats to suit the model
  Predictions predictions;
  double predictSeconds = 0;
};
struct JudgeChoice {
  std::string model;
  std::string data;
  std::string workspace;
  std::string split;
  std::string part;
  bool withoutExcluded = false;  // beats excluded from training have no label
  int threads = 0;
  CsvChoice csv;
};
void addJudgeOptions(CLI::App& command, JudgeChoice& choice, bool withPart);
/// Loads the model, opens the data cut by the model's own rule, predicts.
JudgedData judge(const JudgeChoice& choice, Console& console);

/// Which beats of the data an evaluation speaks of.
struct JudgedPart {
  std::string words;     // "test part", "all beats"
  std::string protocol;  // empty for all beats
  std::string guard;
  std::vector<BeatIndex> beats;
  std::optional<Split> split;    // what the part is of
  bool isWhatItLearned = false;  // the model learned from that split
};
/// Without a choice: the test part of the model's own split on the model's own data, else all beats.
JudgedPart judgedPart(const JudgeChoice& choice, const JudgedData& judged);

}  // namespace ectopy::cli
