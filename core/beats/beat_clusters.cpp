#include "core/beats/beat_clusters.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/beats/shape_clustering.h"

namespace ectopy {
namespace {

std::vector<BeatIndex> eachOnce(std::span<const BeatIndex> some) {
  std::vector<BeatIndex> beats(some.begin(), some.end());
  std::ranges::sort(beats);
  const auto repeated = std::ranges::unique(beats);
  beats.erase(repeated.begin(), repeated.end());
  return beats;
}

/// The cluster of some rows of the shapes of `some`.
BeatCluster clusterOfRows(const BeatSet& beats, std::span<const BeatIndex> some, const BeatVectors& shapes,
                          const RowGroup& rows) {
  struct Member {
    float likeness;
    BeatIndex beat;
  };
  const std::vector<float> mean = meanDirection(shapes, rows);
  std::vector<Member> members;
  members.reserve(rows.size());
  for (const std::uint32_t row : rows) members.push_back({correlationOf(shapes.of(row), mean), some[row]});
  std::ranges::sort(members, [](const Member& one, const Member& other) {
    return one.likeness != other.likeness ? one.likeness > other.likeness : one.beat < other.beat;
  });
  BeatCluster cluster;
  for (const Member& member : members) {
    cluster.members.push_back(member.beat);
    cluster.likeness.push_back(member.likeness);
  }
  cluster.shape = templateOf(beats, cluster.members);
  return cluster;
}

std::vector<BeatCluster> clustersOfRows(const BeatSet& beats, std::span<const BeatIndex> some,
                                        const BeatVectors& shapes, const std::vector<RowGroup>& groups,
                                        const JobContext& job) {
  std::vector<BeatCluster> clusters;
  for (const RowGroup& rows : groups) {
    job.throwIfStopped();
    clusters.push_back(clusterOfRows(beats, some, shapes, rows));
  }
  return clusters;
}

}  // namespace

std::vector<BeatCluster> clusterBeats(const BeatSet& beats, std::span<const BeatIndex> some,
                                      const ClusterOptions& options, const JobContext& job) {
  if (!(options.threshold >= 0 && options.threshold <= 1))
    throw Error(fmt::format("Templates: expected a threshold from 0 to 1, found {}.", options.threshold));
  if (options.most == 0) throw Error("Templates: expected at least one to be allowed, found 0.");
  const std::vector<BeatIndex> each = eachOnce(some);
  const BeatVectors shapes = shapeVectors(beats, each, options.window, job);
  return clustersOfRows(beats, each, shapes, groupRows(shapes, {options.threshold, options.most}, job), job);
}

BeatCluster clusterOf(const BeatSet& beats, std::span<const BeatIndex> members, const ShapeWindow& window,
                      const JobContext& job) {
  const std::vector<BeatIndex> each = eachOnce(members);
  const BeatVectors shapes = shapeVectors(beats, each, window, job);
  RowGroup rows(each.size());
  for (std::size_t row = 0; row < rows.size(); ++row) rows[row] = static_cast<std::uint32_t>(row);
  return clusterOfRows(beats, each, shapes, rows);
}

std::vector<BeatCluster> splitCluster(const BeatSet& beats, const BeatCluster& cluster,
                                      const ShapeWindow& window, const JobContext& job) {
  const std::vector<BeatIndex> each = eachOnce(cluster.members);
  const BeatVectors shapes = shapeVectors(beats, each, window, job);
  const std::vector<RowGroup> groups = splitRows(shapes, job);
  if (groups.size() < 2)
    throw Error(fmt::format("The {} beats of this template have one shape: it can't be split.", each.size()));
  return clustersOfRows(beats, each, shapes, groups, job);
}

ClusterLabels labelsIn(const BeatCluster& cluster, std::span<const ClassIndex> labels, std::size_t classes) {
  ClusterLabels found;
  found.counts.resize(classes);
  for (const BeatIndex beat : cluster.members) {
    if (labels[beat] < classes)
      ++found.counts[labels[beat]];
    else
      ++found.unlabelled;
  }
  const auto largest = std::ranges::max_element(found.counts);
  if (largest != found.counts.end() && *largest > 0)
    found.majority = static_cast<ClassIndex>(largest - found.counts.begin());
  return found;
}

}  // namespace ectopy
