#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <chrono>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli_commands.h"
#include "app/cli_console.h"
#include "app/cli_review.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/beats/some_beats.h"

namespace ectopy::cli {

namespace {

struct ExplainArguments {
  ReviewChoice review;
  std::vector<BeatIndex> beats;
  std::string target;
  std::string method = "integrated-gradients";
  std::string csv;
};

ClassIndex targetOf(const ExplainArguments& arguments, const ReviewData& data, BeatIndex beat) {
  const LabelScheme& scheme = data.classifier->info().scheme;
  if (arguments.target.empty())
    return data.classifier->predict(*someBeats(*data.beats, std::span(&beat, 1)), 1, {}).predicted(0);
  if (const auto target = scheme.indexOf(arguments.target)) return *target;
  std::string known;
  for (const LabelClass& one : scheme.classes) known += (known.empty() ? "" : ", ") + one.code;
  throw Error(fmt::format("--class: expected one of the model's classes ({}), found \"{}\".", known,
                          arguments.target));
}

nlohmann::json numberOrNull(double value) {
  return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json();
}

std::string tableOf(const ReviewData& data, const std::vector<BeatIndex>& beats,
                    const std::vector<Attribution>& found) {
  std::string text = "beat,sample,value,attribution";
  auto out = std::back_inserter(text);
  for (std::size_t i = 0; i < found.size(); ++i)
    for (std::size_t sample = 0; sample < found[i].samples.size(); ++sample)
      fmt::format_to(out, "\n{},{},{},{}", data.dataBeat(beats[i]), sample,
                     data.beats->beat(beats[i])[sample], found[i].samples[sample]);
  return text + "\n";
}

void explain(const ExplainArguments& arguments, Console& console) {
  const ReviewData data = openForReview(arguments.review, console);
  const AttributionMethod method = attributionMethodFromName(arguments.method);
  std::vector<BeatIndex> beats;
  std::vector<Attribution> found;
  nlohmann::json explained = nlohmann::json::array();
  std::string text = placeHead() + "  class  log-odds  flat line  error of the sum";
  const auto start = std::chrono::steady_clock::now();
  for (const BeatIndex asked : arguments.beats) {
    const BeatIndex beat = data.reviewBeat(asked);
    const ClassIndex target = targetOf(arguments, data, beat);
    const std::string code(data.classifier->info().scheme.codeOf(target));
    beats.push_back(beat);
    found.push_back(
        data.classifier->attribute(*data.beats, std::span(&beat, 1), target, method, console.job()).front());
    const Attribution& one = found.back();
    nlohmann::json place = placeJson(data, beat);
    place.update({{"class", code},
                  {"logOdds", numberOrNull(one.logOdds)},
                  {"baselineLogOdds", numberOrNull(one.baselineLogOdds)},
                  {"completenessError", numberOrNull(one.completenessError)},
                  {"samples", one.samples},
                  {"features", one.features}});
    explained.push_back(place);
    text += fmt::format("\n{}  {:>5}  {:>8.2f}  {:>9.2f}  {:>16.3f} %", placeText(data, beat), code,
                        one.logOdds, one.baselineLogOdds, 100 * one.completenessError);
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (!arguments.csv.empty()) writeFileAtomically(arguments.csv, tableOf(data, beats, found));
  console.result(
      {{"method", arguments.method}, {"beats", explained}, {"warnings", data.warnings}, {"seconds", seconds}},
      text);
}

}  // namespace

void addExplainCommand(CLI::App& app, Console& console) {
  auto arguments = std::make_shared<ExplainArguments>();
  CLI::App* command = app.add_subcommand("explain", "what in a beat speaks for a class, sample by sample");
  addReviewOptions(*command, arguments->review);
  command->add_option("--beat", arguments->beats, "number of the beat in DATA, from 0; several")->required();
  addModelOption(*command, arguments->review, "the model that is asked (or \"shipped\")");
  command->get_option("--model")->required();
  command->add_option("--class", arguments->target,
                      "class that is asked about; without it the one predicted");
  command
      ->add_option("--method", arguments->method,
                   "integrated-gradients: what each sample adds to the log-odds; "
                   "grad-cam: where the last convolution looks")
      ->check(CLI::IsMember({"integrated-gradients", "grad-cam"}))
      ->capture_default_str();
  command->add_option("--csv", arguments->csv, "a line for each sample");
  command->callback([arguments, &console] { explain(*arguments, console); });
}

}  // namespace ectopy::cli
