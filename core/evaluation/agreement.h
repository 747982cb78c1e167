#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <vector>

#include "core/beats/label_scheme.h"
#include "core/evaluation/evaluation.h"

namespace ectopy {

/// How far two annotators agree beyond chance: Cohen's kappa (Cohen 1960), its large-sample standard error
/// (Fleiss, Cohen and Everitt 1969) and normal 95 % interval, cut to -1 .. 1. NaN where nothing can be said:
/// no beats, or both gave a single class throughout.
struct Agreement {
  ConfusionMatrix confusion;  // row: the first's class, column: the second's
  double observed = 0;        // share of beats with one class by both
  double expected = 0;        // the same by chance
  double kappa = 0;
  double standardError = 0;
  double low = 0;
  double high = 0;
};
Agreement agreementOf(const ConfusionMatrix& confusion);

/// Over the beats that both labelled. Throws Error when the labels are of different sets or no class of the
/// scheme.
Agreement agreementOf(std::span<const ClassIndex> first, std::span<const ClassIndex> second,
                      std::size_t classes);

/// Beats whose labels differ, also where one has none: ascending. Throws Error: labels of different sets.
std::vector<BeatIndex> disagreements(std::span<const ClassIndex> first, std::span<const ClassIndex> second);

/// What both say; kUnlabelled where they differ. Throws Error: labels of different sets.
std::vector<ClassIndex> agreedLabels(std::span<const ClassIndex> first, std::span<const ClassIndex> second);

/// {beats, observed, expected, kappa, standardError, low, high, confusion}; null for NaN.
nlohmann::json agreementJson(const Agreement& agreement);

}  // namespace ectopy
