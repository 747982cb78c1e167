#include <array>

#include "core/beats/context_features.h"
#include "core/model/architectures.h"

namespace ectopy {
namespace {

constexpr std::int64_t kFirst = kContextRatios;  // those to the record's mean: ectopic beats pull that mean
constexpr std::int64_t kUnits = 32;
constexpr double kDropout = 0.3;
constexpr double kJitter = 0.4;  // in spreads: a few records stand for all patients
constexpr float kFarthest = 3;   // spreads from the mean

/// Mean and standard deviation of each number over the beats of DS1, in the order of contextFeatureNames().
struct Spread {
  float mean;
  float deviation;
};
constexpr std::array<Spread, 25> kSpreads{{
    {0, 0.16F},      {0, 0.17F},      {-0.13F, 0.21F}, {-0.14F, 0.22F}, {0.01F, 0.37F},  // rhythm
    {-2.84F, 0.96F}, {0, 0.24F},      {-0.02F, 0.25F}, {-2.86F, 0.86F}, {0.1F, 0.11F},   //
    {0.7F, 0.41F},   {-3.61F, 0.55F}, {0.9F, 0.28F},   {-2.46F, 0.65F}, {0.8F, 0.37F},   // shape
    {-3.27F, 0.68F}, {0.84F, 0.25F},  {0.15F, 0.27F},  {0.91F, 0.12F},  {0.85F, 0.18F},  //
    {0.85F, 0.25F},  {-2.15F, 0.69F}, {0.67F, 0.42F},  {-2.84F, 0.74F}, {0.16F, 0.37F},  // second lead
}};
constexpr auto kNumbers = static_cast<std::int64_t>(kSpreads.size());

torch::Tensor columnOf(float Spread::*member) {
  torch::Tensor column = torch::empty({kNumbers});
  for (std::size_t i = 0; i < kSpreads.size(); ++i) column.data_ptr<float>()[i] = kSpreads[i].*member;
  return column;
}

/// Our own network for patients it has not met: it looks at a beat as its record shows it, how early it comes
/// among its neighbours and how far its waves are from the record's typical beat, and not at the trace
/// itself, which differs more from patient to patient than from class to class.
class EctopyContext : public Network {
 public:
  explicit EctopyContext(std::int64_t classes)
      : m_mean(columnOf(&Spread::mean)),
        m_deviation(columnOf(&Spread::deviation)),
        m_dense1(register_module("dense1", torch::nn::Linear(kNumbers, kUnits))),
        m_dense2(register_module("dense2", torch::nn::Linear(kUnits, kUnits))),
        m_dense3(register_module("dense3", torch::nn::Linear(kUnits, classes))) {}

  torch::Tensor maps(const NetworkInput& /*input*/, DropoutSource& /*dropout*/) override { return {}; }
  torch::Tensor pool(const torch::Tensor& /*maps*/, const NetworkInput& input,
                     DropoutSource& dropout) override {
    torch::Tensor x = input.features.narrow(1, kFirst, kNumbers);  // (batch, kNumbers)
    x = ((x - m_mean.to(x.device())) / m_deviation.to(x.device())).clamp(-kFarthest, kFarthest);
    x = torch::relu(m_dense1->forward(dropout.jitter(x, kJitter)));
    x = torch::relu(m_dense2->forward(dropout.apply(x, kDropout)));
    return dropout.apply(x, kDropout);  // (batch, kUnits)
  }
  torch::Tensor decide(const torch::Tensor& embedding) override {
    return m_dense3->forward(embedding);  // (batch, classes)
  }

  bool isHead(const std::string& parameter) const override { return parameter.starts_with("dense3"); }
  std::string lastLayer() const override { return "dense3"; }
  std::int64_t multiplyAdds(std::int64_t /*samples*/) const override {
    return m_dense1->weight.numel() + m_dense2->weight.numel() + m_dense3->weight.numel();
  }

 private:
  torch::Tensor m_mean;  // constants: no buffers, which are averaged over shards and kept in model files
  torch::Tensor m_deviation;
  torch::nn::Linear m_dense1;
  torch::nn::Linear m_dense2;
  torch::nn::Linear m_dense3;
};

std::shared_ptr<Network> build(std::int64_t /*length*/, std::int64_t classes) {
  return std::make_shared<EctopyContext>(classes);
}

/// Found on folds of DS1's records (README, "New patients").
TrainingConfig recipe() {
  TrainingConfig config;
  config.epochs = 8;
  config.batchSize = 128;
  config.optimizer = OptimizerKind::AdamW;
  config.weightDecay = 0.1;
  config.schedule = ScheduleKind::OneCycle;
  config.learningRate = 3e-3;
  config.stopPatience = 0;
  config.classWeights = ClassWeighting::Log;
  config.labelSmoothing = 0.05;
  config.averageDecay = 0.99;
  config.mixup = 0.2;
  config.thinnedCopies = 1;
  return config;
}

}  // namespace

Architecture ectopyContext() {
  return {.name = "ectopy-context",
          .sentence =
              "How early a beat comes and how far it is from its record's typical beat: for patients it "
              "has not met.",
          .minimumLength = 1,
          .needsFeatures = true,
          .recipe = recipe(),
          .build = build};
}

}  // namespace ectopy
