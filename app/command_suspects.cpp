#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/cli_commands.h"
#include "app/cli_console.h"
#include "app/cli_data.h"
#include "app/cli_out_of_fold.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/beats/cutting.h"
#include "core/evaluation/label_quality.h"

namespace ectopy::cli {

namespace {

constexpr std::size_t kShownAsText = 20;
constexpr auto kFlattered =
    "These are a model's own probabilities: they flatter every label the model learned from. Leave --model "
    "out "
    "for those of models that did not see the beat.";

struct SuspectsArguments {
  JudgeChoice judged;  // data, labels and, where there is one, the model to ask
  OutOfFoldChoice training;
  std::string prune = std::string(nameOf(LabelQualityOptions().prune));
  std::string score = std::string(nameOf(LabelQualityOptions().score));
  bool adjusted = false;
  std::string csv;
  std::optional<std::size_t> top;

  LabelQualityOptions ranking() const {
    return {pruneRuleFromName(prune), labelScoreFromName(score), adjusted};
  }
};

/// Beats, their labels and what is thought of them.
struct Opinions {
  std::shared_ptr<const BeatSet> beats;
  std::vector<ClassIndex> labels;
  Predictions predictions;
  nlohmann::json settings;
  std::vector<std::string> warnings;
};

Opinions opinionsOutOfFold(const SuspectsArguments& arguments, Console& console) {
  Opinions opinions;
  const std::string& data = arguments.judged.data;
  const LabelledBeats opened =
      labelledBeats(openBeats(data, suggestedCut(data), arguments.judged.csv.toReading(), console.job()),
                    arguments.judged.workspace, console);
  opinions.beats = opened.beats;
  opinions.labels = opened.trainingLabels(console);
  opinions.settings = settingsJson(arguments.training.toOptions(*opinions.beats, opinions.labels));
  opinions.predictions = outOfFold(arguments.training, *opinions.beats, opinions.labels, console).predictions;
  return opinions;
}

Opinions opinionsOfModel(const SuspectsArguments& arguments, Console& console) {
  JudgeChoice choice = arguments.judged;
  choice.threads = arguments.training.threads;
  JudgedData judged = judge(choice, console);
  Opinions opinions{.beats = judged.beats,
                    .labels = std::move(judged.labels),
                    .predictions = std::move(judged.predictions),
                    .settings = {{"model", judged.classifier->info().name}},
                    .warnings = std::move(judged.warnings)};
  opinions.warnings.emplace_back(kFlattered);
  console.message(kFlattered);
  return opinions;
}

std::span<const SuspectLabel> firstOf(const LabelQuality& quality, std::optional<std::size_t> top) {
  return std::span(quality.suspects).first(std::min(quality.suspects.size(), top.value_or(SIZE_MAX)));
}

nlohmann::json suspectJson(const SuspectLabel& suspect, const BeatSet& beats) {
  const RecordInfo* record = beats.recordOf(suspect.beat);
  const std::int64_t sample = beats.columns().rSamples[suspect.beat];
  return {{"beat", suspect.beat},
          {"record", record ? nlohmann::json(record->name) : nlohmann::json()},
          {"sample", sample < 0 ? nlohmann::json() : nlohmann::json(sample)},
          {"given", beats.scheme().codeOf(suspect.given)},
          {"suggested", beats.scheme().codeOf(suspect.suggested)},
          {"score", suspect.score}};
}

std::string suspectTable(std::span<const SuspectLabel> suspects, const BeatSet& beats) {
  std::string table = "beat,record,sample,seconds,given,suggested,score\n";
  auto out = std::back_inserter(table);
  for (const SuspectLabel& suspect : suspects) {
    const RecordInfo* record = beats.recordOf(suspect.beat);
    if (record)
      fmt::format_to(out, "{},{},{},{:.3f},", suspect.beat, record->name,
                     beats.columns().rSamples[suspect.beat], beats.secondsOf(suspect.beat));
    else
      fmt::format_to(out, "{},,,,", suspect.beat);
    fmt::format_to(out, "{},{},{:.6f}\n", beats.scheme().codeOf(suspect.given),
                   beats.scheme().codeOf(suspect.suggested), suspect.score);
  }
  return table;
}

std::string suspectsText(const LabelQuality& quality, std::span<const SuspectLabel> suspects,
                         const BeatSet& beats) {
  std::string text = fmt::format("{} suspects among {} labelled beats; about {:.0f} labels are wrong\n",
                                 quality.suspects.size(), quality.judged, quality.estimatedErrors());
  text += fmt::format("{:>9}  {:<12}{:>10}  {:>5}  {:>9}  {:>7}", "beat", "record", "seconds", "given",
                      "suggested", "score");
  for (const SuspectLabel& suspect : suspects) {
    const RecordInfo* record = beats.recordOf(suspect.beat);
    text += fmt::format(
        "\n{:>9}  {:<12}{:>10}  {:>5}  {:>9}  {:>7.4f}", suspect.beat, record ? record->name : "-",
        record ? fmt::format("{:.2f}", beats.secondsOf(suspect.beat)) : "-",
        beats.scheme().codeOf(suspect.given), beats.scheme().codeOf(suspect.suggested), suspect.score);
  }
  if (suspects.size() < quality.suspects.size())
    text += fmt::format("\n... {} more (--top, --csv)", quality.suspects.size() - suspects.size());
  return text;
}

void rankSuspects(const SuspectsArguments& arguments, Console& console) {
  const auto start = std::chrono::steady_clock::now();
  if (!arguments.csv.empty()) const AtomicFile probe(arguments.csv);
  const Opinions opinions = arguments.judged.model.empty() ? opinionsOutOfFold(arguments, console)
                                                           : opinionsOfModel(arguments, console);
  const LabelQuality quality =
      judgeLabels(opinions.predictions, *opinions.beats, opinions.labels, arguments.ranking());
  const auto listed = firstOf(quality, arguments.top);
  if (!arguments.csv.empty()) writeFileAtomically(arguments.csv, suspectTable(listed, *opinions.beats));
  nlohmann::json json = labelQualityToJson(quality);
  json["suspects"] = nlohmann::json::array();
  for (const SuspectLabel& suspect : listed)
    json["suspects"].push_back(suspectJson(suspect, *opinions.beats));
  json["found"] = quality.suspects.size();
  json["settings"] = opinions.settings;
  json["warnings"] = opinions.warnings;
  json["seconds"] = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const auto shown = firstOf(quality, arguments.top.value_or(kShownAsText));
  console.result(json, suspectsText(quality, shown, *opinions.beats));
}

void addRankingOptions(CLI::App& command, SuspectsArguments& arguments) {
  const auto add = [&](const char* name, auto& member, const char* meaning) {
    return command.add_option(name, member, meaning)->capture_default_str()->group("Ranking");
  };
  add("--prune", arguments.prune,
      "which beats are suspects: argmax, confident-joint, by-class, by-noise-rate, both (of the last two), "
      "everything")
      ->check(
          CLI::IsMember({"argmax", "confident-joint", "by-class", "by-noise-rate", "both", "everything"}));
  add("--score", arguments.score, "how they are ranked: self-confidence, normalized-margin, weighted-entropy")
      ->check(CLI::IsMember({"self-confidence", "normalized-margin", "weighted-entropy"}));
  command.add_flag("--adjusted", arguments.adjusted, "scores by probabilities less their class's threshold")
      ->group("Ranking");
}

}  // namespace

void addSuspectsCommand(CLI::App& app, Console& console) {
  auto arguments = std::make_shared<SuspectsArguments>();
  CLI::App* command = app.add_subcommand(
      "suspects",
      "labels that look wrong, the worst first: confident learning (Northcutt, Jiang, Chuang 2021) on "
      "probabilities of models that did not learn from the beat");
  JudgeChoice& judged = arguments->judged;
  judged.withoutExcluded = true;
  command->add_option("--data", judged.data, "DATA whose labels are judged")->required();
  command->add_option(
      "--workspace", judged.workspace,
      "take corrected labels from this workspace; beats it excludes from training are left out");
  command->add_option("--csv", arguments->csv, "write the suspects as a table");
  command->add_option("--top", arguments->top, "suspects to list at most (as text 20, else all)");
  command->add_option("--threads", arguments->training.threads, "processor threads; 0: all")
      ->capture_default_str();
  addCsvOptions(*command, judged.csv);
  const auto trainingOptions = addOutOfFoldOptions(*command, arguments->training);
  addRankingOptions(*command, *arguments);
  CLI::Option* model = command->add_option(
      "--model", judged.model,
      "ask this model (or \"shipped\") instead of training: at once, but it flatters labels it learned from");
  for (const std::string& other : trainingOptions) model->excludes(command->get_option(other));
  command->callback([arguments, &console] { rankSuspects(*arguments, console); });
}

}  // namespace ectopy::cli
