#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "core/model/inference.h"
#include "core/model/learner.h"
#include "core/model/network.h"
#include "core/training/batch_gradient.h"
#include "core/training/checkpoint.h"
#include "core/training/epoch_judge.h"
#include "core/training/layer_rates.h"
#include "core/training/process_group.h"
#include "core/training/training_data.h"
#include "core/training/weight_average.h"

namespace ectopy {

/// One training from start to finish. The same task gives the same weights, bit for bit, on one machine with
/// any number of threads or processes, resumed or unbroken: order, dropout and starting weights come from the
/// seed alone.
class Trainer {
 public:
  /// Throws Error when the task makes no sense; the arguments must outlive the Trainer.
  Trainer(const TrainingTask& task, const TrainingObserver& observer, const JobContext& job);
  std::unique_ptr<Classifier> run();

 private:
  struct Judged {
    ConfusionMatrix confusion;
    double meanLoss = 0;
  };

  void prepare();
  void start();
  void trainToTheEnd();
  void beginEpoch(int epoch);
  void trainEpoch();
  const std::shared_ptr<Network>& judgedNetwork() const;  // with averaged weights where there are some
  double trainStep(std::span<const std::int64_t> batch, int step);
  double learningRate() const;                                        // of the step that comes, for the head
  bool isHeadAlone() const { return m_epoch.epoch <= m_headEpochs; }  // Gradual's first epochs
  bool take(const EpochRecord& record);                               // true: the best so far
  void takeStep();
  void finishEpoch();
  void tellEpoch(const ConfusionMatrix& validation);
  Judged judgeValidation();
  Judged judge(const PartData& part, const char* text);
  std::vector<float> probabilitiesOf(const PartData& part, const char* text);
  void endIfAsked();
  void endBecause(TrainingEnd reason);
  void keepBest(const ConfusionMatrix& validation);
  void restoreBest();
  std::unique_ptr<Classifier> makeClassifier();
  double progress() const;    // share of all steps
  std::string place() const;  // "epoch 3, step 12"

  // trainer_continue.cpp
  static int epochsBefore(const TrainingTask& task);
  void takeOverParent();

  // trainer_group.cpp
  static torch::Device deviceOf(const TrainingTask& task);
  void joinGroup();
  bool isLeader() const { return !m_group || m_group->isLeader(); }
  /// Tells the others, with the next exchange, what this process was asked for.
  void wish();
  /// What the user asked for; in a group what all heard of by the last exchange.
  bool isAsked(GroupWish wish) const;
  /// As inferProbabilities, each process for some of the beats. Throws Stopped in all when one was asked.
  std::vector<float> sharedProbabilities(Network& network, const InferenceBeats& beats,
                                         const InferenceOptions& options, const JobContext& job);

  // trainer_checkpoint.cpp
  /// Runs work; when it fails, says in its error where the last checkpoint is.
  void keepingLastCheckpoint(const std::function<void()>& work);
  std::string keptSentence() const;
  bool hasCheckpoint() const { return !m_task.checkpoint.file.empty(); }
  void stopIfAsked();
  void sleepIfAsked();
  bool isCheckpointDue() const;
  void saveCheckpoint();
  void requireFiniteWeights() const;
  TrainingState taskState() const;  // what does not change while it trains
  TrainingState state() const;
  void resume();
  void resumeHistory(const ModelInfo& soFar);
  void resumePosition(const TrainingState& state);
  void resumeTensors(const Checkpoint& checkpoint);

  bool isTimeOver() const;
  double secondsSinceStart() const;
  double beatsPerSecond() const;

  const TrainingTask& m_task;
  const TrainingObserver& m_observer;
  const JobContext& m_job;
  torch::Device m_device;
  std::shared_ptr<Network> m_network;
  std::mt19937_64 m_shuffle;
  PartData m_train;
  PartData m_validation;
  std::vector<std::int64_t> m_order;
  std::int64_t m_batchSize;
  int m_stepsPerEpoch;
  std::unique_ptr<ProcessGroup> m_group;  // none: this process trains alone
  std::unique_ptr<BatchGradient> m_gradient;
  std::vector<LayerGroup> m_layers;
  std::unique_ptr<torch::optim::Optimizer> m_optimizer;
  std::optional<WeightAverage> m_average;
  std::int64_t m_stepsDone = 0;

  EpochJudge m_judge;
  int m_epochsBefore;   // of the run that goes on
  int m_headEpochs;     // in which the head learns alone; fewer once that brought nothing
  EpochRecord m_epoch;  // the one running
  int m_step = 0;       // steps done in it
  double m_lossSum = 0;
  ConfusionMatrix m_trainConfusion;
  std::vector<torch::Tensor> m_bestWeights;  // parameters, then buffers
  ModelInfo m_info;
  bool m_isEnding = false;
  std::int64_t m_beatsTrained = 0;
  double m_secondsInSteps = 0;
  double m_secondsBefore;  // of the run that goes on
  std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
  double m_checkpointSeconds = 0;  // when the last one was written
  std::string m_checkpointPlace;   // where it stands; empty: there is none
};

}  // namespace ectopy
