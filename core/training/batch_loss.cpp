#include "core/training/batch_loss.h"

#include "core/training/class_weights.h"

namespace ectopy {

BatchLoss::BatchLoss(const TrainingConfig& config, std::span<const ClassIndex> labels, std::size_t classes,
                     const torch::Device& device)
    : m_weights(classWeights(config.classWeights, labels, classes)),
      m_isPlain(config.classWeights == ClassWeighting::None && config.labelSmoothing == 0 &&
                config.mixup == 0) {
  const auto count = static_cast<std::int64_t>(classes);
  const torch::Tensor smoothed =
      torch::eye(count) * (1 - config.labelSmoothing) + config.labelSmoothing / static_cast<double>(count);
  m_table = (torch::tensor(m_weights).unsqueeze(1) * smoothed).to(device);
}

torch::Tensor BatchLoss::sum(const torch::Tensor& logits, const ShardTargets& targets) const {
  if (m_isPlain)
    return torch::nn::functional::cross_entropy(
        logits, targets.labels, torch::nn::functional::CrossEntropyFuncOptions().reduction(torch::kSum));
  torch::Tensor wanted = m_table.index_select(0, targets.labels);
  if (targets.partners.defined())
    wanted = wanted * targets.share + m_table.index_select(0, targets.partners) * (1 - targets.share);
  return -(wanted * torch::log_softmax(logits, 1)).sum();
}

}  // namespace ectopy
