#include <fmt/chrono.h>
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <ctime>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>

#include "app/cli_commands.h"
#include "app/cli_console.h"
#include "app/cli_data.h"
#include "core/base/files.h"
#include "core/base/hashing.h"
#include "core/report/report.h"

namespace ectopy::cli {

namespace {

struct ReportArguments {
  JudgeChoice choice;
  std::string out;
  std::string date;
};

std::size_t countEdited(const BeatSet& beats, const std::vector<ClassIndex>& labels) {
  std::size_t edited = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) edited += labels[i] != beats.columns().classes[i] ? 1 : 0;
  return edited;
}

void report(const ReportArguments& arguments, Console& console) {
  const JudgedData judged = judge(arguments.choice, console);
  const JudgedPart part = judgedPart(arguments.choice, judged);
  const Evaluation evaluation = evaluate(judged.predictions, *judged.beats, judged.labels, part.beats);
  const std::string html =
      renderHtmlReport({.beats = *judged.beats,
                        .labels = judged.labels,
                        .predictions = judged.predictions,
                        .evaluation = evaluation,
                        .model = judged.classifier->info(),
                        .part = part.words,
                        .protocol = part.protocol,
                        .guard = part.guard,
                        .editedLabels = countEdited(*judged.beats, judged.labels),
                        .dateUtc = arguments.date.empty()
                                       ? fmt::format("{:%Y-%m-%d %H:%M} UTC", fmt::gmtime(std::time(nullptr)))
                                       : arguments.date});
  writeFileAtomically(arguments.out, html);
  console.result({{"path", arguments.out}, {"sha256", sha256Hex(std::as_bytes(std::span(html)))}},
                 fmt::format("report -> {}", arguments.out));
}

}  // namespace

void addReportCommand(CLI::App& app, Console& console) {
  auto arguments = std::make_shared<ReportArguments>();
  CLI::App* command = app.add_subcommand("report", "write a self-contained HTML report of a model on data");
  addJudgeOptions(*command, arguments->choice, true);
  command->add_option("--out", arguments->out, "HTML file to write")->required();
  command->add_option("--date", arguments->date, "date to print instead of now, for equal bytes");
  command->callback([arguments, &console] { report(*arguments, console); });
}

}  // namespace ectopy::cli
