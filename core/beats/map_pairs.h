#pragma once

#include <span>
#include <vector>

#include "core/base/job_context.h"
#include "core/beats/beat_map.h"

namespace ectopy {

/// The pairs of rows whose distances a map is made from: for each row as many others.
struct MapPairs {
  std::size_t each = 0;
  std::vector<BeatIndex> others;  // n x each

  std::span<const BeatIndex> of(std::size_t row) const { return std::span(others).subspan(row * each, each); }
};

/// PaCMAP's three kinds of pairs. `near`: neighbours by distance over how far apart beats lie around either;
/// `middle`: the second nearest of six drawn; `far`: drawn, and not among the near ones.
struct MapPairKinds {
  MapPairs near;
  MapPairs middle;
  MapPairs far;
};
MapPairKinds chooseMapPairs(const BeatVectors& vectors, const NeighbourMapOptions& options,
                            const JobContext& job);

}  // namespace ectopy
