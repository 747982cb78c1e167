#include "core/model/architectures.h"

namespace ectopy {
namespace {

/// The network of CVxTz's Keras script "ECG_Heartbeat_Classification" (2018), layer for layer. It takes beats
/// of any length from 72 samples on, since its global maximum leaves none of it.
class Cvxtz : public Network {
 public:
  explicit Cvxtz(std::int64_t classes) {
    addConvolution(1, 16, 5);
    addConvolution(16, 16, 5);
    addConvolution(16, 32, 3);
    for (int i = 0; i < 3; ++i) addConvolution(32, 32, 3);
    addConvolution(32, 256, 3);
    addConvolution(256, 256, 3);
    addDense(256, 64);
    addDense(64, 64);
    addDense(64, classes);
  }

  torch::Tensor maps(const NetworkInput& input, DropoutSource& dropout) override {
    // (batch, channels, 1, samples) with the channels innermost: a fifth faster than conv1d (oneDNN 2.6).
    torch::Tensor x = input.beats.unsqueeze(2).contiguous(torch::MemoryFormat::ChannelsLast);
    for (std::size_t block = 0; block < 3; ++block) {
      x = convolve(convolve(x, 2 * block), 2 * block + 1);
      x = dropout.apply(torch::max_pool2d(x, {1, 2}), 0.1);
    }
    return convolve(convolve(x, 6), 7).squeeze(2);  // (batch, 256, about samples / 8 - 8)
  }
  torch::Tensor pool(const torch::Tensor& maps, const NetworkInput& /*input*/,
                     DropoutSource& dropout) override {
    torch::Tensor x = dropout.apply(maps.amax(2), 0.2);  // (batch, 256)
    x = torch::relu(m_dense[0]->forward(x));
    return torch::relu(m_dense[1]->forward(x));  // (batch, 64)
  }
  torch::Tensor decide(const torch::Tensor& embedding) override {
    return m_dense[2]->forward(embedding);  // (batch, classes); the softmax is the loss's
  }

  bool isHead(const std::string& parameter) const override { return parameter.starts_with("dense"); }
  std::string lastLayer() const override { return "dense3"; }
  /// Convolutions come in pairs, between poolings.
  std::string layerGroup(const std::string& parameter) const override {
    if (isHead(parameter)) return Network::layerGroup(parameter);
    return "pair" + std::to_string((std::stoi(parameter.substr(4)) + 1) / 2);  // of "conv3.weight"
  }

  std::int64_t multiplyAdds(std::int64_t samples) const override {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < m_convolutions.size(); ++i) {
      samples -= m_convolutions[i]->weight.size(2) - 1;
      sum += samples * m_convolutions[i]->weight.numel();
      if (i % 2 == 1) samples /= 2;
    }
    for (const torch::nn::Linear& dense : m_dense) sum += dense->weight.numel();
    return sum;
  }

 private:
  void addConvolution(std::int64_t in, std::int64_t out, std::int64_t kernel) {
    const std::string name = "conv" + std::to_string(m_convolutions.size() + 1);
    m_convolutions.push_back(register_module(name, torch::nn::Conv1d(in, out, kernel)));
  }
  void addDense(std::int64_t in, std::int64_t out) {
    const std::string name = "dense" + std::to_string(m_dense.size() + 1);
    m_dense.push_back(register_module(name, torch::nn::Linear(in, out)));
  }
  torch::Tensor convolve(const torch::Tensor& x, std::size_t layer) {
    const torch::nn::Conv1d& convolution = m_convolutions[layer];  // weight (out, in, kernel)
    const torch::Tensor weight =
        convolution->weight.unsqueeze(2).contiguous(torch::MemoryFormat::ChannelsLast);
    return torch::conv2d(x, weight, convolution->bias).relu_();
  }

  std::vector<torch::nn::Conv1d> m_convolutions;
  std::vector<torch::nn::Linear> m_dense;
};

std::shared_ptr<Network> build(std::int64_t /*length*/, std::int64_t classes) {
  return std::make_shared<Cvxtz>(classes);
}

}  // namespace

Architecture cvxtz() {
  return {"cvxtz", "Eight convolutions and three dense layers: small, quick, good within known patients.",
          72,      false,
          {},      build};
}

}  // namespace ectopy
