#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli_commands.h"
#include "app/cli_console.h"
#include "app/cli_judgement.h"
#include "core/base/files.h"
#include "core/evaluation/error_groups.h"

namespace ectopy::cli {

namespace {

struct EvaluateArguments {
  JudgeChoice judged;
  BootstrapOptions bootstrap;
  std::string tables;  // folder; empty: none are written
};

void writeTables(const std::string& folder, const Evaluation& evaluation, const Judgement& judgement,
                 nlohmann::json& json) {
  if (folder.empty()) return;
  std::filesystem::create_directories(folder);
  for (const CsvTable& table : judgementTables(evaluation, judgement)) {
    const std::filesystem::path path = std::filesystem::path(folder) / table.name;
    writeFileAtomically(path, table.text);
    json["tables"].push_back(path.string());
  }
}

/// The largest, a line each.
std::string errorText(const std::vector<ErrorGroup>& groups) {
  constexpr std::size_t kMostLines = 8;
  if (groups.empty()) return {};
  std::string text = "\nErrors";
  for (std::size_t i = 0; i < std::min(kMostLines, groups.size()); ++i) text += "\n  " + groups[i].words;
  return text;
}

void evaluateModel(const EvaluateArguments& arguments, Console& console) {
  const JudgedData judged = judge(arguments.judged, console);
  const JudgedPart part = judgedPart(arguments.judged, judged);
  const Evaluation evaluation = evaluate(judged.predictions, *judged.beats, judged.labels, part.beats);
  const Judgement judgement = judgementOf(judged, part, evaluation, arguments.bootstrap, console.job());
  nlohmann::json json = evaluationToJson(evaluation, *judged.beats);
  json.update(judgementJson(judgement, *judged.beats));
  const std::vector<ErrorGroup> errors =
      errorGroups(judged.predictions, *judged.beats, judged.labels, part.beats, console.job());
  json["errorGroups"] = errorGroupsJson(errors, judged.predictions.scheme);
  json["part"] = part.words;
  json["protocol"] = part.protocol;
  json["guard"] = part.guard;
  json["beats"] = evaluation.beats.size();
  json["warnings"] = judged.warnings;
  writeTables(arguments.tables, evaluation, judgement, json);
  console.result(json, fmt::format("{}{}{}\n{}\n{}", part.words, part.protocol.empty() ? "" : ", ",
                                   part.protocol, part.guard, judgementText(evaluation, judgement)) +
                           errorText(errors));
}

}  // namespace

void addEvaluateCommand(CLI::App& app, Console& console) {
  auto arguments = std::make_shared<EvaluateArguments>();
  CLI::App* command = app.add_subcommand(
      "evaluate",
      "judge a model on data with labels: scores with 95 % intervals, curves, calibration, patients");
  addJudgeOptions(*command, arguments->judged, true);
  command->add_option(
      "--tables", arguments->tables,
      "write classes, confusion, records, patients, curves ... as CSV files into this folder");
  command->add_option("--resamples", arguments->bootstrap.resamples, "of the intervals' bootstrap")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  command->add_option("--bootstrap-seed", arguments->bootstrap.seed, "the same seed, the same intervals")
      ->capture_default_str();
  command->callback([arguments, &console] { evaluateModel(*arguments, console); });
}

}  // namespace ectopy::cli
