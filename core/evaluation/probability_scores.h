#pragma once

#include <optional>
#include <span>

#include "core/beats/predictions.h"

namespace ectopy {

/// Area under the ROC curve of the second of two classes, as the Mann-Whitney statistic over midranks: ties
/// count half. Nothing when there are not two classes or one of them has no beat.
std::optional<double> areaUnderRoc(const Predictions& predictions, std::span<const ClassIndex> labels,
                                   std::span<const BeatIndex> judged);

/// Expected calibration error (Guo et al. 2017): mean distance of accuracy and confidence over 15 bins of
/// equal width, (0, 1/15] ... (14/15, 1], weighted by their beats. NaN without beats.
double expectedCalibrationError(const Predictions& predictions, std::span<const ClassIndex> labels,
                                std::span<const BeatIndex> judged);

}  // namespace ectopy
