#pragma once

#include <cstddef>
#include <span>

#include "core/model/split_mix.h"
#include "core/model/training_config.h"

namespace ectopy {

/// Does the configuration change beats before they are learned from?
bool hasAugmentation(const TrainingConfig& config);

/// Adds noise, gain and wander, as configured, to beats of `length` samples. A beat's trailing zeros are
/// padding, whose length tells the next RR interval: they stay zeros, and nothing is shifted or stretched.
void augment(std::span<float> beats, std::size_t length, const TrainingConfig& config, SplitMix& random);

/// A share of mixing in [0, 1) from Beta(alpha, alpha), alpha above 0 (Jöhnk 1964).
double mixupShare(double alpha, SplitMix& random);

}  // namespace ectopy
