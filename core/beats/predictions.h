#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/beats/beat_set.h"

namespace ectopy {

/// n x C class probabilities of one model on one BeatSet, each row sums to 1.
struct Predictions {
  std::string modelName;
  std::string modelSha256;      // of the model's weights
  std::string dataFingerprint;  // of the BeatSet
  LabelScheme scheme;           // the model's classes
  std::vector<float> probabilities;

  std::size_t size() const { return scheme.size() == 0 ? 0 : probabilities.size() / scheme.size(); }
  std::span<const float> of(BeatIndex beat) const {
    return std::span(probabilities).subspan(std::size_t{beat} * scheme.size(), scheme.size());
  }
  /// The most probable class; the first of equals.
  ClassIndex predicted(BeatIndex beat) const;
  /// Its probability.
  float confidence(BeatIndex beat) const;
  /// Largest minus second largest probability.
  float margin(BeatIndex beat) const;
};

}  // namespace ectopy
