#include "core/training/layer_rates.h"

#include <algorithm>
#include <cmath>

namespace ectopy {

int headEpochs(TransferMode mode, int epochs) {
  if (mode != TransferMode::Gradual || epochs < 2) return 0;
  return std::max(1, static_cast<int>(std::lround(kHeadShare * epochs)));
}

std::vector<LayerGroup> learningGroups(const Network& network, TransferMode mode) {
  std::vector<LayerGroup> groups;
  for (const std::string& name : layerGroups(network)) groups.push_back({.name = name, .parameters = {}});
  for (const auto& item : network.named_parameters()) {
    const auto group = std::ranges::find(groups, network.layerGroup(item.key()), &LayerGroup::name);
    if (item.value().requires_grad() || mode == TransferMode::Gradual)
      group->parameters.push_back(item.value());
  }
  if (mode != TransferMode::Gradual) return groups;
  double factor = 1;
  for (auto group = groups.rbegin(); group != groups.rend(); ++group, factor *= kLayerFactor)
    group->factor = factor;
  return groups;
}

void setTrunkFrozen(Network& network, bool isFrozen) {
  for (auto& item : network.named_parameters())
    item.value().requires_grad_(!isFrozen || network.isHead(item.key()));
}

}  // namespace ectopy
