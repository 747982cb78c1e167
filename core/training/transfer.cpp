#include "core/training/transfer.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/model/architectures.h"
#include "core/model/torch_classifier.h"

namespace ectopy {
namespace {

const TorchClassifier& parentOf(const TrainingTask& task) {
  const auto* parent = dynamic_cast<const TorchClassifier*>(task.parent);
  if (parent == nullptr)
    throw Error(fmt::format("The mode {} starts from a model of this program, but there is none.",
                            nameOf(task.mode)));
  if (parent->info().cut.length != task.beats.cut().length)
    throw Error(
        fmt::format("The model takes beats of {} samples, the data set's beats have {}: it can't be "
                    "transferred.",
                    parent->info().cut.length, task.beats.cut().length));
  return *parent;
}

void copyWeights(Network& target, const TorchClassifier& parent, bool withLastLayer) {
  torch::NoGradGuard noGrad;
  const auto copy = [&](const auto& from, auto to) {
    for (const auto& item : from)
      if (withLastLayer || !item.key().starts_with(target.lastLayer() + "."))
        to[item.key()].copy_(item.value());
  };
  copy(parent.network().named_parameters(), target.named_parameters());
  copy(parent.network().named_buffers(), target.named_buffers());
}

/// Names and colours may differ: the classes are the same.
bool haveSameCodes(const LabelScheme& one, const LabelScheme& other) {
  return std::ranges::equal(one.classes, other.classes, {}, &LabelClass::code, &LabelClass::code);
}

}  // namespace

std::string architectureOf(const TrainingTask& task) {
  return task.parent != nullptr ? task.parent->info().architecture : task.config.architecture;
}

std::shared_ptr<Network> startingNetwork(const TrainingTask& task) {
  std::shared_ptr<Network> network = buildNetwork(architectureOf(task), task.beats.cut().length,
                                                  static_cast<std::int64_t>(task.beats.scheme().size()));
  initialize(*network, task.config.seed);
  if (task.mode == TransferMode::Scratch && !task.continues) return network;
  const TorchClassifier& parent = parentOf(task);
  copyWeights(*network, parent, haveSameCodes(parent.info().scheme, task.beats.scheme()));
  if (task.mode == TransferMode::Freeze)
    for (auto& item : network->named_parameters()) item.value().requires_grad_(network->isHead(item.key()));
  return network;
}

std::int64_t trainableCount(const Network& network) {
  std::int64_t count = 0;
  for (const torch::Tensor& parameter : network.parameters())
    if (parameter.requires_grad()) count += parameter.numel();
  return count;
}

}  // namespace ectopy
