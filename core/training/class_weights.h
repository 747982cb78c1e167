#pragma once

#include <span>
#include <vector>

#include "core/beats/label_scheme.h"
#include "core/model/training_config.h"

namespace ectopy {

/// How much a beat of each class counts in the loss, by the labels that are learned from. A class without
/// beats counts as one with a single beat.
std::vector<float> classWeights(ClassWeighting weighting, std::span<const ClassIndex> labels,
                                std::size_t classes);

}  // namespace ectopy
