#include <algorithm>

#include "core/base/error.h"
#include "core/training/continuation.h"
#include "core/training/trainer.h"

namespace ectopy {

int Trainer::epochsBefore(const TrainingTask& task) {
  if (!task.continues) return 0;
  if (task.parent == nullptr) throw Error("A run goes on from a model, but there is none.");
  const ModelInfo& run = task.parent->info();
  if (const std::string reason = whyNotContinue(run, task.beats.fingerprint()); !reason.empty())
    throw Error(reason);
  const int epochs = static_cast<int>(run.history.size());
  TrainingConfig own = continuedConfig(run, std::max(1, task.config.epochs - epochs));
  own.threads = task.config.threads;
  own.timeLimitSeconds = task.config.timeLimitSeconds;
  own.device = task.config.device;
  if (own != task.config || task.split.id != run.splitId)
    throw Error("A run goes on with its own settings, split and seed, and with more epochs than it has.");
  return epochs;
}

/// What the run has come to: its history, and its weights, which are those of its best epoch.
void Trainer::takeOverParent() {
  const ModelInfo& run = m_task.parent->info();
  resumeHistory(run);
  m_info.end = TrainingEnd::Epochs;
  m_info.seconds = m_secondsBefore;
  m_start -= std::chrono::duration_cast<std::chrono::steady_clock::duration>(
      std::chrono::duration<double>(m_secondsBefore));
  m_checkpointSeconds = secondsSinceStart();
  const torch::NoGradGuard noGrad;
  for (const torch::Tensor& tensor : judgedNetwork()->parameters()) m_bestWeights.push_back(tensor.clone());
  for (const torch::Tensor& tensor : judgedNetwork()->buffers()) m_bestWeights.push_back(tensor.clone());
  if (m_observer.onResume) m_observer.onResume(m_info, m_epochsBefore + 1, 0);
}

}  // namespace ectopy
