#include "core/model/dropout.h"

#include <cmath>

namespace ectopy {
namespace {

constexpr std::uint64_t kGoldenGamma = 0x9e3779b97f4a7c15;

/// SplitMix64 (Steele, Lea, Flood 2014): the output for one value of its counter.
std::uint64_t splitMix(std::uint64_t counter) {
  std::uint64_t z = counter;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

}  // namespace

DropoutSource::DropoutSource(std::uint64_t seed, const torch::Device& device) : m_isOn(true) {
  m_counter = splitMix(seed + kGoldenGamma);
  if (!device.is_cpu()) m_generator = makeGenerator(device, seed);
}

torch::Tensor DropoutSource::apply(const torch::Tensor& x, double rate) {
  if (!m_isOn || rate <= 0) return x;
  if (x.is_cpu()) return x * maskOnCpu(x, rate);
  return x * torch::empty(x.sizes(), x.options()).bernoulli_(1 - rate, m_generator).div_(1 - rate);
}

torch::Tensor DropoutSource::maskOnCpu(const torch::Tensor& like, double rate) {
  torch::Tensor mask = torch::empty_like(like, like.options().requires_grad(false));
  float* values = mask.data_ptr<float>();
  const auto count = static_cast<std::size_t>(mask.numel());
  const auto threshold = static_cast<std::uint32_t>(std::lround(rate * 65536));  // of 16 random bits
  const auto kept = static_cast<float>(1 / (1 - rate));
  for (std::size_t i = 0; i < count; i += 4) {
    m_counter += kGoldenGamma;
    std::uint64_t bits = splitMix(m_counter);
    for (std::size_t k = i; k < std::min(i + 4, count); ++k, bits >>= 16)
      values[k] = (bits & 0xffff) < threshold ? 0.0F : kept;
  }
  return mask;
}

}  // namespace ectopy
