#include "core/training/config_check.h"

#include <fmt/format.h>

#include <cmath>

#include "core/base/error.h"
#include "core/model/recipe_settings.h"

namespace ectopy {
namespace {

void requireWithin(std::string_view setting, int value, int least, int most) {
  if (value < least || value > most)
    throw Error(fmt::format("Setting {}: expected {} to {}, found {}.", setting, least, most, value));
}

void requireSettings(const TrainingConfig& config) {
  for (const auto& setting : integerSettings())
    requireWithin(setting.name, config.*setting.member, setting.least, setting.most);
  for (const auto& setting : realSettings()) {
    const double value = config.*setting.member;
    if (!(value >= setting.least && value <= setting.most))
      throw Error(fmt::format("Setting {}: expected {:g} to {:g}, found {:g}.", setting.name, setting.least,
                              setting.most, value));
  }
  if (config.weightDecay > 0 && config.optimizer != OptimizerKind::AdamW)
    throw Error(
        fmt::format("Setting weightDecay: expected 0 unless the optimizer is adamw, found {:g} with {}.",
                    config.weightDecay, nameOf(config.optimizer)));
}

}  // namespace

void requireValid(const TrainingConfig& config) {
  requireWithin("epochs", config.epochs, 1, 100'000);
  requireWithin("batchSize", config.batchSize, 1, 4096);
  requireWithin("stopPatience", config.stopPatience, 0, 100'000);
  requireWithin("plateauPatience", config.plateauPatience, 1, 100'000);
  requireWithin("threads", config.threads, 0, 1024);
  if (!(config.learningRate > 0) || !std::isfinite(config.learningRate))
    throw Error(
        fmt::format("Setting learningRate: expected a number above 0, found {}.", config.learningRate));
  if (!(config.timeLimitSeconds >= 0))
    throw Error(fmt::format("Setting timeLimitSeconds: expected 0 (none) or more, found {}.",
                            config.timeLimitSeconds));
  requireSettings(config);
}

}  // namespace ectopy
