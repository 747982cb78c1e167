#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace ectopy {

/// What turns a gradient into a step.
enum class OptimizerKind {
  Adam,   // Kingma and Ba 2014, with Keras's epsilon
  AdamW,  // Loshchilov and Hutter 2019: weights, but no biases and norms, decay
};
std::string_view nameOf(OptimizerKind kind);                 // "adam", "adamw"
OptimizerKind optimizerKindFromName(std::string_view name);  // throws Error

/// How the learning rate goes over a training.
enum class ScheduleKind {
  Plateau,   // to a tenth whenever plateauPatience epochs brought no progress
  OneCycle,  // up over the first steps, then down a cosine to almost nothing (Smith and Topin 2018)
  Steps,     // times stepFactor every stepEvery steps
  Constant,
};
std::string_view nameOf(ScheduleKind kind);                // "plateau", "one-cycle", "steps", "constant"
ScheduleKind scheduleKindFromName(std::string_view name);  // throws Error

/// The way up of a one-cycle schedule.
enum class WarmUp { Linear, Cosine };
std::string_view nameOf(WarmUp warmUp);        // "linear", "cosine"
WarmUp warmUpFromName(std::string_view name);  // throws Error

/// How much a beat of each class counts in the loss.
enum class ClassWeighting {
  None,  // all the same
  Log,   // max(1, ln(beats of the largest class / beats of this one))
};
std::string_view nameOf(ClassWeighting weighting);             // "none", "log"
ClassWeighting classWeightingFromName(std::string_view name);  // throws Error

/// What is trained when nobody chooses a network.
inline constexpr const char* kDefaultArchitecture = "ectopy-beat";

/// How a model is trained. Each architecture has a recipe of its own; the defaults here are the seed's, and
/// what an older model file does not say was so. What stands from `weightDecay` on is listed in
/// recipe_settings.cpp.
struct TrainingConfig {
  std::string architecture = "cvxtz";
  int epochs = 60;  // at most
  int batchSize = 64;
  double learningRate = 1e-3;  // the schedule's highest
  int stopPatience = 5;     // epochs without progress (validation macro F1 or loss) before the end; 0: never
  int plateauPatience = 3;  // epochs without progress before a plateau schedule's rate falls
  std::uint64_t seed = 1;
  double timeLimitSeconds = 0;  // 0: none
  int threads = 0;              // 0: all cores
  std::string device = "cpu";

  OptimizerKind optimizer = OptimizerKind::Adam;
  ScheduleKind schedule = ScheduleKind::Plateau;
  WarmUp warmUp = WarmUp::Cosine;
  ClassWeighting classWeights = ClassWeighting::None;

  double weightDecay = 0;     // of AdamW
  double warmUpShare = 0.25;  // of all steps: the way up of a one-cycle schedule
  double stepFactor = 0.75;   // of the schedule "steps"
  int stepEvery = 10'000;     // steps, of the schedule "steps"
  double labelSmoothing = 0;  // share of a label spread over all classes
  double averageDecay = 0;    // of the moving average of weights; 0: no average
  double noise = 0;           // standard deviation added to samples, in their own unit
  double gain = 0;            // beats are scaled by 1 - gain to 1 + gain
  double wander = 0;          // highest amplitude of a slow sine, in the samples' unit
  double mixup = 0;           // alpha of the Beta distribution (Zhang 2018); 0: none
  int thinnedCopies = 0;      // of records with many S beats, see thinnedRecords(); needs rule `context`
  int shardBeats = 32;        // beats of a batch that one core works on, and one batch norm sees

  bool operator==(const TrainingConfig&) const = default;
};

/// "AdamW, rate 0.01, one-cycle, 15 epochs, batches of 256, weight decay 0.01, ...": what differs from doing
/// nothing.
std::string recipeWords(const TrainingConfig& config);

void to_json(nlohmann::json& json, const TrainingConfig& config);
/// Throws Error when something is of another kind or makes no sense, or a setting is missing that every model
/// file has; the others keep their defaults.
void from_json(const nlohmann::json& json, TrainingConfig& config);

}  // namespace ectopy
