#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/beats/label_scheme.h"

namespace ectopy {

/// How good a given label looks, from 0 (wrong) to 1 (right), as cleanlab ranks labels (Kuan, Mueller:
/// Model-agnostic label quality scoring to detect real-world label errors, ICML DataPerf workshop 2022).
enum class LabelScore {
  SelfConfidence,             // p of the given class
  NormalizedMargin,           // (p of the given class - largest p of another + 1) / 2
  ConfidenceWeightedEntropy,  // ln(x + 1) / x of x = entropy / ln(classes) / p of the given class
};
std::string_view nameOf(LabelScore score);  // "self-confidence", "normalized-margin", "weighted-entropy"
LabelScore labelScoreFromName(std::string_view name);  // throws Error

/// Of one beat, from its probabilities and the class it was given.
double labelScore(LabelScore score, std::span<const double> probabilities, ClassIndex given);

/// Takes from each probability its class's threshold and scales the row to sum to 1 again, so that classes
/// the model is unsure of as a whole (rare ones) are not suspected as a whole (ibid., 2.2). A NaN threshold
/// counts as 0.
void adjustToThresholds(std::span<double> probabilities, std::span<const double> thresholds);

}  // namespace ectopy
