#pragma once

#include <cstdint>

#include "core/model/training_config.h"

namespace ectopy {

/// The learning rate of step `step` (from 0) of `steps` in all, as the configuration's schedule has it;
/// `plateauRate` is what a plateau schedule has come to (EpochJudge). A one-cycle schedule rises from a 25th
/// of its highest rate and ends at a ten thousandth of it.
double learningRateAt(const TrainingConfig& config, std::int64_t step, std::int64_t steps,
                      double plateauRate);

}  // namespace ectopy
