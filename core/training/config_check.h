#pragma once

#include "core/model/model_info.h"

namespace ectopy {

/// Throws Error, naming the setting, when a value makes no sense.
void requireValid(const TrainingConfig& config);

}  // namespace ectopy
