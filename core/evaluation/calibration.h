#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <vector>

#include "core/beats/predictions.h"
#include "core/evaluation/intervals.h"

namespace ectopy {

/// Beats whose confidence lies in (low, high].
struct ReliabilityBin {
  double low = 0;
  double high = 0;
  std::int64_t beats = 0;
  double confidence = 0;  // mean; NaN without beats
  double accuracy = 0;    // share predicted as labelled; NaN without beats
  Interval interval;      // of the accuracy, by Wilson
};

/// How far the probabilities can be taken at their word. NaN where no beats are judged.
struct Calibration {
  std::vector<ReliabilityBin> bins;  // 15 of equal width
  double expectedError = 0;          // mean over beats of |confidence - accuracy| of their bin (Guo 2017)
  double largestError = 0;           // of a bin
  double logLoss = 0;                // mean negative log likelihood of the labels, natural logarithm
  double brier = 0;                  // mean squared distance to the label's one-hot vector (Brier 1950)
};

/// Of the probabilities after dividing their logarithms by a temperature; 1: as they are. `judged`: labelled
/// beats with probabilities. Throws Error for a temperature that is not above 0.
Calibration calibrationOf(const Predictions& predictions, std::span<const ClassIndex> labels,
                          std::span<const BeatIndex> judged, double temperature = 1);

/// The confidence in the predicted class after that, beat by beat.
std::vector<double> confidencesAt(const Predictions& predictions, std::span<const BeatIndex> beats,
                                  double temperature);

/// {bins, calibrationError, largestError, logLoss, brier}.
nlohmann::json calibrationJson(const Calibration& calibration);

}  // namespace ectopy
