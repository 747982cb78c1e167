#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/beats/cut_plan.h"
#include "core/beats/shape_features.h"

namespace ectopy {

/// Names of the numbers beside a beat of rule `context`, in their order: six RR ratios (rrRatios), then the
/// rhythm (rhythmFeatures), the shape in the lead that is cut (shapeFeatures), and QRS and T wave in a second
/// lead.
const std::vector<std::string>& contextFeatureNames();

/// How many of them are RR ratios.
inline constexpr std::ptrdiff_t kContextRatios = 6;

/// marks x contextFeatureNames() numbers, beat by beat. A record with one lead gives it twice.
std::vector<float> contextFeatures(std::span<const BeatMark> marks, const ShapeLead& first,
                                   const ShapeLead& second);

/// Puts other numbers of rhythm and shape (in the first lead) into a beat's contextFeatureNames() numbers.
void putRhythmAndShape(std::span<float> features, std::span<const float> rhythm,
                       std::span<const float> shape);

}  // namespace ectopy
