#pragma once

#include <string>
#include <vector>

#include "core/model/model_info.h"
#include "core/model/network.h"

namespace ectopy {

/// Parameters that learn at one rate.
struct LayerGroup {
  std::string name;  // of Network::layerGroup
  std::vector<torch::Tensor> parameters;
  double factor = 1;  // of the schedule's rate
};

/// How the mode Gradual learns (after Howard and Ruder 2018: gradual unfreezing, discriminative rates).
inline constexpr double kHeadShare = 0.25;   // of the epochs: the head alone
inline constexpr double kAllRate = 0.5;      // of the configured rate: the head's when all learn
inline constexpr double kLayerFactor = 0.5;  // of the rate of the next group towards the head

/// Epochs at most in which the head learns alone: 0 but for Gradual.
int headEpochs(TransferMode mode, int epochs);

/// What learns in a network, in groups from the front to the head; for Gradual each with its factor once all
/// learn. Frozen parameters are left out, but for Gradual, where they wait.
std::vector<LayerGroup> learningGroups(const Network& network, TransferMode mode);

/// Freezes all but the head, or lets all learn.
void setTrunkFrozen(Network& network, bool isFrozen);

}  // namespace ectopy
