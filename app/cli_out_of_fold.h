#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>

#include "core/training/out_of_fold.h"

namespace CLI {
class App;
}  // namespace CLI

namespace ectopy::cli {

class Console;

/// What the user says of the models that judge labels they did not learn from.
struct OutOfFoldChoice {
  std::string architecture = kDefaultArchitecture;
  int folds = OutOfFoldOptions().folds;
  std::string foldGroup = std::string(nameOf(OutOfFoldOptions().group));
  std::optional<int> epochs;
  std::uint64_t seed = TrainingConfig().seed;
  std::string device = TrainingConfig().device;
  std::string probabilities;  // file that they are kept in; empty: none
  int threads = 0;

  OutOfFoldOptions toOptions(const BeatSet& beats, std::span<const ClassIndex> labels) const;
};
/// Returns the names of the options, for others that exclude them.
std::vector<std::string> addOutOfFoldOptions(CLI::App& command, OutOfFoldChoice& choice);

/// From the file where it is there, else by training; then kept in the file.
OutOfFold outOfFold(const OutOfFoldChoice& choice, const BeatSet& beats, std::span<const ClassIndex> labels,
                    Console& console);

nlohmann::json settingsJson(const OutOfFoldOptions& options);

}  // namespace ectopy::cli
