#pragma once

#include <atomic>
#include <chrono>

#include "core/model/learner.h"

namespace ectopy::test {

/// A learner that learns nothing: it plays a scripted training of a few hundred milliseconds and hands out
/// classifiers that give every beat its file's class, but for the same few mistakes each time.
class FakeLearner : public Learner {
 public:
  int stepsPerEpoch = 4;
  std::chrono::milliseconds stepTime{5};
  /// Thrown by train() instead of a result, when not empty.
  std::string trainingError;
  /// Epochs before it is thrown, the state being kept as the true learner keeps it.
  int failAfterEpochs = 0;
  /// Thrown instead of predictions by the models that are loaded then, when not empty.
  std::string predictionError;
  /// Of the models that are trained.
  std::string modelName = "scripted";
  /// Whether the models that are loaded give probabilities that are none.
  bool predictsNonsense = false;
  std::atomic<int> trainings = 0;
  std::atomic<bool> heardStop = false;

  std::vector<ArchitectureFacts> architectures(std::size_t length, std::size_t classes) const override;
  std::unique_ptr<Classifier> train(const TrainingTask& task, const TrainingObserver& observer,
                                    const JobContext& job) override;
  std::unique_ptr<Classifier> load(const std::filesystem::path& path) override;

  /// Which beats its classifiers get wrong.
  static bool isMistaken(BeatIndex beat) { return beat % 13 == 5; }
};

/// Writes a model that such a learner trained on these beats.
inline void saveModelOf(FakeLearner& fake, const BeatSet& beats, const std::filesystem::path& file) {
  const std::vector<ClassIndex> labels(beats.columns().classes.begin(), beats.columns().classes.end());
  const Split split;
  fake.train({.beats = beats, .labels = labels, .split = split, .config = {.epochs = 1}}, {}, {})->save(file);
}

}  // namespace ectopy::test
