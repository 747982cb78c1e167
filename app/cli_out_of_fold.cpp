#include "app/cli_out_of_fold.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/cli_console.h"
#include "core/base/files.h"
#include "core/training/out_of_fold_file.h"

namespace ectopy::cli {

OutOfFoldOptions OutOfFoldChoice::toOptions(const BeatSet& beats, std::span<const ClassIndex> labels) const {
  OutOfFoldOptions options;
  options.folds = folds;
  options.group = foldGroupFromName(foldGroup);
  const auto labelled = static_cast<std::size_t>(
      std::ranges::count_if(labels, [&](ClassIndex label) { return label < beats.scheme().size(); }));
  const auto networks = learner().architectures(beats.length(), beats.scheme().size());
  const auto network = std::ranges::find(networks, architecture, &ArchitectureFacts::name);
  if (network == networks.end()) {
    options.config.architecture = architecture;  // the learner says what is wrong with it
  } else {
    options.config = outOfFoldConfig(*network, labelled);
  }
  if (epochs) options.config.epochs = *epochs;
  options.config.seed = seed;
  options.config.device = device;
  options.config.threads = threads;
  return options;
}

std::vector<std::string> addOutOfFoldOptions(CLI::App& command, OutOfFoldChoice& choice) {
  std::vector<std::string> names;
  const auto add = [&](const char* name, auto& member, const char* meaning) {
    names.emplace_back(name);
    return command.add_option(name, member, meaning)->group("Out-of-fold probabilities");
  };
  add("--folds", choice.folds, "parts the beats are dealt to; each is judged by a model of the others")
      ->check(CLI::Range(2, 100))
      ->capture_default_str();
  add("--folds-by", choice.foldGroup, "what stays together in a fold: beat, record or patient")
      ->check(CLI::IsMember({"beat", "record", "patient"}))
      ->capture_default_str();
  add("--architecture", choice.architecture, "network")->capture_default_str();
  add("--epochs", choice.epochs, "of each model; without it 5, more where there are few beats")
      ->check(CLI::PositiveNumber);
  add("--seed", choice.seed, "of folds, weights and order")->capture_default_str();
  add("--device", choice.device, "cpu, or cuda where libtorch has it")->capture_default_str();
  add("--probabilities", choice.probabilities,
      "file (.safetensors) that they are kept in: where it is there, labels are ranked without training");
  return names;
}

OutOfFold outOfFold(const OutOfFoldChoice& choice, const BeatSet& beats, std::span<const ClassIndex> labels,
                    Console& console) {
  const OutOfFoldOptions options = choice.toOptions(beats, labels);
  const std::string& file = choice.probabilities;
  std::optional<OutOfFold> kept;
  if (!file.empty()) kept = loadOutOfFold(file, beats, labels, options);
  if (kept) return std::move(*kept);
  if (!file.empty()) const AtomicFile probe(file);  // a typing error must not cost the trainings
  OutOfFold made = predictOutOfFold(learner(), beats, labels, options, console.job());
  if (!file.empty()) saveOutOfFold(file, made, beats, labels, options);
  return made;
}

nlohmann::json settingsJson(const OutOfFoldOptions& options) {
  return {{"folds", options.folds},
          {"foldsBy", nameOf(options.group)},
          {"architecture", options.config.architecture},
          {"epochs", options.config.epochs},
          {"seed", options.config.seed},
          {"recipe", recipeWords(options.config)}};
}

}  // namespace ectopy::cli
