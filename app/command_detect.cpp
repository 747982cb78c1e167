#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <chrono>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli_commands.h"
#include "app/cli_console.h"
#include "app/cli_data.h"
#include "core/base/error.h"
#include "core/io/recording_reader.h"
#include "core/io/wfdb_annotations.h"
#include "core/signal/qrs_detector.h"

namespace ectopy::cli {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct DetectArguments {
  std::vector<std::string> records;
  std::string annotator;
  std::string lead;
  bool force = false;
  SignalTextOptions text;
};

std::vector<fs::path> headersOf(const DetectArguments& arguments) {
  std::vector<fs::path> headers;
  std::error_code ignored;
  for (const std::string& record : arguments.records) {
    if (!fs::is_directory(record, ignored)) {
      headers.emplace_back(record);
      continue;
    }
    const std::vector<fs::path> inFolder = listRecordings(record);
    headers.insert(headers.end(), inFolder.begin(), inFolder.end());
  }
  return headers;
}

DetectorOptions optionsFor(const Recording& recording, const std::string& lead) {
  DetectorOptions options;
  if (lead.empty()) return options;
  options.peakLead = findLead(recording, lead);
  if (!options.peakLead)
    throw Error(fmt::format("Record {}: expected a lead \"{}\", found none.", recording.name, lead));
  return options;
}

/// {lead: mean quality}
json qualityJson(const Recording& recording, const Detection& detection) {
  json quality = json::object();
  for (std::size_t i = 0; i < detection.leads.size(); ++i) {
    double sum = 0;
    std::int64_t samples = 0;
    for (const DetectionStretch& stretch : detection.stretches) {
      const std::int64_t length = stretch.lastSample - stretch.firstSample;
      sum += stretch.leadQuality[i] * static_cast<double>(length);
      samples += length;
    }
    if (samples > 0) quality[recording.leads[detection.leads[i]].name] = sum / static_cast<double>(samples);
  }
  return quality;
}

void writeBeats(const fs::path& file, const Detection& detection) {
  constexpr AnnotationCode kBeat = 1;  // N, as WFDB's own detectors write
  std::vector<Annotation> marks;
  marks.reserve(detection.rSamples.size());
  for (const std::int64_t sample : detection.rSamples) marks.push_back({.sample = sample, .code = kBeat});
  writeWfdbAnnotations(file, marks);
}

void detect(const DetectArguments& arguments, Console& console) {
  const std::vector<fs::path> headers = headersOf(arguments);
  std::vector<AnnotationTarget> targets;
  for (const fs::path& header : headers) targets.push_back(annotationTarget(header, arguments.annotator));
  requireWritable(targets, arguments.force);
  std::size_t beats = 0;
  double seconds = 0;
  json records = json::array();
  std::vector<std::string> warnings;
  for (const auto& [header, file] : targets) {
    RecordingReadOptions reading{.annotators = {}};
    reading.text = arguments.text;
    const Recording recording = readRecording(header, reading, console.job());
    const auto start = std::chrono::steady_clock::now();
    const Detection detection = detectBeats(recording, optionsFor(recording, arguments.lead), console.job());
    seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    writeBeats(file, detection);
    beats += detection.rSamples.size();
    records.push_back({{"record", recording.name},
                       {"beats", detection.rSamples.size()},
                       {"leadQuality", qualityJson(recording, detection)}});
    warnings.insert(warnings.end(), recording.warnings.begin(), recording.warnings.end());
    warnings.insert(warnings.end(), detection.warnings.begin(), detection.warnings.end());
  }
  for (const std::string& warning : warnings) console.message(warning);
  console.result({{"beats", beats}, {"seconds", seconds}, {"records", records}, {"warnings", warnings}},
                 fmt::format("{} beats in {} record{}, {:.2f} s -> annotator {}", beats, headers.size(),
                             headers.size() == 1 ? "" : "s", seconds, arguments.annotator));
}

}  // namespace

void addDetectCommand(CLI::App& app, Console& console) {
  auto arguments = std::make_shared<DetectArguments>();
  CLI::App* command = app.add_subcommand("detect", "find the R peaks of recordings");
  command->add_option("RECORD", arguments->records, "records or folders of records")->required();
  command
      ->add_option("--annotator", arguments->annotator,
                   "write WFDB annotations RECORD.NAME beside each record")
      ->check(annotatorProblem)
      ->required();
  command->add_option(
      "--lead", arguments->lead,
      "lead on whose extrema R peaks are put; without it the first (all leads are used to find "
      "them)");
  addSignalTextOptions(*command, arguments->text);
  command->add_flag("--force", arguments->force, "write over an annotator that exists");
  command->callback([arguments, &console] { detect(*arguments, console); });
}

}  // namespace ectopy::cli
