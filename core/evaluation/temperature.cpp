#include "core/evaluation/temperature.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/evaluation/json_number.h"
#include "core/evaluation/predictions_check.h"
#include "core/evaluation/tempered.h"

namespace ectopy {
namespace {

constexpr double kLeastScale = 1.0 / 20;
constexpr double kMostScale = 1 / 0.05;
constexpr int kMostSteps = 100;
constexpr std::size_t kStopEvery = 4096;  // beats

/// First and second derivative of the mean log loss by the scale 1 / T.
struct Slope {
  double first = 0;
  double second = 0;
};

Slope slopeAt(double scale, const Predictions& predictions, std::span<const ClassIndex> labels,
              std::span<const BeatIndex> beats, const JobContext& job) {
  Slope slope;
  Tempered tempered(scale);
  for (std::size_t place = 0; place < beats.size(); ++place) {
    if (place % kStopEvery == 0) job.throwIfStopped();
    tempered.take(predictions.of(beats[place]));
    double mean = 0;
    double square = 0;
    for (std::size_t label = 0; label < tempered.probabilities().size(); ++label) {
      const double log = tempered.logProbabilities()[label];
      mean += tempered.probabilities()[label] * log;
      square += tempered.probabilities()[label] * log * log;
    }
    slope.first += mean - tempered.logProbabilities()[labels[beats[place]]];
    slope.second += square - mean * mean;
  }
  const auto count = static_cast<double>(beats.size());
  return {slope.first / count, slope.second / count};
}

std::vector<BeatIndex> usable(const Predictions& predictions, std::span<const ClassIndex> labels,
                              std::span<const BeatIndex> beats) {
  std::vector<BeatIndex> kept;
  for (const BeatIndex beat : beats)
    if (labels[beat] < predictions.scheme.size() && hasProbabilities(predictions, beat)) kept.push_back(beat);
  return kept;
}

}  // namespace

TemperatureFit fitTemperature(const Predictions& predictions, std::span<const ClassIndex> labels,
                              std::span<const BeatIndex> fitted, const JobContext& job) {
  if (fitted.empty()) throw Error("A temperature needs labelled beats to be fitted on, found none.");
  TemperatureFit fit;
  fit.beats = fitted.size();
  double low = kLeastScale;
  double high = kMostScale;
  const auto slope = [&](double scale) { return slopeAt(scale, predictions, labels, fitted, job); };
  const double atLow = slope(low).first;
  const double atHigh = slope(high).first;
  if (atLow == 0 && atHigh == 0) return fit;  // no temperature changes anything
  fit.isBounded = atLow >= 0 || atHigh <= 0;
  if (fit.isBounded) {
    fit.temperature = 1 / (atLow >= 0 ? low : high);
    return fit;
  }
  // Newton's step where it stays inside, else the middle.
  double scale = 1;
  for (int step = 0; step < kMostSteps; ++step) {
    const Slope at = slope(scale);
    (at.first < 0 ? low : high) = scale;
    double next = scale - at.first / at.second;
    if (!(next > low && next < high)) next = std::midpoint(low, high);
    const bool isThere = std::abs(next - scale) <= 1e-15 * scale;
    scale = next;
    if (isThere || at.first == 0) break;
  }
  fit.temperature = 1 / scale;
  return fit;
}

TemperatureEffect temperatureEffect(const Predictions& predictions, std::span<const ClassIndex> labels,
                                    std::span<const BeatIndex> validation, std::span<const BeatIndex> judged,
                                    const JobContext& job) {
  TemperatureEffect effect;
  effect.before = effect.after = calibrationOf(predictions, labels, judged);
  const std::vector<BeatIndex> fitted = usable(predictions, labels, validation);
  if (fitted.empty()) {
    effect.reservation = "There is no validation part with labels to fit a temperature on.";
    return effect;
  }
  effect.fit = fitTemperature(predictions, labels, fitted, job);
  effect.after = calibrationOf(predictions, labels, judged, effect.fit.temperature);
  const bool isOwn = std::ranges::any_of(
      judged, [&](BeatIndex beat) { return std::binary_search(fitted.begin(), fitted.end(), beat); });
  if (isOwn) effect.reservation = "Fitted on beats that are judged here too: its effect is optimistic.";
  return effect;
}

nlohmann::json temperatureJson(const TemperatureEffect& effect) {
  return {{"temperature", effect.fit.beats == 0 ? nlohmann::json() : nlohmann::json(effect.fit.temperature)},
          {"fittedOn", effect.fit.beats},
          {"isBounded", effect.fit.isBounded},
          {"reservation", effect.reservation},
          {"before", calibrationJson(effect.before)},
          {"after", calibrationJson(effect.after)}};
}

}  // namespace ectopy
