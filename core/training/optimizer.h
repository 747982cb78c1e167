#pragma once

#include <memory>

#include "core/model/network.h"
#include "core/model/training_config.h"

namespace ectopy {

/// The configured optimizer over the parameters of the network that require a gradient.
std::unique_ptr<torch::optim::Optimizer> makeOptimizer(const Network& network, const TrainingConfig& config);

void setLearningRate(torch::optim::Optimizer& optimizer, double rate);

}  // namespace ectopy
