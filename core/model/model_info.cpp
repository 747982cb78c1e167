#include "core/model/model_info.h"

#include <array>
#include <utility>

#include "core/base/enum_names.h"

namespace ectopy {
namespace {

constexpr std::array<std::pair<TransferMode, std::string_view>, 4> kTransferModes{{
    {TransferMode::Scratch, "scratch"},
    {TransferMode::Freeze, "freeze"},
    {TransferMode::FineTune, "finetune"},
    {TransferMode::Gradual, "gradual"},
}};

constexpr std::array<std::pair<TrainingEnd, std::string_view>, 4> kTrainingEnds{{
    {TrainingEnd::Epochs, "epochs"},
    {TrainingEnd::EarlyStop, "early-stop"},
    {TrainingEnd::TimeLimit, "time-limit"},
    {TrainingEnd::StoppedAndKept, "stopped"},
}};

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
