#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <vector>

#include "core/beats/predictions.h"

namespace ectopy {

/// Where beats with at least this probability of a class are said to be of it.
struct CurvePoint {
  double threshold = 0;
  std::int64_t truePositives = 0;
  std::int64_t falsePositives = 0;
};

/// One class against the rest, by its probability alone.
struct ScoreCurve {
  ClassIndex classIndex = 0;
  std::int64_t positives = 0;  // beats of the class
  std::int64_t negatives = 0;
  /// One for each probability that occurs, falling; before them one above all, which finds nothing.
  std::vector<CurvePoint> points;
  /// Area under the ROC curve, ties counted half; NaN unless there are positives and negatives.
  double auc = 0;
  /// Sum over the points of (recall - the recall before) * precision, as scikit-learn's
  /// average_precision_score; NaN without positives.
  double averagePrecision = 0;

  double sensitivity(const CurvePoint& point) const;  // recall
  double falsePositiveRate(const CurvePoint& point) const;
  double ppv(const CurvePoint& point) const;  // precision; 1 where nothing is found, as scikit-learn draws it
};

/// Throws Error when the class is none of the model's. `judged`: labelled beats with probabilities.
ScoreCurve scoreCurve(const Predictions& predictions, std::span<const ClassIndex> labels,
                      std::span<const BeatIndex> judged, ClassIndex classIndex);

/// The curve without the points that no picture of so many steps would show apart; its areas stay exact.
ScoreCurve thinned(const ScoreCurve& curve, int steps = 1000);

/// What a threshold means; NaN where a denominator is 0.
struct OperatingPoint {
  double threshold = 0;
  std::int64_t truePositives = 0;
  std::int64_t falsePositives = 0;
  std::int64_t falseNegatives = 0;
  std::int64_t trueNegatives = 0;
  double sensitivity = 0;
  double specificity = 0;
  double ppv = 0;
  double f1 = 0;
};
/// Of beats whose probability is not below the threshold.
OperatingPoint operatingPoint(const ScoreCurve& curve, double threshold);
/// The point of the highest F1, the highest threshold of equals; NaN throughout without positives.
OperatingPoint bestF1Point(const ScoreCurve& curve);

/// {auc, averagePrecision, positives, bestF1 {threshold, sensitivity, ...}}.
nlohmann::json scoreCurveJson(const ScoreCurve& curve);
nlohmann::json operatingPointJson(const OperatingPoint& point);

}  // namespace ectopy
