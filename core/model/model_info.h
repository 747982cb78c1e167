#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/beats/beat_cut.h"
#include "core/beats/label_scheme.h"
#include "core/evaluation/evaluation.h"
#include "core/model/training_config.h"

namespace ectopy {

/// One epoch of a training.
struct EpochRecord {
  int epoch = 0;  // from 1
  double trainLoss = 0;
  double trainAccuracy = 0;
  double trainMacroF1 = 0;
  double validationLoss = 0;
  double validationAccuracy = 0;
  double validationMacroF1 = 0;
  double learningRate = 0;
  double seconds = 0;  // since the start
  bool isBest = false;
};

/// How a model starts when it comes from another.
enum class TransferMode {
  Scratch,   // same architecture, new weights: the yardstick
  Freeze,    // convolutions keep the parent's weights, only the dense head learns
  FineTune,  // all weights start from the parent's and learn
  Gradual,   // first the head alone, then all at lower rates, the lower the farther from the head
};
std::string_view nameOf(TransferMode mode);                // "scratch", "freeze", "finetune", "gradual"
TransferMode transferModeFromName(std::string_view name);  // throws Error

/// Why a training ended.
enum class TrainingEnd { Epochs, EarlyStop, TimeLimit, StoppedAndKept };
std::string_view nameOf(TrainingEnd end);                // "epochs", "early-stop", "time-limit", "stopped"
TrainingEnd trainingEndFromName(std::string_view name);  // throws Error

/// All that is needed to use a model rightly and to know where it came from. Stored in the model file.
struct ModelInfo {
  std::string name;
  std::string architecture;
  std::int64_t parameters = 0;
  std::int64_t trainableParameters = 0;  // that moved in its training
  LabelScheme scheme;
  BeatCut cut;

  TrainingConfig config;
  std::string splitId;
  std::string protocol;
  std::string guard;
  std::string dataName;
  std::string dataFingerprint;
  bool isSyntheticData = false;
  std::vector<EpochRecord> history;
  int bestEpoch = 0;
  double seconds = 0;
  double beatsPerSecond = 0;  // training, over all steps
  TrainingEnd end = TrainingEnd::Epochs;
  ConfusionMatrix validation;  // of the best epoch
  ConfusionMatrix test;        // may be empty

  std::string transferMode;  // empty: trained from scratch without a parent
  std::string parentName;
  std::string parentSha256;  // of its weights
  int continuedAfter = 0;    // epochs of the parent's run, which this one goes on with; 0: it does not
  int corrections = 0;       // that it was fine-tuned on, beside a sample of the training part
  std::string programVersion;
  std::string weightsSha256;
  std::string sourceFingerprint;  // of the data before R peaks were corrected; empty: none were

  /// Of the data as their source has them.
  const std::string& dataSource() const {
    return sourceFingerprint.empty() ? dataFingerprint : sourceFingerprint;
  }
};

/// Numbers that are not finite become null.
void to_json(nlohmann::json& json, const ModelInfo& info);
/// Throws Error when something is missing, of another kind or makes no sense; null becomes NaN where a number
/// may be undefined.
void from_json(const nlohmann::json& json, ModelInfo& info);

}  // namespace ectopy
