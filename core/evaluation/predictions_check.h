#pragma once

#include <span>

#include "core/beats/predictions.h"

namespace ectopy {

/// Throws Error when predictions or labels are not of these beats, or speak of other classes.
void requireSameBeats(const Predictions& predictions, const BeatSet& beats,
                      std::span<const ClassIndex> labels);

/// A network that gives NaN is broken: leaving its beats out would flatter it. Throws Error, naming the beat.
void requireProbabilities(const Predictions& predictions, std::span<const BeatIndex> judged);

/// Whether the model gives a number from 0 to 1 for each class of a beat.
bool hasProbabilities(const Predictions& predictions, BeatIndex beat);

}  // namespace ectopy
