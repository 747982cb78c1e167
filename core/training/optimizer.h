#pragma once

#include <memory>
#include <optional>

#include "core/model/network.h"
#include "core/model/training_config.h"

namespace ectopy {

/// The configured optimizer over the parameters of the network that require a gradient.
std::unique_ptr<torch::optim::Optimizer> makeOptimizer(const Network& network, const TrainingConfig& config);

void setLearningRate(torch::optim::Optimizer& optimizer, double rate);

/// What the optimizer remembers of a parameter.
struct Moments {
  std::int64_t steps = 0;
  torch::Tensor mean;    // of the gradient
  torch::Tensor square;  // mean of its square
};
/// Nothing for a parameter that has not moved yet.
std::optional<Moments> momentsOf(const torch::optim::Optimizer& optimizer, const TrainingConfig& config,
                                 const torch::Tensor& parameter);
void setMoments(torch::optim::Optimizer& optimizer, const TrainingConfig& config,
                const torch::Tensor& parameter, const Moments& moments);

}  // namespace ectopy
