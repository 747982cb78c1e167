#include "core/training/weight_average.h"

#include <algorithm>

namespace ectopy {
namespace {

/// Every value of `averaged` moves by `share` of its way to `learning`.
void approach(const Network& averaged, const Network& learning, double share) {
  const torch::NoGradGuard noGrad;
  const auto move = [share](const std::vector<torch::Tensor>& targets,
                            const std::vector<torch::Tensor>& now) {
    for (std::size_t i = 0; i < targets.size(); ++i) targets[i].lerp_(now[i], share);
  };
  move(averaged.parameters(), learning.parameters());
  move(averaged.buffers(), learning.buffers());
}

}  // namespace

WeightAverage::WeightAverage(std::shared_ptr<Network> averaged, const Network& learning, double decay)
    : m_averaged(std::move(averaged)), m_decay(decay) {
  approach(*m_averaged, learning, 1);
}

void WeightAverage::update(const Network& learning) {
  const auto t = static_cast<double>(++m_steps);
  approach(*m_averaged, learning, 1 - std::min(m_decay, (1 + t) / (10 + t)));
}

}  // namespace ectopy
