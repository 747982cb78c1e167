#pragma once

#include <cstddef>
#include <vector>

#include "core/base/job_context.h"
#include "core/beats/beat_vectors.h"

namespace ectopy {

/// The directions in which rows of numbers differ most, the widest first (principal component analysis).
struct PrincipalAxes {
  std::vector<float> mean;       // of the rows, `width` numbers
  BeatVectors axes;              // a row of length 1 for each axis
  std::vector<double> variance;  // along each axis
};

/// At most `count` axes, found on rows spaced evenly over all (at most 20 000). The sign of an axis is such
/// that its largest number is above 0. A row with a number that is not finite is passed over. Throws Stopped.
PrincipalAxes principalAxes(const BeatVectors& vectors, std::size_t count, const JobContext& job);

/// Where each row lies along the axes, n x axes; a row with a number that is not finite lies at 0. Throws
/// Stopped.
BeatVectors along(const PrincipalAxes& axes, const BeatVectors& vectors, const JobContext& job);

}  // namespace ectopy
