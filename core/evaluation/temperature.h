#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>

#include "core/base/job_context.h"
#include "core/evaluation/calibration.h"

namespace ectopy {

/// Temperature scaling (Guo, Pleiss, Sun, Weinberger: On Calibration of Modern Neural Networks, 2017): one
/// number divides the logits, no prediction changes.
struct TemperatureFit {
  double temperature = 1;  // above 1: the model was too sure of itself
  bool isBounded = false;  // the loss falls up to the end of the range searched, 0.05 to 20
  std::size_t beats = 0;   // that it was fitted on
};

/// The temperature of the least log loss on these beats, to the last bits: the loss is convex in 1 / T.
/// Throws Error without beats; Stopped.
TemperatureFit fitTemperature(const Predictions& predictions, std::span<const ClassIndex> labels,
                              std::span<const BeatIndex> fitted, const JobContext& job);

/// How the judged part is calibrated before and after.
struct TemperatureEffect {
  TemperatureFit fit;
  Calibration before;
  Calibration after;  // as before where nothing could be fitted
  /// Why there is no temperature, or what to hold against it; empty: fitted on other beats than judged.
  std::string reservation;
};

/// Fits on the validation part and judges on `judged`. Beats of `validation` without label or probabilities
/// are left out.
TemperatureEffect temperatureEffect(const Predictions& predictions, std::span<const ClassIndex> labels,
                                    std::span<const BeatIndex> validation, std::span<const BeatIndex> judged,
                                    const JobContext& job);

/// {temperature, fittedOn, reservation, before, after}; temperature null where none was fitted.
nlohmann::json temperatureJson(const TemperatureEffect& effect);

}  // namespace ectopy
