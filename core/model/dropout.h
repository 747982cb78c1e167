#pragma once

#include <cstdint>
#include <vector>

#include "core/model/split_mix.h"
#include "core/model/torch_compat.h"

namespace ectopy {

/// Where dropout masks come from: a seeded source of its own, so that a training repeats itself exactly and
/// two at once don't disturb each other (torch::dropout draws from one generator for the whole program).
class DropoutSource {
 public:
  /// Lets everything through: for evaluating.
  static DropoutSource none() { return {}; }
  DropoutSource(std::uint64_t seed, const torch::Device& device);

  /// x with a share `rate` of its values set to 0 and the others divided by 1 - rate.
  torch::Tensor apply(const torch::Tensor& x, double rate);

  /// x plus noise of that standard deviation: about normal, never beyond 3.5 deviations. x must be on the CPU
  /// or where this source draws.
  torch::Tensor jitter(const torch::Tensor& x, double deviation);

  /// Where it stands, for setState() of a source of the same device.
  std::vector<std::uint64_t> state() const;
  /// Throws Error when the state is not one of such a source.
  void setState(const std::vector<std::uint64_t>& state);

 private:
  DropoutSource() = default;
  torch::Tensor maskOnCpu(const torch::Tensor& like, double rate);
  torch::Tensor noiseOnCpu(const torch::Tensor& like, double deviation);

  bool m_isOn = false;
  SplitMix m_random;
  torch::Generator m_generator;  // other devices draw there
};

}  // namespace ectopy
