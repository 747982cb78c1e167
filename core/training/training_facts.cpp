#include "core/training/training_facts.h"

#include <fmt/format.h>

#include "core/training/transfer.h"

namespace ectopy {
namespace {

constexpr auto kContinued = "-continued";

}  // namespace

ModelInfo startingInfo(const TrainingTask& task, const Network& network) {
  const BeatSet& beats = task.beats;
  ModelInfo info;
  info.architecture = architectureOf(task);
  info.config = task.config;
  info.config.architecture = info.architecture;
  info.trainableParameters = trainableCount(network);
  info.scheme = beats.scheme();
  info.cut = beats.cut();
  info.splitId = task.split.id;
  info.protocol = task.split.protocol;
  info.guard = task.split.guard;
  info.dataName = beats.facts().name;
  info.dataFingerprint = beats.fingerprint();
  if (beats.overlay()) info.sourceFingerprint = beats.sourceFingerprint();
  info.isSyntheticData = beats.facts().isSynthetic;
  info.programVersion = ECTOPY_VERSION;
  info.name = fmt::format("{}-{}-{}-s{}", info.dataName, info.architecture, info.splitId, info.config.seed);
  if (task.parent == nullptr) return info;
  info.transferMode = nameOf(task.mode);
  info.corrections = task.corrections;
  info.name += "-" + (task.corrections > 0 ? std::string("corrections") : info.transferMode);
  const ModelInfo& parent = task.parent->info();
  const bool isSameData = parent.dataSource() == info.dataSource();
  const bool isSameSplit = parent.splitId == info.splitId && parent.config.seed == info.config.seed;
  if (task.mode != TransferMode::Scratch && isSameData && !isSameSplit)
    info.guard += " The parent learned from other parts of this data: figures are optimistic.";
  if (task.continues) {
    info.transferMode = parent.transferMode;
    info.name = parent.name.ends_with(kContinued) ? parent.name : parent.name + kContinued;
    info.guard = parent.guard;
    info.continuedAfter = static_cast<int>(parent.history.size());
  }
  info.parentName = parent.name;
  info.parentSha256 = parent.weightsSha256;
  return info;
}

}  // namespace ectopy
