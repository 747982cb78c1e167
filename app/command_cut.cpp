#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli_commands.h"
#include "app/cli_console.h"
#include "app/cli_data.h"
#include "core/beats/beat_file.h"
#include "core/beats/cutting.h"
#include "core/io/path_kind.h"

namespace ectopy::cli {

namespace {

struct CutArguments {
  std::string data;
  std::string out;
  CutChoice choice;
  CsvChoice csv;
  SignalTextOptions text;
};

void cut(const CutArguments& arguments, Console& console) {
  const auto start = std::chrono::steady_clock::now();
  const BeatCut how = arguments.choice.toCut(arguments.data);
  const bool isSignal = arguments.text.sampleRateHz > 0 || pathKind(arguments.data) == PathKind::SignalText;
  const auto beats = isSignal ? openBeats(arguments.data, how, console.job(), arguments.text)
                              : openBeats(arguments.data, how, arguments.csv.toReading(), console.job());
  writeBeatFile(arguments.out, *beats, console.job());
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  for (const std::string& warning : beats->facts().warnings) console.message(warning);
  nlohmann::json result = {{"beats", beats->size()},
                           {"records", beats->facts().records.size()},
                           {"classes", classCountsJson(*beats)},
                           {"cut", beats->cut()},
                           {"fingerprint", beats->fingerprint()},
                           {"seconds", seconds},
                           {"warnings", beats->facts().warnings}};
  if (!beats->facts().features.empty()) result["features"] = beats->facts().features;
  result.update(provenanceJson(*beats));
  console.result(result,
                 fmt::format("{} beats of {} records ({}) in {:.2f} s -> {}", beats->size(),
                             beats->facts().records.size(), classCountsText(*beats), seconds, arguments.out));
}

}  // namespace

void addCutCommand(CLI::App& app, Console& console) {
  auto arguments = std::make_shared<CutArguments>();
  CLI::App* command = app.add_subcommand("cut", "cut beats out of recordings, or take them from a CSV");
  command
      ->add_option("DATA", arguments->data,
                   "recording (WFDB, EDF, BDF, text), folder of recordings, PTB, PTB-XL, heartbeat CSV")
      ->required();
  command->add_option("--out", arguments->out, "beat file to write (.beats)")->required();
  addCutOptions(*command, arguments->choice);
  addCsvOptions(*command, arguments->csv);
  addSignalTextOptions(*command, arguments->text);
  command->callback([arguments, &console] { cut(*arguments, console); });
}

}  // namespace ectopy::cli
