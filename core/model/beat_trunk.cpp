#include "core/model/beat_trunk.h"

#include <array>

namespace ectopy {
namespace {

constexpr std::int64_t kStemChannels = 24;
constexpr std::int64_t kStemKernel = 7;
constexpr std::array<std::int64_t, 3> kBlockChannels{32, 48, 64};
constexpr std::int64_t kBlockKernel = 5;

}  // namespace

BeatTrunkImpl::BeatTrunkImpl(std::int64_t leads)
    : m_stem(register_module("stem", samePadded(leads, kStemChannels, kStemKernel, 2, false))),
      m_stemNorm(register_module("stemNorm", PlaneNorm(kStemChannels))) {
  static_assert(kOutputs == 2 * kBlockChannels.back());
  std::int64_t channels = kStemChannels;
  for (const std::int64_t out : kBlockChannels) {
    m_blocks.push_back(addBlock("block" + std::to_string(m_blocks.size() + 1), channels, out));
    channels = out;
  }
}

BeatTrunkImpl::Block BeatTrunkImpl::addBlock(const std::string& name, std::int64_t in, std::int64_t out) {
  return {register_module(name + "Conv1", samePadded(in, out, kBlockKernel, 2, false)),
          register_module(name + "Norm1", PlaneNorm(out)),
          register_module(name + "Conv2", samePadded(out, out, kBlockKernel, 1, false)),
          register_module(name + "Norm2", PlaneNorm(out)),
          register_module(name + "Skip", samePadded(in, out, 1, 2, false)),
          register_module(name + "SkipNorm", PlaneNorm(out))};
}

std::int64_t BeatTrunkImpl::multiplyAdds(std::int64_t samples) const {
  samples = (samples + 1) / 2;
  std::int64_t sum = samples * m_stem->weight.numel();
  for (const Block& block : m_blocks) {
    samples = (samples + 1) / 2;
    sum +=
        samples * (block.first->weight.numel() + block.second->weight.numel() + block.skip->weight.numel());
  }
  return sum;
}

torch::Tensor BeatTrunkImpl::maps(const torch::Tensor& beats) {
  torch::Tensor x = m_stemNorm->forward(convolve(m_stem, toPlane(beats))).relu_();
  for (Block& block : m_blocks) {
    const torch::Tensor inner = block.firstNorm->forward(convolve(block.first, x)).relu_();
    const torch::Tensor outer = block.secondNorm->forward(convolve(block.second, inner));
    x = (outer + block.skipNorm->forward(convolve(block.skip, x))).relu_();
  }
  return x.squeeze(2);
}

torch::Tensor BeatTrunkImpl::pool(const torch::Tensor& maps) {
  return torch::cat({maps.mean(2), maps.amax(2)}, 1);
}

}  // namespace ectopy
