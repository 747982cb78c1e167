#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli_commands.h"
#include "app/cli_console.h"
#include "app/cli_data.h"
#include "core/beats/cutting.h"
#include "core/io/heartbeat_csv.h"

namespace ectopy::cli {

namespace {

struct ExportArguments {
  std::string data;
  std::string csv;
  std::string workspace;
  CsvChoice csvChoice;
};

void exportCsv(const ExportArguments& arguments, Console& console) {
  const auto beats =
      openBeats(arguments.data, defaultCut(CutRule::Kaggle), arguments.csvChoice.toReading(), console.job());
  const HeartbeatRows rows = rowsOf(*beats, labelsOf(*beats, arguments.workspace));
  writeHeartbeatCsv(arguments.csv, rows, console.job());
  console.result({{"rows", rows.rows()}}, fmt::format("{} rows -> {}", rows.rows(), arguments.csv));
}

}  // namespace

void addExportCommand(CLI::App& app, Console& console) {
  auto arguments = std::make_shared<ExportArguments>();
  CLI::App* command = app.add_subcommand("export", "write beats as a heartbeat CSV (samples, class last)");
  command->add_option("DATA", arguments->data, "beat file or other DATA")->required();
  command->add_option("--csv", arguments->csv, "CSV file to write")->required();
  command->add_option("--workspace", arguments->workspace, "take corrected labels from this workspace");
  addCsvOptions(*command, arguments->csvChoice);
  command->callback([arguments, &console] { exportCsv(*arguments, console); });
}

}  // namespace ectopy::cli
