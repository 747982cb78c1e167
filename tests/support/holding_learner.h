#pragma once

#include <mutex>
#include <thread>

#include "tests/support/beat_builders.h"
#include "tests/support/fake_learner.h"

namespace ectopy::test {

/// A fake learner that can be held after an epoch, to look at what the window shows meanwhile.
class HoldingLearner : public FakeLearner {
 public:
  HoldingLearner() { stepTime = std::chrono::milliseconds(1); }

  void holdAfter(int epoch) { m_lastEpoch = epoch; }
  void release() { m_lastEpoch = kNoEpoch; }
  /// Of the latest training.
  TrainingConfig lastConfig() const {
    const std::lock_guard lock(m_mutex);
    return m_config;
  }

  std::vector<ArchitectureFacts> architectures(std::size_t, std::size_t) const override {
    TrainingConfig recipe;
    recipe.epochs = 15;
    recipe.batchSize = 256;
    recipe.learningRate = 0.01;
    recipe.stopPatience = 0;
    recipe.schedule = ScheduleKind::OneCycle;
    recipe.labelSmoothing = 0.02;
    ArchitectureFacts lite{"lite", "Three residual blocks", 71'000, 4'000};
    lite.recipe = recipe;
    return {{"cvxtz", "Five convolution blocks", 242'869, 20'933}, lite};
  }
  std::unique_ptr<Classifier> train(const TrainingTask& task, const TrainingObserver& observer,
                                    const JobContext& job) override {
    {
      const std::lock_guard lock(m_mutex);
      m_config = task.config;
    }
    TrainingObserver held = observer;
    held.onEpoch = [&](const EpochProgress& epoch) {
      observer.onEpoch(epoch);
      while (epoch.record.epoch >= m_lastEpoch && !job.isStopRequested() && !task.keepBest.stop_requested()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
    };
    return FakeLearner::train(task, held, job);
  }

 private:
  static constexpr int kNoEpoch = 1'000'000;
  std::atomic<int> m_lastEpoch = kNoEpoch;
  mutable std::mutex m_mutex;
  TrainingConfig m_config;
};

}  // namespace ectopy::test
