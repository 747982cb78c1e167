#include "core/model/layers.h"

#include <array>

namespace ectopy {

torch::Tensor toPlane(const torch::Tensor& beats) {
  return beats.unsqueeze(2).contiguous(torch::MemoryFormat::ChannelsLast);
}

torch::Tensor convolve(const torch::nn::Conv1d& layer, const torch::Tensor& plane) {
  const torch::Tensor weight = layer->weight.unsqueeze(2).contiguous(torch::MemoryFormat::ChannelsLast);
  const std::int64_t stride = layer->options.stride()->front();
  const std::int64_t padding = (weight.size(3) - 1) / 2;
  const std::array<std::int64_t, 2> strides{1, stride};
  const std::array<std::int64_t, 2> paddings{0, padding};
  return torch::conv2d(plane, weight, layer->bias, strides, paddings);
}

torch::nn::Conv1d samePadded(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride,
                             bool hasBias) {
  return torch::nn::Conv1d(
      torch::nn::Conv1dOptions(in, out, kernel).stride(stride).padding((kernel - 1) / 2).bias(hasBias));
}

PlaneNormImpl::PlaneNormImpl(std::int64_t channels)
    : m_weight(register_parameter("weight", torch::ones(channels))),
      m_bias(register_parameter("bias", torch::zeros(channels))),
      m_mean(register_buffer("running_mean", torch::zeros(channels))),
      m_variance(register_buffer("running_var", torch::ones(channels))) {}

torch::Tensor PlaneNormImpl::forward(const torch::Tensor& plane) {
  const bool isLearning = is_training() && m_weight.requires_grad();
  return torch::batch_norm(plane, m_weight, m_bias, m_mean, m_variance, isLearning, 0.1, 1e-5, true);
}

}  // namespace ectopy
