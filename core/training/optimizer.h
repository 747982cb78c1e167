#pragma once

#include <memory>
#include <optional>

#include "core/model/training_config.h"
#include "core/training/layer_rates.h"

namespace ectopy {

/// The configured optimizer over these parameters; one without a gradient stays as it is.
std::unique_ptr<torch::optim::Optimizer> makeOptimizer(const std::vector<LayerGroup>& layers,
                                                       const TrainingConfig& config);

/// Of an optimizer made of these groups: to each its part of `rate`.
void setLearningRate(torch::optim::Optimizer& optimizer, const std::vector<LayerGroup>& layers, double rate);

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
