#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <chrono>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli_commands.h"
#include "app/cli_console.h"
#include "app/cli_review.h"
#include "core/base/files.h"
#include "core/beats/beat_map.h"
#include "core/beats/cut_fitting.h"

namespace ectopy::cli {

namespace {

constexpr std::size_t kNearby = 10;  // beats on the map that are looked at for their class

struct EmbedArguments {
  ReviewChoice review;
  std::string csv;
  std::string map = "neighbours";
  bool hasNumbers = false;
  std::uint64_t seed = 1;
};

double secondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::string table(const ReviewData& data, const std::vector<MapPoint>& map, const BeatVectors* numbers) {
  std::string text = "beat,record,sample,label,x,y";
  for (std::size_t i = 0; numbers && i < numbers->width; ++i) text += fmt::format(",e{}", i);
  auto out = std::back_inserter(text);
  for (BeatIndex beat = 0; beat < data.beats->size(); ++beat) {
    if (data.beats->isAbsent(beat)) continue;
    if (data.dataBeat(beat) == FittedBeats::kNoOrigin) continue;
    const RecordInfo* record = data.beats->recordOf(beat);
    fmt::format_to(out, "\n{},{},{},{},{},{}", data.dataBeat(beat), record ? record->name : "",
                   record ? fmt::to_string(data.beats->columns().rSamples[beat]) : "",
                   data.beats->scheme().codeOf(data.labels[beat]), map[beat].x, map[beat].y);
    if (!numbers) continue;
    for (const float number : numbers->of(beat)) fmt::format_to(out, ",{}", number);
  }
  return text + "\n";
}

std::vector<MapPoint> mapOf(const BeatVectors& vectors, const EmbedArguments& arguments,
                            const JobContext& job) {
  if (arguments.map == "axes") return axesMap(vectors, job);
  return neighbourMap(vectors, {.seed = arguments.seed, .threads = arguments.review.threads}, job);
}

nlohmann::json numberOrNull(double value) {
  return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json();
}

void embed(const EmbedArguments& arguments, Console& console) {
  const ReviewData data = openForReview(arguments.review, console);
  auto start = std::chrono::steady_clock::now();
  const BeatVectors vectors = vectorsOf(data, arguments.review.threads, console.job());
  const double embedSeconds = secondsSince(start);
  start = std::chrono::steady_clock::now();
  const std::vector<MapPoint> map = mapOf(vectors, arguments, console.job());
  const double mapSeconds = secondsSince(start);
  if (!arguments.csv.empty())
    writeFileAtomically(arguments.csv, table(data, map, arguments.hasNumbers ? &vectors : nullptr));
  const double shared = sharedClassNearby(map, data.labels, kNearby, console.job());
  const std::string by = data.classifier ? data.classifier->info().name : "shape";
  console.result(
      {{"beats", data.beats->size()},
       {"by", by},
       {"width", vectors.width},
       {"map", arguments.map},
       {"sharedClassNearby", numberOrNull(shared)},
       {"embedSeconds", embedSeconds},
       {"mapSeconds", mapSeconds},
       {"warnings", data.warnings}},
      fmt::format("{} beats by {}, {} numbers each: {:.1f} s, their map {:.1f} s. Of the {} beats "
                  "nearest on the map {:.1f} % are of the same class, each class counting the same.",
                  data.beats->size(), by, vectors.width, embedSeconds, mapSeconds, kNearby, 100 * shared));
}

}  // namespace

void addEmbedCommand(CLI::App& app, Console& console) {
  auto arguments = std::make_shared<EmbedArguments>();
  CLI::App* command = app.add_subcommand("embed", "a map of all beats, like beside like, as a table");
  addReviewOptions(*command, arguments->review);
  addModelOption(*command, arguments->review,
                 "map what this model (or \"shipped\") makes of the beats; without it their shapes");
  command->add_option("--csv", arguments->csv, "beat, record, sample, label and place (x, y), a line each");
  command
      ->add_option("--map", arguments->map, "places by likeness to neighbours, or along two principal axes")
      ->check(CLI::IsMember({"neighbours", "axes"}))
      ->capture_default_str();
  command->add_flag("--numbers", arguments->hasNumbers, "with what is compared behind each place");
  command->add_option("--seed", arguments->seed, "of the pairs that are drawn")->capture_default_str();
  command->callback([arguments, &console] { embed(*arguments, console); });
}

}  // namespace ectopy::cli
