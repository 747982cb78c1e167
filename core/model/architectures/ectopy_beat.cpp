#include "core/model/architectures.h"
#include "core/model/beat_trunk.h"

namespace ectopy {
namespace {

constexpr double kDropout = 0.2;

/// Our own network for single beats.
class EctopyBeat : public Network {
 public:
  explicit EctopyBeat(std::int64_t classes)
      : m_trunk(register_module("trunk", BeatTrunk(1))),
        m_dense(register_module("dense", torch::nn::Linear(BeatTrunkImpl::kOutputs, classes))) {}

  torch::Tensor maps(const NetworkInput& input, DropoutSource& /*dropout*/) override {
    return m_trunk->maps(input.beats);
  }
  torch::Tensor pool(const torch::Tensor& maps, const NetworkInput& /*input*/,
                     DropoutSource& dropout) override {
    return dropout.apply(BeatTrunkImpl::pool(maps), kDropout);  // (batch, kOutputs)
  }
  torch::Tensor decide(const torch::Tensor& embedding) override {
    return m_dense->forward(embedding);  // (batch, classes)
  }

  bool isHead(const std::string& parameter) const override { return parameter.starts_with("dense"); }
  std::string lastLayer() const override { return "dense"; }
  std::int64_t multiplyAdds(std::int64_t samples) const override {
    return m_trunk->multiplyAdds(samples) + m_dense->weight.numel();
  }

 private:
  BeatTrunk m_trunk;
  torch::nn::Linear m_dense;
};

std::shared_ptr<Network> build(std::int64_t /*length*/, std::int64_t classes) {
  return std::make_shared<EctopyBeat>(classes);
}

TrainingConfig recipe() {
  TrainingConfig config;
  config.epochs = 20;
  config.batchSize = 256;
  config.optimizer = OptimizerKind::AdamW;
  config.weightDecay = 0.01;
  config.schedule = ScheduleKind::OneCycle;
  config.learningRate = 0.01;
  config.stopPatience = 0;
  config.labelSmoothing = 0.02;
  config.averageDecay = 0.999;
  config.mixup = 0.1;
  config.shardBeats = 64;
  return config;
}

}  // namespace

Architecture ectopyBeat() {
  return {.name = "ectopy-beat",
          .sentence = "A small residual network: the best accuracy on single beats in the least time.",
          .minimumLength = 32,
          .needsFeatures = false,
          .recipe = recipe(),
          .build = build};
}

}  // namespace ectopy
