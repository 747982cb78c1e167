#include "core/beats/predictions.h"

#include <algorithm>

namespace ectopy {

ClassIndex Predictions::predicted(BeatIndex beat) const {
  const auto row = of(beat);
  return static_cast<ClassIndex>(std::max_element(row.begin(), row.end()) - row.begin());
}

float Predictions::confidence(BeatIndex beat) const {
  const auto row = of(beat);
  return *std::max_element(row.begin(), row.end());
}

float Predictions::margin(BeatIndex beat) const {
  float largest = 0;
  float second = 0;
  for (const float probability : of(beat)) {
    if (probability > largest) {
      second = largest;
      largest = probability;
    } else if (probability > second) {
      second = probability;
    }
  }
  return largest - second;
}

}  // namespace ectopy
