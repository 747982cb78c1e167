#pragma once

#include "core/model/torch_compat.h"

namespace ectopy {

/// A beat's samples as convolutions take them: (batch, channels, 1, samples) with the channels innermost, a
/// fifth faster than conv1d (oneDNN 2.6). beats: (batch, channels, samples).
torch::Tensor toPlane(const torch::Tensor& beats);

/// A Conv1d made by samePadded, over such a plane.
torch::Tensor convolve(const torch::nn::Conv1d& layer, const torch::Tensor& plane);

/// A Conv1d that keeps the number of samples, or divides it by `stride` (rounded up). kernel: odd.
torch::nn::Conv1d samePadded(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride = 1,
                             bool hasBias = true);

/// Batch norm over the channels of a plane (Ioffe and Szegedy 2015), named as torch.nn.BatchNorm1d names its
/// tensors. While its weights are frozen it stays in evaluation: its statistics don't move.
class PlaneNormImpl : public torch::nn::Module {
 public:
  explicit PlaneNormImpl(std::int64_t channels);
  torch::Tensor forward(const torch::Tensor& plane);

 private:
  torch::Tensor m_weight;
  torch::Tensor m_bias;
  torch::Tensor m_mean;
  torch::Tensor m_variance;
};
TORCH_MODULE(PlaneNorm);

}  // namespace ectopy
