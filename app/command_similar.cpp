#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli_commands.h"
#include "app/cli_console.h"
#include "app/cli_review.h"
#include "core/beats/beat_neighbours.h"
#include "core/beats/cut_fitting.h"

namespace ectopy::cli {

namespace {

struct SimilarArguments {
  ReviewChoice review;
  std::vector<BeatIndex> beats;
  std::size_t limit = kMostNeighbours;
};

void showSimilar(const SimilarArguments& arguments, Console& console) {
  const auto start = std::chrono::steady_clock::now();
  const ReviewData data = openForReview(arguments.review, console);
  std::vector<BeatIndex> asked;
  for (const BeatIndex beat : arguments.beats) asked.push_back(data.reviewBeat(beat));
  const BeatVectors vectors = vectorsOf(data, arguments.review.threads, console.job());
  const std::string by = data.classifier ? data.classifier->info().name : "shape";
  nlohmann::json listed = nlohmann::json::array();
  std::string text = fmt::format("Nearest by {}\n{}  {:>8}", by, placeHead(), "distance");
  for (const Neighbour& neighbour : nearestBeats(vectors, asked, arguments.limit, console.job())) {
    if (data.dataBeat(neighbour.beat) == FittedBeats::kNoOrigin || data.beats->isAbsent(neighbour.beat))
      continue;
    nlohmann::json place = placeJson(data, neighbour.beat);
    place["distance"] = neighbour.distance;
    listed.push_back(place);
    text += fmt::format("\n{}  {:>8.4f}", placeText(data, neighbour.beat), neighbour.distance);
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  console.result({{"asked", arguments.beats},
                  {"by", by},
                  {"beats", listed},
                  {"warnings", data.warnings},
                  {"seconds", seconds}},
                 text);
}

}  // namespace

void addSimilarCommand(CLI::App& app, Console& console) {
  auto arguments = std::make_shared<SimilarArguments>();
  CLI::App* command = app.add_subcommand("similar", "the beats that are most like one, nearest first");
  addReviewOptions(*command, arguments->review);
  command
      ->add_option("--beat", arguments->beats,
                   "number of the beat in DATA, from 0; several: nearest to their mean")
      ->required();
  addModelOption(*command, arguments->review,
                 "compare what this model (or \"shipped\") makes of the beats; without it their shapes");
  command->add_option("--limit", arguments->limit, "beats to list beside those asked for")
      ->capture_default_str();
  command->callback([arguments, &console] { showSimilar(*arguments, console); });
}

}  // namespace ectopy::cli
