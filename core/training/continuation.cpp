#include "core/training/continuation.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/beats/split.h"

namespace ectopy {
namespace {

constexpr int kMostMoreEpochs = 100'000;

/// Epochs 1, 2, ... and among them the best.
bool isWhole(const ModelInfo& run) {
  const int epochs = static_cast<int>(run.history.size());
  return epochs > 0 && run.history.back().epoch == epochs && run.bestEpoch >= 1 && run.bestEpoch <= epochs;
}

}  // namespace

std::string whyNotContinue(const ModelInfo& run, const std::string& dataFingerprint) {
  if (!isWhole(run))
    return fmt::format("The run of {} can't go on: its model file does not hold all of its epochs.",
                       run.name);
  if (run.corrections > 0)
    return fmt::format(
        "{} was fine-tuned on corrections, with a sample of the training part: such a run can't go on; "
        "fine-tune it on the corrections again.",
        run.name);
  if (run.dataFingerprint != dataFingerprint)
    return fmt::format(
        "The run of {} goes on with the data it learned from alone: expected {} with the fingerprint {}, "
        "found {}.",
        run.name, run.dataName, run.dataFingerprint, dataFingerprint);
  if (run.protocol.ends_with(kDrawnByCorrections))
    return fmt::format(
        "The run of {} can't go on: its parts were drawn by labels that may have been corrected since, so "
        "beats "
        "it learned from could come to judge it. Train anew.",
        run.name);
  return {};
}

TrainingConfig continuedConfig(const ModelInfo& run, int moreEpochs) {
  if (moreEpochs < 1 || moreEpochs > kMostMoreEpochs)
    throw Error(fmt::format("A run goes on for 1 to {} epochs more, found {}.", kMostMoreEpochs, moreEpochs));
  TrainingConfig config = run.config;
  config.epochs = static_cast<int>(run.history.size()) + moreEpochs;
  config.threads = TrainingConfig().threads;
  config.timeLimitSeconds = TrainingConfig().timeLimitSeconds;
  return config;
}

}  // namespace ectopy
