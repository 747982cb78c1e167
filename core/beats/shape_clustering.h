#pragma once

#include <cstdint>
#include <vector>

#include "core/beats/beat_vectors.h"

namespace ectopy {

/// Rows that go together, ascending.
using RowGroup = std::vector<std::uint32_t>;

/// How rows are grouped.
struct RowGrouping {
  double threshold = 0.9;  // correlation with a group's mean that lets a row join it
  std::size_t most = 40;   // groups
};

/// Groups the rows of shapeVectors by likeness, the largest group first. In file order each row joins the
/// group whose mean it correlates with best, or founds one (leader clustering, Hartigan 1975); groups whose
/// means correlate above half way from the threshold to 1 become one; rows move to the nearest mean until
/// none does (spherical k-means, Dhillon and Modha 2001). While there are too many groups, that with the
/// fewest rows goes into the nearest. The same rows give the same groups. Throws Stopped.
std::vector<RowGroup> groupRows(const BeatVectors& vectors, const RowGrouping& grouping,
                                const JobContext& job);

/// The rows in two groups: cut where they differ most (the sign of the first principal component), then moved
/// to the nearer mean until none moves. One group where all rows are equal. Throws Stopped.
std::vector<RowGroup> splitRows(const BeatVectors& vectors, const JobContext& job);

/// Mean of some rows, scaled to length 1 (zeros where they cancel out).
std::vector<float> meanDirection(const BeatVectors& vectors, const RowGroup& rows);

/// Correlation of a row of shapeVectors with such a mean.
inline float correlationOf(std::span<const float> one, std::span<const float> other) {
  return 1 - squaredDistance(one, other) / 2;
}

}  // namespace ectopy
