#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/pause_switch.h"
#include "core/base/process_place.h"
#include "core/beats/split.h"
#include "core/model/classifier.h"

namespace ectopy {

/// A network this program can train.
struct ArchitectureFacts {
  std::string name;                      // "cvxtz"
  std::string sentence;                  // what it is good for
  std::int64_t parameters = 0;           // for the length and classes asked for
  std::int64_t headParameters = 0;       // of the dense head: what moves when convolutions are frozen
  std::int64_t multiplyAdds = 0;         // of one beat through convolutions and dense layers
  std::vector<std::string> layerGroups;  // front to head: what learns at a rate of its own in Gradual
  bool needsFeatures = false;            // numbers beside each beat: data cut by the rule `context`
  TrainingConfig recipe;                 // how it is trained unless told otherwise
};

/// After every training step.
struct StepProgress {
  int epoch = 0;  // from 1
  int step = 0;   // from 1
  int stepsPerEpoch = 0;
  double loss = 0;
  double beatsPerSecond = 0;
};

/// After every epoch.
struct EpochProgress {
  EpochRecord record;
  ConfusionMatrix validation;
  int bestEpoch = 0;
  int patienceLeft = 0;
  double secondsLeft = 0;  // at this pace, if it runs to its last epoch
};

/// Called in the training's thread.
struct TrainingObserver {
  std::function<void(const StepProgress&)> onStep;
  std::function<void(const EpochProgress&)> onEpoch;
  /// Once, before the first step of a training that goes on from a checkpoint: what is known of the model so
  /// far, and the epoch that runs with the steps it has done.
  std::function<void(const ModelInfo& soFar, int epoch, int steps)> onResume;
  /// When it falls asleep, with its state on disk where the task names a checkpoint, and when it wakes.
  std::function<void(bool isPaused)> onPause;
};

/// Where a training keeps its state, so that it survives the end of the program: a safetensors file with
/// everything that the coming steps hang on. Written after every epoch, within long ones, when paused or
/// stopped; the caller removes it when the model is safe.
struct CheckpointPlan {
  std::filesystem::path file;  // empty: none
  bool resume = false;         // go on from the file, which must be there
  double secondsBetween = 60;  // within an epoch
};

/// What a training is made of. References must live until it returns.
struct TrainingTask {
  const BeatSet& beats;
  std::span<const ClassIndex> labels;  // effective labels, one a beat; kUnlabelled beats are left out
  const Split& split;
  TrainingConfig config;
  const Classifier* parent = nullptr;  // transfer: where the weights come from
  TransferMode mode = TransferMode::Scratch;
  /// The parent's own run goes on, with its mode: its epochs count on to config.epochs, its best stays the
  /// best until it is beaten. The optimizer and the schedule start afresh. See core/training/continuation.h.
  bool continues = false;
  int corrections = 0;       // of the beats to learn from: a person's corrections that a parent is shown
  std::stop_token keepBest;  // "stop and keep best": the training ends early and returns
  CheckpointPlan checkpoint;
  PauseSwitch* pause = nullptr;       // heard between two steps
  std::optional<ProcessPlace> place;  // where several processes train together, each with this same task
};

/// The torch-free face of model/ and training/. Use it from any thread, for several things at once. What it
/// computes does not depend on the number of threads.
class Learner {
 public:
  virtual ~Learner() = default;

  /// Those that can take beats of this length, the default first.
  virtual std::vector<ArchitectureFacts> architectures(std::size_t length, std::size_t classes) const = 0;
  /// Trains, or transfers where the task has a parent. The result's info() holds history, validation and test
  /// confusion. Stopped when job says so (heard within a step); Error: one class only, unknown architecture
  /// or device, a loss that is not finite (and at which step), parent and data of different length, a run
  /// that can't go on, memory or disk at an end (and where the last checkpoint is), a checkpoint that is
  /// damaged or of another training. A resumed training gives the same model, bit for bit, as an unbroken
  /// one, and several processes the model that one gives (on CPUs alike); only their leader writes the
  /// checkpoint.
  virtual std::unique_ptr<Classifier> train(const TrainingTask& task, const TrainingObserver& observer,
                                            const JobContext& job) = 0;
  /// Opens a model file. Every size and offset is checked before memory is asked for.
  virtual std::unique_ptr<Classifier> load(const std::filesystem::path& path) = 0;
};

/// The learner of this machine. Opens the libtorch library on the first call (about half a second). Throws
/// Error when the library can't be opened. Thread-safe.
Learner& learner();

/// What stands in a model file's metadata, read without libtorch in milliseconds. Throws Error.
ModelInfo readModelInfo(const std::filesystem::path& path);

}  // namespace ectopy
