#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <vector>

#include "core/beats/predictions.h"

namespace ectopy {

/// What is left when beats below a confidence are given to a person.
struct CoveragePoint {
  double threshold = 0;  // confidence of the least sure beat that is kept
  std::int64_t kept = 0;
  std::int64_t wrong = 0;  // among those kept
};

/// Coverage against risk (El-Yaniv and Wiener, Journal of Machine Learning Research 11, 2010).
struct CoverageCurve {
  std::int64_t beats = 0;
  std::vector<CoveragePoint> points;  // one for each confidence that occurs, falling
  double area = 0;  // mean risk over the coverages of all points, each weighted by its beats; NaN: no beats

  double coverage(const CoveragePoint& point) const;  // share of the beats kept
  double risk(const CoveragePoint& point) const;      // share of those kept that are wrong
};

/// `judged`: labelled beats with probabilities.
CoverageCurve coverageCurve(const Predictions& predictions, std::span<const ClassIndex> labels,
                            std::span<const BeatIndex> judged);

/// Without the points that no picture of so many steps would show apart.
CoverageCurve thinned(const CoverageCurve& curve, int steps = 1000);

/// What is kept at a threshold: beats whose confidence is not below it. None kept: its wrong ones are none.
CoveragePoint keptAt(const CoverageCurve& curve, double threshold);

/// The point that keeps most beats at no more than this risk; nothing: no point does.
std::optional<CoveragePoint> coverageAtRisk(const CoverageCurve& curve, double risk);

/// {beats, area, atRisk [{risk, threshold, coverage}]} for risks of 0.1, 0.5, 1, 2, 5 %.
nlohmann::json coverageJson(const CoverageCurve& curve);

}  // namespace ectopy
