#pragma once

#include <string_view>
#include <vector>

#include "core/beats/label_scheme.h"

namespace ectopy {

/// How it is found out what in a beat speaks for a class.
enum class AttributionMethod {
  IntegratedGradients,  // Sundararajan, Taly, Yan 2017
  GradCam,              // Selvaraju 2017, in one dimension
};
std::string_view nameOf(AttributionMethod method);                   // "integrated-gradients", "grad-cam"
AttributionMethod attributionMethodFromName(std::string_view name);  // throws Error

/// What in a beat speaks for a class, by a model's own gradients. The model's output that is explained is
/// the log-odds of the class, ln(p / (1 - p)).
struct Attribution {
  AttributionMethod method = AttributionMethod::IntegratedGradients;
  ClassIndex target = kUnlabelled;
  /// One a sample. Integrated gradients: what the sample adds to the log-odds, below 0 where it speaks
  /// against the class. Grad-CAM: how strongly the last convolution looks there for the class, 0 to 1.
  std::vector<float> samples;
  /// The same of each number beside the beat (integrated gradients); empty without such.
  std::vector<float> features;
  double logOdds = 0;          // of the beat
  double baselineLogOdds = 0;  // of the flat line at the beat's middle height that it is compared with
  /// How far the sum of samples and features is from logOdds - baselineLogOdds, as a share of that (of 0.1
  /// where it is less). NaN for Grad-CAM.
  double completenessError = 0;
  int steps = 0;  // between flat line and beat
};

}  // namespace ectopy
