#pragma once

#include <vector>

#include "core/model/layers.h"

namespace ectopy {

/// The convolutions that our own networks share: a stem and three residual blocks (He 2015), each halving the
/// samples, then the mean and the largest value of each channel. Takes beats of any length from 32 samples
/// on.
class BeatTrunkImpl : public torch::nn::Module {
 public:
  static constexpr std::int64_t kOutputs = 2 * 64;

  explicit BeatTrunkImpl(std::int64_t leads);
  /// beats: (batch, leads, samples). Gives what the last block gives, (batch, 64, about samples / 16).
  torch::Tensor maps(const torch::Tensor& beats);
  /// Of such maps, (batch, kOutputs).
  static torch::Tensor pool(const torch::Tensor& maps);
  /// For one beat.
  std::int64_t multiplyAdds(std::int64_t samples) const;

 private:
  struct Block {
    torch::nn::Conv1d first;
    PlaneNorm firstNorm;
    torch::nn::Conv1d second;
    PlaneNorm secondNorm;
    torch::nn::Conv1d skip;
    PlaneNorm skipNorm;
  };

  Block addBlock(const std::string& name, std::int64_t in, std::int64_t out);

  torch::nn::Conv1d m_stem;
  PlaneNorm m_stemNorm;
  std::vector<Block> m_blocks;
};
TORCH_MODULE(BeatTrunk);

}  // namespace ectopy
