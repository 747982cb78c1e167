#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli_commands.h"
#include "app/cli_console.h"
#include "core/base/error.h"
#include "core/io/text_fields.h"
#include "core/io/wfdb_header.h"
#include "core/io/wfdb_record.h"
#include "core/io/wfdb_text.h"

namespace ectopy::cli {

namespace {

struct DumpChoice {
  std::string record;
  std::string annotator;
  std::int64_t from = 0;
  std::int64_t to = std::numeric_limits<std::int64_t>::max();
  std::int64_t lines = std::numeric_limits<std::int64_t>::max();
};

void print(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
}

void printSamples(const DumpChoice& choice, Console& console) {
  constexpr std::int64_t kBlock = 100'000;  // lines printed at a time
  const JobContext job = console.job();
  const Recording recording = readWfdbRecord(choice.record, {.annotators = {}}, job);
  for (const std::string& warning : recording.warnings) console.message(warning);
  const std::int64_t known = std::min(choice.to, recording.sampleCount);
  const std::int64_t end = choice.lines < known - choice.from ? choice.from + choice.lines : known;
  for (std::int64_t first = choice.from; first < end; first += kBlock) {
    job.throwIfStopped();
    print(rdsampText(recording, first, std::min(first + kBlock, end)));
  }
}

void printAnnotations(const DumpChoice& choice, Console& console) {
  if (!staysInFolder(choice.annotator))
    throw Error(fmt::format("Expected an annotator's name, found {}.", inQuotes(choice.annotator)));
  const std::filesystem::path headerPath = wfdbHeaderPath(choice.record);
  const WfdbHeader header = readWfdbHeader(headerPath);
  std::filesystem::path path = headerPath;
  WfdbAnnotations file = readWfdbAnnotations(path.replace_extension("." + choice.annotator));
  for (const std::string& warning : file.warnings) console.message(warning);
  const double ticksPerSample = file.timeResolutionHz > 0 ? file.timeResolutionHz / header.sampleRateHz : 1;
  const auto isOutside = [&](const Annotation& annotation) {
    const double sample = static_cast<double>(annotation.sample) / ticksPerSample;
    return sample < static_cast<double>(choice.from) || sample >= static_cast<double>(choice.to);
  };
  std::erase_if(file.annotations, isOutside);
  if (choice.lines < std::ssize(file.annotations))
    file.annotations.resize(static_cast<std::size_t>(choice.lines));
  print(rdannText(file, header.sampleRateHz, header.startTime));
}

}  // namespace

void addDumpCommand(CLI::App& app, Console& console) {
  auto choice = std::make_shared<DumpChoice>();
  CLI::App* command =
      app.add_subcommand("dump", "prints samples or annotations as PhysioNet's rdsamp and rdann do");
  command->add_option("RECORD", choice->record, "a WFDB record")->required();
  command->add_option("--annotator", choice->annotator,
                      "print this annotator's annotations (atr) instead of samples");
  command->add_option("--from", choice->from, "first sample number")->check(CLI::NonNegativeNumber);
  command->add_option("--to", choice->to, "sample number to stop before")->check(CLI::NonNegativeNumber);
  command->add_option("--lines", choice->lines, "print at most so many lines")->check(CLI::NonNegativeNumber);
  command->callback([choice, &console] {
    if (choice->annotator.empty()) {
      printSamples(*choice, console);
    } else {
      printAnnotations(*choice, console);
    }
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
      throw Error("Can't write to the standard output.");
  });
}

}  // namespace ectopy::cli
