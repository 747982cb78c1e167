#pragma once

#include <cstdint>
#include <limits>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <vector>

#include "core/evaluation/evaluation.h"

namespace ectopy {

inline constexpr double kNormal95 = 1.959963984540054;  // 97.5 % point of the normal distribution

/// Where the true value lies with 95 % confidence; NaN: nothing can be said.
struct Interval {
  double low = std::numeric_limits<double>::quiet_NaN();
  double high = std::numeric_limits<double>::quiet_NaN();

  bool isDefined() const { return low == low && high == high; }
};

/// Score interval of a share (Wilson, Journal of the American Statistical Association 22, 1927), without
/// continuity correction. Undefined of no trials. Throws Error when hits are not 0 .. trials.
Interval wilsonInterval(std::int64_t hits, std::int64_t trials);

/// The q-quantile of sorted values, interpolated linearly as numpy does; NaN of none.
double quantileOfSorted(std::span<const double> sorted, double q);

/// 2.5 to 97.5 % of the values that are defined; undefined of none. Sorts them.
Interval percentileInterval(std::vector<double>& values);

struct ClassIntervals {
  Interval sensitivity;
  Interval specificity;
  Interval ppv;
  Interval f1;
};

/// What figures are worth, by what was drawn anew.
struct ScoreIntervals {
  enum class Method { Wilson, ByPatient, ByBeat };
  Method method = Method::Wilson;
  std::int64_t units = 0;  // patients or beats drawn in a resample
  int resamples = 0;
  Interval accuracy;
  Interval macroF1;
  Interval balancedAccuracy;
  Interval weightedF1;
  std::vector<ClassIntervals> perClass;
};

/// Wilson's of all shares among the scores, as if beats were independent; F1 and the means are no shares.
ScoreIntervals wilsonIntervals(const ConfusionMatrix& confusion);

/// "bootstrap by patient, 22 patients, 1000 resamples".
std::string describe(const ScoreIntervals& intervals);

/// [low, high], null where undefined.
nlohmann::json intervalJson(const Interval& interval);
/// {method, units, resamples, accuracy, macroF1, ..., perClass {code: {sensitivity, ...}}}.
nlohmann::json scoreIntervalsJson(const ScoreIntervals& intervals, const LabelScheme& scheme);

}  // namespace ectopy
