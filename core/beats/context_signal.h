#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/beats/cut_plan.h"

namespace ectopy {

// What rule `context` makes of a record before its windows are cut.

/// A signal less its baseline: the running median of 0.2 s, which takes out QRS and P wave, then of that the
/// running median of 0.6 s, which takes out the T wave (de Chazal, O'Dwyer, Reilly 2004). Any unit; NaN stays
/// NaN and weighs nothing for its neighbours.
std::vector<double> withoutBaseline(std::span<const double> signal, double rateHz);

/// The typical height of a QRS complex: the median over the beats of highest less lowest sample within 0.1 s
/// of the R peak. `rPeaks` are sample numbers of `signal`; those without samples around them don't count.
/// 0 when there is none.
double typicalQrsHeight(std::span<const double> signal, double rateHz, std::span<const std::int64_t> rPeaks);

/// marks x 6 RR ratios, in this order: previous, next and local mean to the record's mean,
/// previous and next to the local mean, previous to next. Local is the mean of the ten intervals around the
/// beat, five before and five after, as far as there are. A missing interval counts as the record's mean. A
/// ratio lies in 0 to 4: longer pauses are breaks in the annotations.
std::vector<float> rrRatios(std::span<const BeatMark> marks);

}  // namespace ectopy
