#pragma once

#include "core/model/learner.h"
#include "core/model/network.h"

namespace ectopy {

/// What is known of a model before its first step: where its data, settings and weights come from.
ModelInfo startingInfo(const TrainingTask& task, const Network& network);

}  // namespace ectopy
