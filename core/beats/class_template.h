#pragma once

#include <span>
#include <vector>

#include "core/beats/beat_set.h"

namespace ectopy {

/// The typical beat of a class or cluster: mean and 10 % and 90 % quantile at each sample. Empty when the
/// class is.
struct ClassTemplate {
  std::vector<float> mean;
  std::vector<float> low;   // 10 %
  std::vector<float> high;  // 90 %
  std::size_t beats = 0;    // it was made from: at most 2000, spread evenly over it
};

/// The typical beat of these beats.
ClassTemplate templateOf(const BeatSet& beats, std::span<const BeatIndex> all);

/// One template a class of the scheme, from the effective labels.
std::vector<ClassTemplate> classTemplates(const BeatSet& beats, std::span<const ClassIndex> labels);

}  // namespace ectopy
