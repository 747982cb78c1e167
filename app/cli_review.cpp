#include "app/cli_review.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/cli_console.h"
#include "app/cli_data.h"
#include "app/cli_journal.h"
#include "core/base/error.h"
#include "core/beats/cutting.h"
#include "core/beats/detected_beats.h"
#include "core/model/learner.h"
#include "core/model/shipped_model.h"
#include "core/workspace/workspace_summary.h"

namespace ectopy::cli {
namespace {

/// A column of DATA for the beats of the review.
template <typename Value>
std::vector<Value> broughtTo(const ReviewData& data, const std::vector<Value>& column, Value otherwise) {
  if (data.origin.empty()) return column;
  std::vector<Value> brought;
  for (const BeatIndex beat : data.origin)
    brought.push_back(beat == FittedBeats::kNoOrigin ? otherwise : column[beat]);
  return brought;
}

/// What a workspace says of DATA.
struct Said {
  std::vector<ClassIndex> labels;
  std::vector<ClassIndex> otherLabels;
  BeatFacts facts;
};

/// Reads the journals, and corrects the R peaks.
Said readJournals(const ReviewChoice& choice, std::shared_ptr<const BeatSet>& beats, Console& console) {
  summariseWorkspace(choice.workspace);  // says what is wrong with it
  const OpenedWorkspace workspace{beats, Workspace::open(choice.workspace, beats->fingerprint())};
  const LabelJournal journal = workspace.journal(choice.annotator, true);
  Said said{*journal.labels(), {}, journal.now()};
  beats = withPeaksOf(journal, beats, console);
  if (choice.other.empty()) return said;
  said.otherLabels = workspace.ofFile(*workspace.journal(choice.other, true).labels());
  said.otherLabels.resize(beats->size(), kUnlabelled);
  return said;
}

void take(ReviewData& data, const Said& said) {
  data.hasWorkspace = true;
  data.labels = broughtTo(data, said.labels, kUnlabelled);
  if (!said.otherLabels.empty()) data.otherLabels = broughtTo(data, said.otherLabels, kUnlabelled);
  data.isFlagged = broughtTo(data, said.facts.isFlagged, false);
  data.isExcluded = broughtTo(data, said.facts.isExcluded, true);
  for (BeatIndex beat = 0; beat < data.beats->size(); ++beat)
    if (const auto note = said.facts.notes.find(data.dataBeat(beat)); note != said.facts.notes.end())
      data.notes[beat] = note->second;
}

}  // namespace

void addReviewOptions(CLI::App& command, ReviewChoice& choice) {
  command.add_option("DATA,--data", choice.data, "DATA whose beats are looked at")->required();
  command.add_option("--workspace", choice.workspace,
                     "take corrected labels, flags, notes and exclusions from this workspace");
  command.add_option("--annotator", choice.annotator, "whose labels of the workspace; without it its own")
      ->needs("--workspace");
  command.add_option("--threads", choice.threads, "processor threads; 0: all")->capture_default_str();
  addCsvOptions(command, choice.csv);
}

void addModelOption(CLI::App& command, ReviewChoice& choice, const char* meaning) {
  command.add_option("--model", choice.model, meaning);
}

BeatIndex ReviewData::reviewBeat(BeatIndex dataBeat) const {
  if (dataBeat >= dataBeats)
    throw Error(fmt::format("There is no beat {}: \"{}\" has {}.", dataBeat, beats->facts().name, dataBeats));
  if (origin.empty() && beats->isAbsent(dataBeat))
    throw Error(fmt::format("Beat {} was taken away.", dataBeat));
  if (origin.empty()) return dataBeat;
  const auto found = std::ranges::find(origin, dataBeat);
  if (found == origin.end())
    throw Error(
        fmt::format("The model cuts the beats anew and leaves beat {} out: choose another.", dataBeat));
  return static_cast<BeatIndex>(found - origin.begin());
}

ReviewData openForReview(const ReviewChoice& choice, Console& console) {
  ReviewData data;
  BeatCut cut = suggestedCut(choice.data);
  if (!choice.model.empty()) {
    data.classifier = learner().load(modelPathOf(choice.model));
    cut = data.classifier->info().cut;
  }
  cut.detected = cut.detected || needsDetection(choice.data, cut, console.job());
  data.beats = openBeats(choice.data, cut, choice.csv.toReading(), console.job());
  std::optional<Said> said;
  if (!choice.workspace.empty()) said = readJournals(choice, data.beats, console);
  data.dataBeats = data.beats->size();
  const auto opened = data.beats;
  if (data.classifier) {
    FittedBeats suited = fitted(opened, data.classifier->info(), console);
    data.beats = suited.beats;
    data.origin = std::move(suited.origin);
    if (!suited.words.empty()) data.warnings.push_back(suited.words);
  }
  data.isExcluded = broughtTo(data, std::vector<bool>(opened->size()), true);  // also what DATA has not
  const auto& classes = opened->columns().classes;
  data.labels = broughtTo(data, {classes.begin(), classes.end()}, kUnlabelled);
  if (said) take(data, *said);
  return data;
}

BeatVectors vectorsOf(const ReviewData& data, int threads, const JobContext& job) {
  if (data.classifier) return directionsOf(data.classifier->embed(*data.beats, threads, job));
  return shapeVectors(*data.beats, ShapeWindow{}, job);
}

nlohmann::json placeJson(const ReviewData& data, BeatIndex beat) {
  const RecordInfo* record = data.beats->recordOf(beat);
  const std::int64_t sample = data.beats->columns().rSamples[beat];
  const ClassIndex label = data.labels[beat];
  return {{"beat", data.dataBeat(beat)},
          {"record", record ? nlohmann::json(record->name) : nlohmann::json()},
          {"sample", sample < 0 ? nlohmann::json() : nlohmann::json(sample)},
          {"label",
           label == kUnlabelled ? nlohmann::json() : nlohmann::json(data.beats->scheme().codeOf(label))}};
}

std::string placeHead() {
  return fmt::format("{:>9}  {:<12}{:>10}  {:>5}", "beat", "record", "seconds", "label");
}

std::string placeText(const ReviewData& data, BeatIndex beat) {
  const RecordInfo* record = data.beats->recordOf(beat);
  return fmt::format("{:>9}  {:<12}{:>10}  {:>5}", data.dataBeat(beat), record ? record->name : "-",
                     record ? fmt::format("{:.2f}", data.beats->secondsOf(beat)) : "-",
                     data.beats->scheme().codeOf(data.labels[beat]));
}

}  // namespace ectopy::cli
