#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli_commands.h"
#include "app/cli_console.h"
#include "app/cli_data.h"
#include "core/beats/beat_file.h"
#include "core/beats/cutting.h"
#include "core/beats/demo.h"

namespace ectopy::cli {

namespace {

struct DemoArguments {
  std::string out;
  DemoOptions options;
};

void writeDemoData(const DemoArguments& arguments, Console& console) {
  const std::filesystem::path out = arguments.out;
  const DemoFolders folders = writeDemo(out, arguments.options, console.job());
  const auto arrhythmia = openBeats(folders.arrhythmia, CutChoice{}.toCut(folders.arrhythmia), console.job());
  const auto infarction =
      openBeats(folders.infarction, CutChoice{.task = "mi"}.toCut(folders.infarction), console.job());
  writeBeatFile(out / "arrhythmia.beats", *arrhythmia, console.job());
  writeBeatFile(out / "infarction.beats", *infarction, console.job());
  const std::size_t beats = arrhythmia->size() + infarction->size();
  console.result({{"records", folders.records}, {"beats", beats}, {"synthetic", true}},
                 fmt::format("{} synthetic records, {} beats -> {}", folders.records, beats, arguments.out));
}

}  // namespace

void addDemoCommand(CLI::App& app, Console& console) {
  auto arguments = std::make_shared<DemoArguments>();
  CLI::App* command =
      app.add_subcommand("demo", "make synthetic recordings (arrhythmia, infarction) and cut their beats");
  command->add_option("--out", arguments->out, "folder to write")->required();
  command->add_option("--seed", arguments->options.seed, "of the recordings")->capture_default_str();
  command->add_option("--patients", arguments->options.patients, "records a set")
      ->check(CLI::Range(2, 200))
      ->capture_default_str();
  command->add_option("--seconds", arguments->options.secondsPerRecord, "length of a record")
      ->check(CLI::Range(20.0, 86400.0))
      ->capture_default_str();
  command->callback([arguments, &console] { writeDemoData(*arguments, console); });
}

}  // namespace ectopy::cli
