#include "core/training/optimizer.h"

namespace ectopy {
namespace {

constexpr double kKerasEpsilon = 1e-7;  // torch's default is 1e-8

/// Two groups of the optimizer for each of layers. Biases and the scales of norms (one dimension) don't
/// decay: nothing is overfitted by their size.
template <typename OptimizerOptions>
std::vector<torch::optim::OptimizerParamGroup> optimizerGroups(const std::vector<LayerGroup>& layers,
                                                               const OptimizerOptions& options) {
  std::vector<torch::optim::OptimizerParamGroup> groups;
  for (const LayerGroup& layer : layers) {
    std::vector<torch::Tensor> decaying;
    std::vector<torch::Tensor> free;
    for (const torch::Tensor& parameter : layer.parameters)
      (parameter.dim() > 1 ? decaying : free).push_back(parameter);
    groups.emplace_back(decaying, std::make_unique<OptimizerOptions>(options));
    groups.emplace_back(free, std::make_unique<OptimizerOptions>(OptimizerOptions(options).weight_decay(0)));
  }
  return groups;
}

template <typename State>
std::optional<Moments> momentsAs(const torch::optim::Optimizer& optimizer, const torch::Tensor& parameter) {
  const auto found = optimizer.state().find(optimizerKey(parameter));
  if (found == optimizer.state().end()) return std::nullopt;
  const auto& state = static_cast<const State&>(*found->second);
  return Moments{state.step(), state.exp_avg(), state.exp_avg_sq()};
}

template <typename State>
std::unique_ptr<torch::optim::OptimizerParamState> stateOf(const Moments& moments) {
  auto state = std::make_unique<State>();
  state->step(moments.steps);
  state->exp_avg(moments.mean);
  state->exp_avg_sq(moments.square);
  return state;
}

}  // namespace

std::unique_ptr<torch::optim::Optimizer> makeOptimizer(const std::vector<LayerGroup>& layers,
                                                       const TrainingConfig& config) {
  if (config.optimizer == OptimizerKind::AdamW) {
    const auto options = torch::optim::AdamWOptions(config.learningRate).weight_decay(config.weightDecay);
    return std::make_unique<torch::optim::AdamW>(optimizerGroups(layers, options), options);
  }
  const auto options = torch::optim::AdamOptions(config.learningRate).eps(kKerasEpsilon);
  return std::make_unique<torch::optim::Adam>(optimizerGroups(layers, options), options);
}

void setLearningRate(torch::optim::Optimizer& optimizer, const std::vector<LayerGroup>& layers, double rate) {
  for (std::size_t i = 0; i < optimizer.param_groups().size(); ++i)
    optimizer.param_groups()[i].options().set_lr(rate * layers[i / 2].factor);
}

std::optional<Moments> momentsOf(const torch::optim::Optimizer& optimizer, const TrainingConfig& config,
                                 const torch::Tensor& parameter) {
  return config.optimizer == OptimizerKind::AdamW
             ? momentsAs<torch::optim::AdamWParamState>(optimizer, parameter)
             : momentsAs<torch::optim::AdamParamState>(optimizer, parameter);
}

void setMoments(torch::optim::Optimizer& optimizer, const TrainingConfig& config,
                const torch::Tensor& parameter, const Moments& moments) {
  optimizer.state()[optimizerKey(parameter)] = config.optimizer == OptimizerKind::AdamW
                                                   ? stateOf<torch::optim::AdamWParamState>(moments)
                                                   : stateOf<torch::optim::AdamParamState>(moments);
}

}  // namespace ectopy
