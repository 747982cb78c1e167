#pragma once

#include <atomic>
#include <cmath>
#include <filesystem>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "core/base/files.h"
#include "core/evaluation/evaluation.h"
#include "core/model/learner.h"
#include "tests/support/beat_builders.h"

namespace ectopy::test {

/// A model that is right for a set share of the beats; its file is its description as JSON.
class ScriptedClassifier : public Classifier {
 public:
  ScriptedClassifier(ModelInfo info, double accuracy) : m_info(std::move(info)), m_accuracy(accuracy) {}
  const ModelInfo& info() const override { return m_info; }
  std::vector<TensorFacts> tensors() const override { return {}; }
  Predictions predict(const BeatSet& beats, int, const JobContext&) const override {
    return makePredictions(beats, m_accuracy);
  }
  void save(const std::filesystem::path& path) const override {
    writeFileAtomically(path, nlohmann::json(m_info).dump());
  }

 private:
  ModelInfo m_info;
  double m_accuracy;
};

/// A learner without libtorch: epochs follow a script, each of four steps, and can be held back to look at
/// what the window shows meanwhile.
class ScriptedLearner : public Learner {
 public:
  double accuracy = 0.9;
  int bestEpoch = 0;  // 0: the last one

  /// Epochs beyond this one wait until it is raised.
  void holdAfter(int epoch) { m_lastEpoch = epoch; }
  void release() { m_lastEpoch = 1'000'000; }
  TrainingConfig lastConfig() const {
    const std::lock_guard lock(m_mutex);
    return m_config;
  }

  std::vector<ArchitectureFacts> architectures(std::size_t, std::size_t classes) const override {
    const auto head = static_cast<std::int64_t>(20'608 + 65 * classes);
    return {{"cvxtz", "Five convolution blocks; strong on beats of known patients", 221'936 + head, head},
            {"lite", "Three residual blocks; trains three times as fast", 71'000, 4'000}};
  }

  std::unique_ptr<Classifier> train(const TrainingTask& task, const TrainingObserver& observer,
                                    const JobContext& job) override {
    {
      const std::lock_guard lock(m_mutex);
      m_config = task.config;
    }
    const Predictions predictions = makePredictions(task.beats, accuracy);
    ModelInfo info = describe(task);
    info.validation = evaluate(predictions, task.beats, task.labels, task.split.validation).confusion;
    info.test = evaluate(predictions, task.beats, task.labels, task.split.test).confusion;
    for (int epoch = 1; epoch <= task.config.epochs; ++epoch) {
      if (!takeSteps(task, epoch, observer, job)) {
        info.end = TrainingEnd::StoppedAndKept;
        break;
      }
      info.history.push_back(recordOf(epoch));
      info.bestEpoch = bestEpoch == 0 ? epoch : std::min(bestEpoch, epoch);
      observer.onEpoch({info.history.back(), info.validation, info.bestEpoch,
                        task.config.stopPatience - (epoch - info.bestEpoch),
                        7.0 * (task.config.epochs - epoch)});
    }
    info.seconds = 7.0 * static_cast<double>(info.history.size());
    return std::make_unique<ScriptedClassifier>(std::move(info), accuracy);
  }

  std::unique_ptr<Classifier> load(const std::filesystem::path& path) override {
    const auto json = nlohmann::json::parse(readTextFile(path, 1U << 24U));
    return std::make_unique<ScriptedClassifier>(json.get<ModelInfo>(), accuracy);
  }

 private:
  static ModelInfo describe(const TrainingTask& task) {
    ModelInfo info;
    info.name = task.config.architecture + "-" + std::to_string(task.config.seed);
    info.architecture = task.config.architecture;
    info.parameters = 242'869;
    info.trainableParameters = task.mode == TransferMode::Freeze ? 20'933 : info.parameters;
    info.scheme = task.beats.scheme();
    info.cut = task.beats.cut();
    info.config = task.config;
    info.splitId = task.split.id;
    info.protocol = task.split.protocol;
    info.guard = task.split.guard;
    info.dataName = task.beats.facts().name;
    info.dataFingerprint = task.beats.fingerprint();
    info.beatsPerSecond = 3120;
    if (task.parent) {
      info.transferMode = nameOf(task.mode);
      info.parentName = task.parent->info().name;
      info.parentSha256 = std::string(64, 'a');
    }
    info.programVersion = "test";
    info.weightsSha256 = std::string(64, 'b');
    return info;
  }

  /// Learning curves of the usual shape.
  static EpochRecord recordOf(int epoch) {
    const double rise = std::exp(-epoch / 3.5);
    const double jitter = 0.006 * std::sin(5.0 * epoch);
    EpochRecord record;
    record.epoch = epoch;
    record.trainLoss = 0.030 + 0.50 * rise;
    record.validationLoss = 0.075 + 0.42 * rise + jitter;
    record.trainMacroF1 = 0.975 - 0.42 * rise;
    record.validationMacroF1 = 0.912 - 0.36 * rise - jitter;
    record.trainAccuracy = 0.995 - 0.10 * rise;
    record.validationAccuracy = 0.985 - 0.09 * rise - jitter;
    record.learningRate = 1e-3;
    record.seconds = 7.0 * epoch;
    return record;
  }

  /// False: the training was asked to keep what it has.
  bool takeSteps(const TrainingTask& task, int epoch, const TrainingObserver& observer,
                 const JobContext& job) const {
    constexpr int kSteps = 4;
    for (int step = 1; step <= kSteps; ++step) {
      do {
        job.throwIfStopped();
        if (task.keepBest.stop_requested() && epoch > 1) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      } while (epoch > m_lastEpoch && step > 1);
      observer.onStep({epoch, step, kSteps, 0.1, 3120});
    }
    return true;
  }

  std::atomic<int> m_lastEpoch = 1'000'000;
  mutable std::mutex m_mutex;
  TrainingConfig m_config;
};

}  // namespace ectopy::test
