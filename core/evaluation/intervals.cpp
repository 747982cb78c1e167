#include "core/evaluation/intervals.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/evaluation/json_number.h"

namespace ectopy {
namespace {

const char* nameOf(ScoreIntervals::Method method) {
  switch (method) {
    case ScoreIntervals::Method::Wilson:
      return "wilson";
    case ScoreIntervals::Method::ByPatient:
      return "bootstrap by patient";
    case ScoreIntervals::Method::ByBeat:
      return "bootstrap by beat";
  }
  return "";
}

}  // namespace

Interval wilsonInterval(std::int64_t hits, std::int64_t trials) {
  if (hits < 0 || hits > trials)
    throw Error(fmt::format("An interval needs 0 to {} hits of as many trials, found {}.", trials, hits));
  if (trials == 0) return {};
  const auto n = static_cast<double>(trials);
  const double share = static_cast<double>(hits) / n;
  const double square = kNormal95 * kNormal95;
  const double centre = share + square / (2 * n);
  const double spread = kNormal95 * std::sqrt(share * (1 - share) / n + square / (4 * n * n));
  const double scale = 1 + square / n;
  // Rounding must not move the ends of 0 and of all away from 0 and 1.
  return {hits == 0 ? 0 : (centre - spread) / scale, hits == trials ? 1 : (centre + spread) / scale};
}

double quantileOfSorted(std::span<const double> sorted, double q) {
  if (sorted.empty()) return std::nan("");
  const double place = q * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
}

Interval percentileInterval(std::vector<double>& values) {
  std::erase_if(values, [](double value) { return std::isnan(value); });
  std::sort(values.begin(), values.end());
  return {quantileOfSorted(values, 0.025), quantileOfSorted(values, 0.975)};
}

ScoreIntervals wilsonIntervals(const ConfusionMatrix& confusion) {
  ScoreIntervals intervals;
  const std::int64_t total = confusion.total();
  intervals.units = total;
  std::int64_t right = 0;
  for (std::size_t label = 0; label < confusion.classes(); ++label) {
    const std::int64_t hits = confusion.at(label, label);
    const std::int64_t support = confusion.rowTotal(label);
    const std::int64_t predicted = confusion.columnTotal(label);
    const std::int64_t others = total - support;
    intervals.perClass.push_back({wilsonInterval(hits, support),
                                  wilsonInterval(others - (predicted - hits), others),
                                  wilsonInterval(hits, predicted),
                                  {}});
    right += hits;
  }
  intervals.accuracy = wilsonInterval(right, total);
  return intervals;
}

std::string describe(const ScoreIntervals& intervals) {
  switch (intervals.method) {
    case ScoreIntervals::Method::Wilson:
      return "Wilson's score interval, beats taken as independent";
    case ScoreIntervals::Method::ByPatient:
      return fmt::format("bootstrap by patient, {} patients, {} resamples", intervals.units,
                         intervals.resamples);
    case ScoreIntervals::Method::ByBeat:
      return fmt::format(
          "bootstrap by beat, {} beats, {} resamples: fewer than two patients are known, so that these are "
          "too narrow for new patients",
          intervals.units, intervals.resamples);
  }
  return {};
}

nlohmann::json intervalJson(const Interval& interval) {
  if (!interval.isDefined()) return nlohmann::json();
  return nlohmann::json::array({interval.low, interval.high});
}

nlohmann::json scoreIntervalsJson(const ScoreIntervals& intervals, const LabelScheme& scheme) {
  nlohmann::json perClass = nlohmann::json::object();
  for (std::size_t label = 0; label < intervals.perClass.size(); ++label) {
    const ClassIntervals& of = intervals.perClass[label];
    perClass[scheme.classes.at(label).code] = {{"sensitivity", intervalJson(of.sensitivity)},
                                               {"specificity", intervalJson(of.specificity)},
                                               {"ppv", intervalJson(of.ppv)},
                                               {"f1", intervalJson(of.f1)}};
  }
  return {{"method", nameOf(intervals.method)},
          {"units", intervals.units},
          {"resamples", intervals.resamples},
          {"accuracy", intervalJson(intervals.accuracy)},
          {"macroF1", intervalJson(intervals.macroF1)},
          {"balancedAccuracy", intervalJson(intervals.balancedAccuracy)},
          {"weightedF1", intervalJson(intervals.weightedF1)},
          {"perClass", std::move(perClass)}};
}

}  // namespace ectopy
