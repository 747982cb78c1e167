#include "core/model/training_config.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "core/base/enum_names.h"
#include "core/model/recipe_settings.h"

namespace ectopy {
namespace {

constexpr std::array<std::pair<OptimizerKind, std::string_view>, 2> kOptimizers{{
    {OptimizerKind::Adam, "adam"},
    {OptimizerKind::AdamW, "adamw"},
}};
constexpr std::array<std::pair<ScheduleKind, std::string_view>, 4> kSchedules{{
    {ScheduleKind::Plateau, "plateau"},
    {ScheduleKind::OneCycle, "one-cycle"},
    {ScheduleKind::Steps, "steps"},
    {ScheduleKind::Constant, "constant"},
}};
constexpr std::array<std::pair<WarmUp, std::string_view>, 2> kWarmUps{{
    {WarmUp::Linear, "linear"},
    {WarmUp::Cosine, "cosine"},
}};
constexpr std::array<std::pair<ClassWeighting, std::string_view>, 2> kClassWeightings{{
    {ClassWeighting::None, "none"},
    {ClassWeighting::Log, "log"},
}};

std::string scheduleWords(const TrainingConfig& config) {
  switch (config.schedule) {
    case ScheduleKind::Plateau:
      return fmt::format("to a tenth after {} epochs without progress", config.plateauPatience);
    case ScheduleKind::OneCycle:
      return fmt::format("one cycle, up over {:g}", config.warmUpShare);
    case ScheduleKind::Steps:
      return fmt::format("x {:g} every {} steps", config.stepFactor, config.stepEvery);
    case ScheduleKind::Constant:
      break;
  }
  return "constant";
}

}  // namespace

std::string_view nameOf(OptimizerKind kind) {
  return nameIn(kOptimizers, kind);
}
OptimizerKind optimizerKindFromName(std::string_view name) {
  return valueIn(kOptimizers, name, "optimizer");
}

std::string_view nameOf(ScheduleKind kind) {
  return nameIn(kSchedules, kind);
}
ScheduleKind scheduleKindFromName(std::string_view name) {
  return valueIn(kSchedules, name, "schedule");
}

std::string_view nameOf(WarmUp warmUp) {
  return nameIn(kWarmUps, warmUp);
}
WarmUp warmUpFromName(std::string_view name) {
  return valueIn(kWarmUps, name, "way up");
}

std::string_view nameOf(ClassWeighting weighting) {
  return nameIn(kClassWeightings, weighting);
}
ClassWeighting classWeightingFromName(std::string_view name) {
  return valueIn(kClassWeightings, name, "class weighting");
}

std::string recipeWords(const TrainingConfig& config) {
  std::string words = fmt::format("{}, learning rate {:g} ({}), batches of {}", nameOf(config.optimizer),
                                  config.learningRate, scheduleWords(config), config.batchSize);
  if (config.weightDecay > 0) words += fmt::format(", weight decay {:g}", config.weightDecay);
  if (config.classWeights == ClassWeighting::Log) words += ", log-weighted classes";
  if (config.labelSmoothing > 0) words += fmt::format(", label smoothing {:g}", config.labelSmoothing);
  if (config.averageDecay > 0) words += fmt::format(", weights averaged by {:g}", config.averageDecay);
  if (config.noise > 0) words += fmt::format(", noise {:g}", config.noise);
  if (config.gain > 0) words += fmt::format(", gain {:g}", config.gain);
  if (config.wander > 0) words += fmt::format(", wander {:g}", config.wander);
  if (config.mixup > 0) words += fmt::format(", mixup {:g}", config.mixup);
  return words;
}

}  // namespace ectopy
