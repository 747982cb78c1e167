#include "core/model/model_info.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "core/base/error.h"

namespace ectopy {
namespace {

constexpr std::array<std::pair<TransferMode, std::string_view>, 3> kTransferModes{{
    {TransferMode::Scratch, "scratch"},
    {TransferMode::Freeze, "freeze"},
    {TransferMode::FineTune, "finetune"},
}};

constexpr std::array<std::pair<TrainingEnd, std::string_view>, 4> kTrainingEnds{{
    {TrainingEnd::Epochs, "epochs"},
    {TrainingEnd::EarlyStop, "early-stop"},
    {TrainingEnd::TimeLimit, "time-limit"},
    {TrainingEnd::StoppedAndKept, "stopped"},
}};

template <typename Names, typename Value>
std::string_view nameIn(const Names& names, Value value) {
  for (const auto& [known, name] : names) {
    if (known == value) return name;
  }
  return "";
}

template <typename Names>
auto valueIn(const Names& names, std::string_view name, std::string_view what) {
  std::string expected;
  for (const auto& [value, known] : names) {
    if (known == name) return value;
    expected += expected.empty() ? "" : ", ";
    expected += known;
  }
  throw Error(fmt::format("Unknown {} \"{}\": expected one of {}.", what, name, expected));
}

}  // namespace

std::string_view nameOf(TransferMode mode) {
  return nameIn(kTransferModes, mode);
}
TransferMode transferModeFromName(std::string_view name) {
  return valueIn(kTransferModes, name, "transfer mode");
}

std::string_view nameOf(TrainingEnd end) {
  return nameIn(kTrainingEnds, end);
}
TrainingEnd trainingEndFromName(std::string_view name) {
  return valueIn(kTrainingEnds, name, "end of a training");
}

}  // namespace ectopy
