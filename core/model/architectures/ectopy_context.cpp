#include "core/model/architectures.h"
#include "core/model/beat_trunk.h"

namespace ectopy {
namespace {

constexpr double kDropout = 0.5;
constexpr std::int64_t kRatioUnits = 32;
constexpr double kHighestRatio = 4;  // what RR ratios are cut to; the lowest is its inverse
constexpr double kRatioScale = 3;    // brings the logarithms of usual ratios to about 1

/// Our own network for patients it has not met: the beat with its P wave, in units of its record's scale, and
/// the ratios of the RR intervals around it.
class EctopyContext : public Network {
 public:
  explicit EctopyContext(std::int64_t classes)
      : m_trunk(register_module("trunk", BeatTrunk(1))),
        m_dense1(register_module("dense1", torch::nn::Linear(kRrRatios, kRatioUnits))),
        m_dense2(
            register_module("dense2", torch::nn::Linear(BeatTrunkImpl::kOutputs + kRatioUnits, classes))) {}

  torch::Tensor forward(const NetworkInput& input, DropoutSource& dropout) override {
    const torch::Tensor pooled = m_trunk->forward(input.beats);
    const torch::Tensor ratios =
        input.features.clamp(1 / kHighestRatio, kHighestRatio).log() * kRatioScale;  // (batch, 6)
    const torch::Tensor rhythm = torch::relu(m_dense1->forward(ratios));
    return m_dense2->forward(dropout.apply(torch::cat({pooled, rhythm}, 1), kDropout));  // (batch, classes)
  }

  bool isHead(const std::string& parameter) const override { return parameter.starts_with("dense"); }
  std::string lastLayer() const override { return "dense2"; }
  std::int64_t multiplyAdds(std::int64_t samples) const override {
    return m_trunk->multiplyAdds(samples) + m_dense1->weight.numel() + m_dense2->weight.numel();
  }

 private:
  BeatTrunk m_trunk;
  torch::nn::Linear m_dense1;
  torch::nn::Linear m_dense2;
};

std::shared_ptr<Network> build(std::int64_t /*length*/, std::int64_t classes) {
  return std::make_shared<EctopyContext>(classes);
}

/// Strongly regularised: a few records stand for all patients.
TrainingConfig recipe() {
  TrainingConfig config;
  config.epochs = 10;
  config.batchSize = 256;
  config.optimizer = OptimizerKind::AdamW;
  config.weightDecay = 0.05;
  config.schedule = ScheduleKind::OneCycle;
  config.learningRate = 5e-3;
  config.stopPatience = 0;
  config.classWeights = ClassWeighting::Log;
  config.labelSmoothing = 0.05;
  config.averageDecay = 0.999;
  config.noise = 0.05;
  config.gain = 0.2;
  config.wander = 0.1;
  config.mixup = 0.2;
  return config;
}

}  // namespace

Architecture ectopyContext() {
  return {.name = "ectopy-context",
          .sentence = "A beat with its P wave and the RR intervals around it: for patients it has not met.",
          .minimumLength = 32,
          .needsFeatures = true,
          .recipe = recipe(),
          .build = build};
}

}  // namespace ectopy
