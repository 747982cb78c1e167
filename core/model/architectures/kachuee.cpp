#include "core/model/architectures.h"
#include "core/model/layers.h"

namespace ectopy {
namespace {

constexpr std::int64_t kChannels = 32;
constexpr std::int64_t kKernel = 5;
constexpr int kBlocks = 5;

/// The residual network of Kachuee, Fazeli and Sarrafzadeh 2018 (arXiv 1805.00794), figure 1. Convolutions
/// keep the number of samples, each pooling without padding about halves it.
class Kachuee : public Network {
 public:
  Kachuee(std::int64_t length, std::int64_t classes) {
    m_first = register_module("conv1", samePadded(1, kChannels, kKernel));
    for (int block = 0; block < kBlocks; ++block) {
      addConvolution();
      addConvolution();
      length = (length - kKernel) / 2 + 1;
    }
    m_dense1 = register_module("dense1", torch::nn::Linear(kChannels * length, 32));
    m_dense2 = register_module("dense2", torch::nn::Linear(32, 32));
    m_dense3 = register_module("dense3", torch::nn::Linear(32, classes));
  }

  torch::Tensor maps(const NetworkInput& input, DropoutSource& /*dropout*/) override {
    torch::Tensor x = convolve(m_first, toPlane(input.beats));
    for (std::size_t i = 0; i < m_convolutions.size(); i += 2) {
      const torch::Tensor inner = convolve(m_convolutions[i], x).relu_();
      x = (convolve(m_convolutions[i + 1], inner) + x).relu_();
      x = torch::max_pool2d(x, {1, kKernel}, {1, 2});
    }
    return x.squeeze(2);  // (batch, 32, about samples / 32)
  }
  torch::Tensor pool(const torch::Tensor& maps, const NetworkInput& /*input*/,
                     DropoutSource& /*dropout*/) override {
    torch::Tensor x = maps.contiguous().flatten(1);  // channel by channel
    x = torch::relu(m_dense1->forward(x));
    return m_dense2->forward(x);  // (batch, 32)
  }
  torch::Tensor decide(const torch::Tensor& embedding) override {
    return m_dense3->forward(embedding);  // (batch, classes)
  }

  bool isHead(const std::string& parameter) const override { return parameter.starts_with("dense"); }
  std::string lastLayer() const override { return "dense3"; }
  /// After the first, each residual block has two convolutions.
  std::string layerGroup(const std::string& parameter) const override {
    if (isHead(parameter)) return Network::layerGroup(parameter);
    return "block" + std::to_string(std::stoi(parameter.substr(4)) / 2);  // of "conv3.weight"; 0: the first
  }

  std::int64_t multiplyAdds(std::int64_t samples) const override {
    std::int64_t sum = samples * m_first->weight.numel();
    for (std::size_t i = 0; i < m_convolutions.size(); i += 2) {
      sum += samples * (m_convolutions[i]->weight.numel() + m_convolutions[i + 1]->weight.numel());
      samples = (samples - kKernel) / 2 + 1;
    }
    return sum + m_dense1->weight.numel() + m_dense2->weight.numel() + m_dense3->weight.numel();
  }

 private:
  void addConvolution() {
    const std::string name = "conv" + std::to_string(m_convolutions.size() + 2);
    m_convolutions.push_back(register_module(name, samePadded(kChannels, kChannels, kKernel)));
  }

  torch::nn::Conv1d m_first = nullptr;
  std::vector<torch::nn::Conv1d> m_convolutions;
  torch::nn::Linear m_dense1 = nullptr;
  torch::nn::Linear m_dense2 = nullptr;
  torch::nn::Linear m_dense3 = nullptr;
};

std::shared_ptr<Network> build(std::int64_t length, std::int64_t classes) {
  return std::make_shared<Kachuee>(length, classes);
}

/// As published where it is: Adam, 1e-3, times 0.75 every 10 000 steps. It does not say batch size or epochs.
TrainingConfig recipe() {
  TrainingConfig config;
  config.epochs = 60;
  config.batchSize = 128;
  config.learningRate = 1e-3;
  config.schedule = ScheduleKind::Steps;
  config.stepFactor = 0.75;
  config.stepEvery = 10'000;
  config.stopPatience = 10;
  return config;
}

}  // namespace

Architecture kachuee() {
  return {.name = "kachuee",
          .sentence = "Kachuee 2018's residual network, as published: eleven convolutions with skips.",
          .minimumLength = 125,
          .needsFeatures = false,
          .recipe = recipe(),
          .build = build};
}

}  // namespace ectopy
