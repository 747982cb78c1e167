#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli_commands.h"
#include "app/cli_console.h"
#include "app/cli_data.h"

namespace ectopy::cli {

namespace {

void evaluateModel(const JudgeChoice& choice, Console& console) {
  const JudgedData judged = judge(choice, console);
  const JudgedPart part = judgedPart(choice, judged);
  const Evaluation evaluation = evaluate(judged.predictions, *judged.beats, judged.labels, part.beats);
  nlohmann::json json = evaluationToJson(evaluation, *judged.beats);
  json["part"] = part.words;
  json["protocol"] = part.protocol;
  json["guard"] = part.guard;
  json["beats"] = evaluation.beats.size();
  json["warnings"] = judged.warnings;
  console.result(json, fmt::format("{}{}{}\n{}", part.words, part.protocol.empty() ? "" : ", ", part.protocol,
                                   scoresText(evaluation.scheme, evaluation.confusion)));
}

}  // namespace

void addEvaluateCommand(CLI::App& app, Console& console) {
  auto choice = std::make_shared<JudgeChoice>();
  CLI::App* command = app.add_subcommand("evaluate", "judge a model on data with labels");
  addJudgeOptions(*command, *choice, true);
  command->callback([choice, &console] { evaluateModel(*choice, console); });
}

}  // namespace ectopy::cli
