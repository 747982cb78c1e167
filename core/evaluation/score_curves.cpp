#include "core/evaluation/score_curves.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/evaluation/json_number.h"

namespace ectopy {
namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

double ratio(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? kUndefined : static_cast<double>(part) / static_cast<double>(whole);
}

struct Scored {
  float score;
  bool isPositive;
};

std::vector<Scored> scoredFalling(const Predictions& predictions, std::span<const ClassIndex> labels,
                                  std::span<const BeatIndex> judged, ClassIndex classIndex) {
  std::vector<Scored> scored;
  scored.reserve(judged.size());
  for (const BeatIndex beat : judged)
    scored.push_back({predictions.of(beat)[classIndex], labels[beat] == classIndex});
  std::sort(scored.begin(), scored.end(), [](const Scored& a, const Scored& b) { return a.score > b.score; });
  return scored;
}

void setAreas(ScoreCurve& curve) {
  // Twice the area in whole beats stays exact.
  double twiceArea = 0;
  double precisionSum = 0;
  for (std::size_t place = 1; place < curve.points.size(); ++place) {
    const CurvePoint& before = curve.points[place - 1];
    const CurvePoint& now = curve.points[place];
    twiceArea += static_cast<double>(now.falsePositives - before.falsePositives) *
                 static_cast<double>(now.truePositives + before.truePositives);
    precisionSum += static_cast<double>(now.truePositives - before.truePositives) * curve.ppv(now);
  }
  const auto positives = static_cast<double>(curve.positives);
  curve.auc = curve.positives == 0 || curve.negatives == 0
                  ? kUndefined
                  : twiceArea / (2 * positives * static_cast<double>(curve.negatives));
  curve.averagePrecision = curve.positives == 0 ? kUndefined : precisionSum / positives;
}

OperatingPoint meaningOf(const ScoreCurve& curve, const CurvePoint& point, double threshold) {
  OperatingPoint meaning;
  meaning.threshold = threshold;
  meaning.truePositives = point.truePositives;
  meaning.falsePositives = point.falsePositives;
  meaning.falseNegatives = curve.positives - point.truePositives;
  meaning.trueNegatives = curve.negatives - point.falsePositives;
  meaning.sensitivity = ratio(point.truePositives, curve.positives);
  meaning.specificity = ratio(meaning.trueNegatives, curve.negatives);
  meaning.ppv = ratio(point.truePositives, point.truePositives + point.falsePositives);
  meaning.f1 = ratio(2 * point.truePositives, curve.positives + point.truePositives + point.falsePositives);
  return meaning;
}

}  // namespace

double ScoreCurve::sensitivity(const CurvePoint& point) const {
  return ratio(point.truePositives, positives);
}

double ScoreCurve::falsePositiveRate(const CurvePoint& point) const {
  return ratio(point.falsePositives, negatives);
}

double ScoreCurve::ppv(const CurvePoint& point) const {
  const std::int64_t found = point.truePositives + point.falsePositives;
  return found == 0 ? 1 : ratio(point.truePositives, found);
}

ScoreCurve scoreCurve(const Predictions& predictions, std::span<const ClassIndex> labels,
                      std::span<const BeatIndex> judged, ClassIndex classIndex) {
  if (classIndex >= predictions.scheme.size())
    throw Error(fmt::format("A curve needs one of the model's {} classes, found class {}.",
                            predictions.scheme.size(), int{classIndex}));
  ScoreCurve curve;
  curve.classIndex = classIndex;
  CurvePoint point{std::numeric_limits<double>::infinity(), 0, 0};
  curve.points.push_back(point);
  const std::vector<Scored> scored = scoredFalling(predictions, labels, judged, classIndex);
  for (std::size_t beat = 0; beat < scored.size(); ++beat) {
    ++(scored[beat].isPositive ? point.truePositives : point.falsePositives);
    if (beat + 1 < scored.size() && scored[beat + 1].score == scored[beat].score) continue;
    point.threshold = scored[beat].score;
    curve.points.push_back(point);
  }
  curve.positives = point.truePositives;
  curve.negatives = point.falsePositives;
  setAreas(curve);
  return curve;
}

ScoreCurve thinned(const ScoreCurve& curve, int steps) {
  ScoreCurve thin = curve;
  thin.points.clear();
  const double step = 1.0 / steps;
  const auto differs = [step](double one, double other) { return std::abs(one - other) >= step; };
  for (std::size_t place = 0; place < curve.points.size(); ++place) {
    const CurvePoint& point = curve.points[place];
    const bool isEnd = place == 0 || place + 1 == curve.points.size();
    if (isEnd || differs(curve.sensitivity(point), curve.sensitivity(thin.points.back())) ||
        differs(curve.falsePositiveRate(point), curve.falsePositiveRate(thin.points.back())) ||
        differs(curve.ppv(point), curve.ppv(thin.points.back())))
      thin.points.push_back(point);
  }
  return thin;
}

OperatingPoint operatingPoint(const ScoreCurve& curve, double threshold) {
  // Thresholds fall: the last point that is not below.
  const auto behind = std::partition_point(curve.points.begin(), curve.points.end(),
                                           [&](const CurvePoint& at) { return at.threshold >= threshold; });
  return meaningOf(curve, behind == curve.points.begin() ? CurvePoint() : *std::prev(behind), threshold);
}

OperatingPoint bestF1Point(const ScoreCurve& curve) {
  OperatingPoint best = meaningOf(curve, {}, kUndefined);
  if (curve.positives == 0) return best;
  best.f1 = -1;
  for (const CurvePoint& point : curve.points) {
    const OperatingPoint meaning = meaningOf(curve, point, point.threshold);
    if (meaning.f1 > best.f1) best = meaning;
  }
  return best;
}

nlohmann::json operatingPointJson(const OperatingPoint& point) {
  return {{"threshold", numberOrNull(point.threshold)},
          {"truePositives", point.truePositives},
          {"falsePositives", point.falsePositives},
          {"falseNegatives", point.falseNegatives},
          {"trueNegatives", point.trueNegatives},
          {"sensitivity", numberOrNull(point.sensitivity)},
          {"specificity", numberOrNull(point.specificity)},
          {"ppv", numberOrNull(point.ppv)},
          {"f1", numberOrNull(point.f1)}};
}

nlohmann::json scoreCurveJson(const ScoreCurve& curve) {
  return {{"auc", numberOrNull(curve.auc)},
          {"averagePrecision", numberOrNull(curve.averagePrecision)},
          {"positives", curve.positives},
          {"bestF1", operatingPointJson(bestF1Point(curve))}};
}

}  // namespace ectopy
