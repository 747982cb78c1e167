#include "core/model/dropout.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace ectopy {

DropoutSource::DropoutSource(std::uint64_t seed, const torch::Device& device) : m_isOn(true), m_random(seed) {
  if (!device.is_cpu()) m_generator = makeGenerator(device, seed);
}

torch::Tensor DropoutSource::apply(const torch::Tensor& x, double rate) {
  if (!m_isOn || rate <= 0) return x;
  if (x.is_cpu()) return x * maskOnCpu(x, rate);
  return x * torch::empty(x.sizes(), x.options()).bernoulli_(1 - rate, m_generator).div_(1 - rate);
}

torch::Tensor DropoutSource::jitter(const torch::Tensor& x, double deviation) {
  if (!m_isOn || deviation <= 0) return x;
  if (x.is_cpu()) return x + noiseOnCpu(x, deviation);
  return x + torch::empty(x.sizes(), x.options()).normal_(0, deviation, m_generator);
}

std::vector<std::uint64_t> DropoutSource::state() const {
  std::vector<std::uint64_t> state{m_random.counter()};
  if (!m_generator.defined()) return state;
  const torch::Tensor bytes = m_generator.get_state();  // uint8
  state.insert(state.end(), bytes.data_ptr<std::uint8_t>(), bytes.data_ptr<std::uint8_t>() + bytes.numel());
  return state;
}

void DropoutSource::setState(const std::vector<std::uint64_t>& state) {
  const std::size_t size = this->state().size();
  if (state.size() != size)
    throw Error(
        fmt::format("The state of a dropout source: expected {} numbers, found {}.", size, state.size()));
  m_random = SplitMix::at(state.front());
  if (!m_generator.defined()) return;
  torch::Tensor bytes = m_generator.get_state();
  std::copy(state.begin() + 1, state.end(), bytes.data_ptr<std::uint8_t>());
  m_generator.set_state(bytes);
}

torch::Tensor DropoutSource::maskOnCpu(const torch::Tensor& like, double rate) {
  torch::Tensor mask = torch::empty_like(like, like.options().requires_grad(false));
  float* values = mask.data_ptr<float>();
  const auto count = static_cast<std::size_t>(mask.numel());
  const auto threshold = static_cast<std::uint32_t>(std::lround(rate * 65536));  // of 16 random bits
  const auto kept = static_cast<float>(1 / (1 - rate));
  for (std::size_t i = 0; i < count; i += 4) {
    std::uint64_t bits = m_random.next();
    for (std::size_t k = i; k < std::min(i + 4, count); ++k, bits >>= 16)
      values[k] = (bits & 0xffff) < threshold ? 0.0F : kept;
  }
  return mask;
}

/// The sum of four uniform numbers, scaled (Irwin-Hall): the same bits on any machine, unlike a logarithm's.
torch::Tensor DropoutSource::noiseOnCpu(const torch::Tensor& like, double deviation) {
  torch::Tensor noise = torch::empty_like(like, like.options().requires_grad(false));
  const auto scale = static_cast<float>(deviation * std::sqrt(3.0) / 65536);  // variance of the sum: 1/3
  float* values = noise.data_ptr<float>();
  for (std::int64_t i = 0; i < noise.numel(); ++i) {
    const std::uint64_t bits = m_random.next();
    std::int64_t sum = -2 * 65535;
    for (int shift = 0; shift < 64; shift += 16) sum += static_cast<std::int64_t>((bits >> shift) & 0xffff);
    values[i] = scale * static_cast<float>(sum);
  }
  return noise;
}

}  // namespace ectopy
