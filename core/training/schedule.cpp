#include "core/training/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ectopy {
namespace {

constexpr double kStartShare = 1.0 / 25;
constexpr double kEndShare = 1e-4;

/// From `from` (place 0) to `to` (place 1) along half a cosine.
double cosineBetween(double from, double to, double place) {
  return to + (from - to) * (1 + std::cos(std::numbers::pi * place)) / 2;
}

/// Share of the highest rate.
double oneCycleShare(const TrainingConfig& config, std::int64_t step, std::int64_t steps) {
  const auto last = static_cast<double>(std::max<std::int64_t>(steps - 1, 1));
  const double top = std::floor(config.warmUpShare * static_cast<double>(steps));  // the step of the highest
  const auto now = static_cast<double>(step);
  if (now >= top) return cosineBetween(1, kEndShare, std::min(1.0, (now - top) / std::max(last - top, 1.0)));
  const double place = now / top;
  return config.warmUp == WarmUp::Cosine ? cosineBetween(kStartShare, 1, place)
                                         : kStartShare + (1 - kStartShare) * place;
}

}  // namespace

double learningRateAt(const TrainingConfig& config, std::int64_t step, std::int64_t steps,
                      double plateauRate) {
  switch (config.schedule) {
    case ScheduleKind::Plateau:
      return plateauRate;
    case ScheduleKind::OneCycle:
      return config.learningRate * oneCycleShare(config, step, steps);
    case ScheduleKind::Steps:
      return config.learningRate * std::pow(config.stepFactor, static_cast<double>(step / config.stepEvery));
    case ScheduleKind::Constant:
      break;
  }
  return config.learningRate;
}

}  // namespace ectopy
