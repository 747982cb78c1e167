#include "core/evaluation/abstention.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/evaluation/json_number.h"

namespace ectopy {
namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr double kToldRisks[] = {0.001, 0.005, 0.01, 0.02, 0.05};

double ratio(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? kUndefined : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

double CoverageCurve::coverage(const CoveragePoint& point) const {
  return ratio(point.kept, beats);
}

double CoverageCurve::risk(const CoveragePoint& point) const {
  return ratio(point.wrong, point.kept);
}

CoverageCurve coverageCurve(const Predictions& predictions, std::span<const ClassIndex> labels,
                            std::span<const BeatIndex> judged) {
  struct Scored {
    float confidence;
    bool isWrong;
  };
  std::vector<Scored> scored;
  scored.reserve(judged.size());
  for (const BeatIndex beat : judged)
    scored.push_back({predictions.confidence(beat), predictions.predicted(beat) != labels[beat]});
  std::sort(scored.begin(), scored.end(),
            [](const Scored& a, const Scored& b) { return a.confidence > b.confidence; });
  CoverageCurve curve;
  curve.beats = static_cast<std::int64_t>(scored.size());
  curve.area = curve.beats == 0 ? kUndefined : 0;
  CoveragePoint point;
  std::int64_t keptBefore = 0;
  for (std::size_t place = 0; place < scored.size(); ++place) {
    ++point.kept;
    point.wrong += scored[place].isWrong ? 1 : 0;
    if (place + 1 < scored.size() && scored[place + 1].confidence == scored[place].confidence) continue;
    point.threshold = scored[place].confidence;
    curve.points.push_back(point);
    curve.area += curve.risk(point) * ratio(point.kept - keptBefore, curve.beats);
    keptBefore = point.kept;
  }
  return curve;
}

CoverageCurve thinned(const CoverageCurve& curve, int steps) {
  CoverageCurve thin = curve;
  thin.points.clear();
  const double step = 1.0 / steps;
  for (std::size_t place = 0; place < curve.points.size(); ++place) {
    const CoveragePoint& point = curve.points[place];
    const bool isEnd = place == 0 || place + 1 == curve.points.size();
    if (isEnd || std::abs(curve.coverage(point) - curve.coverage(thin.points.back())) >= step ||
        std::abs(curve.risk(point) - curve.risk(thin.points.back())) >= step)
      thin.points.push_back(point);
  }
  return thin;
}

CoveragePoint keptAt(const CoverageCurve& curve, double threshold) {
  const auto behind =
      std::partition_point(curve.points.begin(), curve.points.end(),
                           [&](const CoveragePoint& point) { return point.threshold >= threshold; });
  if (behind == curve.points.begin()) return {threshold, 0, 0};
  return {threshold, std::prev(behind)->kept, std::prev(behind)->wrong};
}

std::optional<CoveragePoint> coverageAtRisk(const CoverageCurve& curve, double risk) {
  for (auto point = curve.points.rbegin(); point != curve.points.rend(); ++point)
    if (curve.risk(*point) <= risk) return *point;
  return {};
}

nlohmann::json coverageJson(const CoverageCurve& curve) {
  nlohmann::json atRisk = nlohmann::json::array();
  for (const double risk : kToldRisks) {
    const auto point = coverageAtRisk(curve, risk);
    atRisk.push_back({{"risk", risk},
                      {"threshold", point ? nlohmann::json(point->threshold) : nlohmann::json()},
                      {"coverage", point ? curve.coverage(*point) : 0}});
  }
  return {{"beats", curve.beats}, {"area", numberOrNull(curve.area)}, {"atRisk", std::move(atRisk)}};
}

}  // namespace ectopy
