#include "core/training/class_weights.h"

#include <algorithm>
#include <cmath>

namespace ectopy {

std::vector<float> classWeights(ClassWeighting weighting, std::span<const ClassIndex> labels,
                                std::size_t classes) {
  std::vector<float> weights(classes, 1);
  if (weighting == ClassWeighting::None || classes == 0) return weights;
  std::vector<double> counts(classes, 0);
  for (const ClassIndex label : labels) ++counts[label];
  const double most = std::ranges::max(counts);
  for (std::size_t c = 0; c < classes; ++c)
    weights[c] = static_cast<float>(std::max(1.0, std::log(most / std::max(counts[c], 1.0))));
  return weights;
}

}  // namespace ectopy
