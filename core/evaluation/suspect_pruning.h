#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/evaluation/confident_joint.h"

namespace ectopy {

/// Which beats are suspects at all (Northcutt, Jiang, Chuang 2021, 3.2, methods 1 to 5). The classes
/// that a model thinks most probable are right by every rule, but for Everything.
enum class PruneRule {
  Argmax,          // another class is the most probable
  ConfidentJoint,  // off the diagonal of the confident joint
  ByClass,         // of each class, as many as estimated wrong: those of the lowest probability of it
  ByNoiseRate,     // of each given and true class, as many as estimated: the largest margin between the two
  Both,            // by class and by noise rate
  Everything,      // all labelled beats are ranked
};
/// "argmax", "confident-joint", "by-class", "by-noise-rate", "both", "everything"
std::string_view nameOf(PruneRule rule);
PruneRule pruneRuleFromName(std::string_view name);  // throws Error

/// The suspects among the beats named, ascending. Equal beats are taken in their order.
std::vector<BeatIndex> pruned(PruneRule rule, const Predictions& opinions, std::span<const ClassIndex> labels,
                              std::span<const BeatIndex> judged, const ConfidentJoint& joint);

}  // namespace ectopy
