#pragma once

#include <cstdint>
#include <memory>

#include "core/model/network.h"

namespace ectopy {

/// A moving average of a network's weights and statistics over the steps of its training (Polyak and Juditsky
/// 1992): less noise than any single step has. It starts short and grows, so that the first weights don't
/// weigh on it: in step t (from 1) it keeps min(decay, (1 + t) / (10 + t)) of itself.
class WeightAverage {
 public:
  /// `averaged` is a network of the same architecture and device, which the average is kept in.
  WeightAverage(std::shared_ptr<Network> averaged, const Network& learning, double decay);

  /// Takes in the network's weights after a step.
  void update(const Network& learning);
  const std::shared_ptr<Network>& network() const { return m_averaged; }
  /// As after that many steps; the averaged weights are set in network().
  void resumeAfter(std::int64_t steps) { m_steps = steps; }

 private:
  std::shared_ptr<Network> m_averaged;
  double m_decay;
  std::int64_t m_steps = 0;
};

}  // namespace ectopy
