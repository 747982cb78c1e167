#include "core/training/optimizer.h"

namespace ectopy {
namespace {

constexpr double kKerasEpsilon = 1e-7;  // torch's default is 1e-8

std::unique_ptr<torch::optim::Optimizer> makeAdam(const Network& network, const TrainingConfig& config) {
  std::vector<torch::Tensor> learning;
  for (const torch::Tensor& parameter : network.parameters())
    if (parameter.requires_grad()) learning.push_back(parameter);
  return std::make_unique<torch::optim::Adam>(
      learning, torch::optim::AdamOptions(config.learningRate).eps(kKerasEpsilon));
}

/// Biases and the scales of norms (one dimension) don't decay: nothing is overfitted by their size.
std::unique_ptr<torch::optim::Optimizer> makeAdamW(const Network& network, const TrainingConfig& config) {
  std::vector<torch::Tensor> decaying;
  std::vector<torch::Tensor> free;
  for (const torch::Tensor& parameter : network.parameters())
    if (parameter.requires_grad()) (parameter.dim() > 1 ? decaying : free).push_back(parameter);
  const auto options = [&](double decay) {
    return std::make_unique<torch::optim::AdamWOptions>(
        torch::optim::AdamWOptions(config.learningRate).weight_decay(decay));
  };
  std::vector<torch::optim::OptimizerParamGroup> groups;
  groups.emplace_back(decaying, options(config.weightDecay));
  groups.emplace_back(free, options(0));
  return std::make_unique<torch::optim::AdamW>(groups, torch::optim::AdamWOptions(config.learningRate));
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

std::unique_ptr<torch::optim::Optimizer> makeOptimizer(const Network& network, const TrainingConfig& config) {
  return config.optimizer == OptimizerKind::AdamW ? makeAdamW(network, config) : makeAdam(network, config);
}

void setLearningRate(torch::optim::Optimizer& optimizer, double rate) {
  for (torch::optim::OptimizerParamGroup& group : optimizer.param_groups()) group.options().set_lr(rate);
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
