#include "core/evaluation/calibration.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/evaluation/json_number.h"
#include "core/evaluation/tempered.h"

namespace ectopy {
namespace {

constexpr std::size_t kBins = 15;
constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

/// Sums over the beats of one bin.
struct BinSums {
  std::int64_t beats = 0;
  std::int64_t hits = 0;
  double confidence = 0;
};

std::size_t binOf(double confidence) {
  return static_cast<std::size_t>(std::clamp(std::ceil(confidence * kBins) - 1, 0.0, kBins - 1.0));
}

double squaredDistance(std::span<const double> probabilities, std::size_t label) {
  double sum = 0;
  for (std::size_t other = 0; other < probabilities.size(); ++other)
    sum += std::pow(probabilities[other] - (other == label ? 1 : 0), 2);
  return sum;
}

void requireTemperature(double temperature) {
  if (temperature > 0 && std::isfinite(temperature)) return;
  throw Error(fmt::format("A temperature must be above 0, found {}.", temperature));
}

void fillBins(Calibration& calibration, std::span<const BinSums> sums, std::int64_t total) {
  calibration.expectedError = calibration.largestError = total == 0 ? kUndefined : 0;
  for (std::size_t bin = 0; bin < kBins; ++bin) {
    ReliabilityBin& of = calibration.bins.emplace_back();
    of.low = static_cast<double>(bin) / kBins;
    of.high = static_cast<double>(bin + 1) / kBins;
    of.beats = sums[bin].beats;
    of.confidence = of.accuracy = kUndefined;
    if (of.beats == 0) continue;
    const auto beats = static_cast<double>(of.beats);
    of.confidence = sums[bin].confidence / beats;
    of.accuracy = static_cast<double>(sums[bin].hits) / beats;
    of.interval = wilsonInterval(sums[bin].hits, of.beats);
    const double error = std::abs(of.confidence - of.accuracy);
    calibration.expectedError += error * beats / static_cast<double>(total);
    calibration.largestError = std::max(calibration.largestError, error);
  }
}

}  // namespace

Calibration calibrationOf(const Predictions& predictions, std::span<const ClassIndex> labels,
                          std::span<const BeatIndex> judged, double temperature) {
  requireTemperature(temperature);
  Calibration calibration;
  std::vector<BinSums> sums(kBins);
  Tempered tempered(1 / temperature);
  for (const BeatIndex beat : judged) {
    tempered.take(predictions.of(beat));
    const ClassIndex predicted = predictions.predicted(beat);
    // As they are the model's own numbers count, to the last bit.
    const double confidence =
        temperature == 1 ? predictions.confidence(beat) : tempered.probabilities()[predicted];
    BinSums& bin = sums[binOf(confidence)];
    ++bin.beats;
    bin.hits += predicted == labels[beat] ? 1 : 0;
    bin.confidence += confidence;
    calibration.logLoss -= tempered.logOf(labels[beat]);
    calibration.brier += squaredDistance(tempered.probabilities(), labels[beat]);
  }
  const auto total = static_cast<double>(judged.size());
  calibration.logLoss = judged.empty() ? kUndefined : calibration.logLoss / total;
  calibration.brier = judged.empty() ? kUndefined : calibration.brier / total;
  fillBins(calibration, sums, static_cast<std::int64_t>(judged.size()));
  return calibration;
}

std::vector<double> confidencesAt(const Predictions& predictions, std::span<const BeatIndex> beats,
                                  double temperature) {
  requireTemperature(temperature);
  std::vector<double> confidences;
  confidences.reserve(beats.size());
  Tempered tempered(1 / temperature);
  for (const BeatIndex beat : beats) {
    tempered.take(predictions.of(beat));
    confidences.push_back(tempered.probabilities()[predictions.predicted(beat)]);
  }
  return confidences;
}

nlohmann::json calibrationJson(const Calibration& calibration) {
  nlohmann::json bins = nlohmann::json::array();
  for (const ReliabilityBin& bin : calibration.bins)
    bins.push_back({{"low", bin.low},
                    {"high", bin.high},
                    {"beats", bin.beats},
                    {"confidence", numberOrNull(bin.confidence)},
                    {"accuracy", numberOrNull(bin.accuracy)},
                    {"interval", intervalJson(bin.interval)}});
  return {{"bins", std::move(bins)},
          {"calibrationError", numberOrNull(calibration.expectedError)},
          {"largestError", numberOrNull(calibration.largestError)},
          {"logLoss", numberOrNull(calibration.logLoss)},
          {"brier", numberOrNull(calibration.brier)}};
}

}  // namespace ectopy
