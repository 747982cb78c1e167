#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/model/model_info.h"
#include "core/model/safetensors.h"

namespace ectopy {

/// Where the random numbers of one shard of the batches stand.
struct ShardState {
  std::vector<std::uint64_t> dropout;
  std::uint64_t augmentation = 0;
};

/// An interrupted training but for its tensors. The order of beats, the schedule, patience and plateau follow
/// from seed, history and position.
struct TrainingState {
  ModelInfo info;  // so far; weightsSha256: of the best epoch's weights
  std::string labelsSha256;
  std::string splitSha256;
  int epoch = 1;                    // that runs
  int step = 0;                     // steps done in it
  std::uint64_t orderChecksum = 0;  // of the beats' order in it
  double lossSum = 0;               // over its steps
  double learningRate = 0;          // of its last step
  ConfusionMatrix trainConfusion;   // over its steps
  bool isEnding = false;            // takes no more steps; info.end says why
  std::int64_t stepsDone = 0;       // in all
  std::int64_t beatsTrained = 0;
  double secondsInSteps = 0;
  std::vector<ShardState> shards;
  std::map<std::string, std::int64_t> optimizerSteps;  // by parameter
};

struct Checkpoint {
  TrainingState state;
  SafetensorsFile tensors;
};

/// Writes a checkpoint, whole or not at all. Throws Error (disk full, no such folder).
void writeCheckpoint(const std::filesystem::path& path, const TrainingState& state,
                     const std::vector<StoredTensor>& tensors);

/// Throws Error: not such a file, cut short, changed since it was written.
Checkpoint readCheckpoint(const std::filesystem::path& path);

/// Throws Error, saying what was expected and what found, when a checkpoint's training is not the one that
/// `expected` (before its first step, with its data and labels) describes. Threads and time limit may differ.
void requireSameTraining(const TrainingState& found, const TrainingState& expected,
                         const std::filesystem::path& path);

}  // namespace ectopy
