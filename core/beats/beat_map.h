#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/base/job_context.h"
#include "core/beats/beat_vectors.h"

namespace ectopy {

/// A beat's place on a map of beats; no unit.
struct MapPoint {
  float x = 0;
  float y = 0;

  bool operator==(const MapPoint&) const = default;
};

/// The map along the two widest principal axes: at once, one place a row. Throws Stopped.
std::vector<MapPoint> axesMap(const BeatVectors& vectors, const JobContext& job);

struct NeighbourMapOptions {
  std::uint64_t seed = 1;
  int threads = 0;  // 0: as there are cores
  std::size_t neighbours = 10;
  std::size_t axes = 24;  // principal axes that rows are compared along
  int rounds = 450;
  int roundsBetweenPictures = 25;  // `picture` is called with what there is
};
using MapPicture = std::function<void(std::vector<MapPoint>)>;

/// The map that keeps beats beside those they are most like, and groups of beats where they lie to each
/// other, beginning with axesMap: PaCMAP (Wang, Huang, Rudin, Shaposhnik: Understanding how dimension
/// reduction tools work, JMLR 22, 2021), with its own weights and rounds. The same for any number of
/// threads. Throws Stopped.
std::vector<MapPoint> neighbourMap(const BeatVectors& vectors, const NeighbourMapOptions& options,
                                   const JobContext& job, const MapPicture& picture = {});

/// Of each beat's `each` nearest others on the map, the share that has its class: mean over the beats of
/// a class, then over the classes. `labels`: one a row; rows without a label are left out. NaN without any.
double sharedClassNearby(std::span<const MapPoint> map, std::span<const ClassIndex> labels, std::size_t each,
                         const JobContext& job);

}  // namespace ectopy
