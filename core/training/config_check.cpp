#include "core/training/config_check.h"

#include <fmt/format.h>

#include <cmath>

#include "core/base/error.h"

namespace ectopy {
namespace {

void requireWithin(const char* setting, int value, int least, int most) {
  if (value < least || value > most)
    throw Error(fmt::format("Setting {}: expected {} to {}, found {}.", setting, least, most, value));
}

}  // namespace

void requireValid(const TrainingConfig& config) {
  requireWithin("epochs", config.epochs, 1, 100'000);
  requireWithin("batchSize", config.batchSize, 1, 4096);
  requireWithin("stopPatience", config.stopPatience, 1, 100'000);
  requireWithin("plateauPatience", config.plateauPatience, 1, 100'000);
  requireWithin("threads", config.threads, 0, 1024);
  if (!(config.learningRate > 0) || !std::isfinite(config.learningRate))
    throw Error(
        fmt::format("Setting learningRate: expected a number above 0, found {}.", config.learningRate));
  if (!(config.timeLimitSeconds >= 0))
    throw Error(fmt::format("Setting timeLimitSeconds: expected 0 (none) or more, found {}.",
                            config.timeLimitSeconds));
}

}  // namespace ectopy
