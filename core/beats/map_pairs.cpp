#include "core/beats/map_pairs.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/beats/nearest_rows.h"
#include "core/beats/seeded_random.h"

namespace ectopy {
namespace {

constexpr std::size_t kMoreNeighbours = 20;  // looked at beyond those kept
constexpr std::size_t kRowsBetweenStops = 4096;
constexpr double kMiddleRatio = 0.5;  // of the near pairs
constexpr double kFarRatio = 2.0;

/// The mean distance to a row's fourth to sixth neighbour: how far apart beats lie around it.
std::vector<float> spacingOf(const NearestRows& nearest, std::size_t rows) {
  std::vector<float> spacing(rows, 1e-10F);
  for (std::size_t row = 0; row < rows; ++row) {
    const std::size_t first = std::min<std::size_t>(3, nearest.each - 1);
    const std::size_t end = std::min<std::size_t>(6, nearest.each);
    float sum = 0;
    for (std::size_t i = first; i < end; ++i) sum += std::sqrt(nearest.squared[row * nearest.each + i]);
    spacing[row] = std::max(spacing[row], sum / static_cast<float>(end - first));
  }
  return spacing;
}

MapPairs nearPairs(const NearestRows& nearest, std::size_t rows, std::size_t each) {
  MapPairs pairs{std::min(each, nearest.each), {}};
  pairs.others.reserve(rows * pairs.each);
  const std::vector<float> spacing = spacingOf(nearest, rows);
  std::vector<std::pair<float, BeatIndex>> candidates;
  for (std::size_t row = 0; row < rows; ++row) {
    candidates.clear();
    for (std::size_t i = 0; i < nearest.each; ++i) {
      const BeatIndex other = nearest.of(row)[i];
      candidates.emplace_back(nearest.squared[row * nearest.each + i] / (spacing[row] * spacing[other]),
                              other);
    }
    std::ranges::stable_sort(candidates, {}, &std::pair<float, BeatIndex>::first);
    for (std::size_t i = 0; i < pairs.each; ++i) pairs.others.push_back(candidates[i].second);
  }
  return pairs;
}

BeatIndex anyOther(std::size_t row, std::size_t rows, SeededRandom& random) {
  const auto drawn = static_cast<BeatIndex>(random.below(rows - 1));
  return drawn < row ? drawn : drawn + 1;
}

BeatIndex secondNearestOfSix(const BeatVectors& vectors, std::size_t row, SeededRandom& random) {
  std::array<std::pair<float, BeatIndex>, 6> drawn;
  for (auto& one : drawn) {
    one.second = anyOther(row, vectors.size(), random);
    one.first = squaredDistance(vectors.of(row), vectors.of(one.second));
  }
  std::ranges::sort(drawn);
  return drawn[1].second;
}

MapPairs middlePairs(const BeatVectors& vectors, std::size_t each, SeededRandom& random,
                     const JobContext& job) {
  MapPairs pairs{each, {}};
  pairs.others.reserve(vectors.size() * each);
  for (std::size_t row = 0; row < vectors.size(); ++row) {
    if (row % kRowsBetweenStops == 0) job.throwIfStopped();
    for (std::size_t i = 0; i < each; ++i) pairs.others.push_back(secondNearestOfSix(vectors, row, random));
  }
  return pairs;
}

MapPairs farPairs(const MapPairs& near, std::size_t rows, std::size_t each, SeededRandom& random) {
  constexpr int kTries = 8;  // a small set may have none that is far
  MapPairs pairs{each, {}};
  pairs.others.reserve(rows * each);
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t i = 0; i < each; ++i) {
      BeatIndex other = anyOther(row, rows, random);
      for (int t = 0; t < kTries && std::ranges::count(near.of(row), other) > 0; ++t)
        other = anyOther(row, rows, random);
      pairs.others.push_back(other);
    }
  }
  return pairs;
}

}  // namespace

MapPairKinds chooseMapPairs(const BeatVectors& vectors, const NeighbourMapOptions& options,
                            const JobContext& job) {
  MapPairKinds kinds;
  if (vectors.size() < 2) return kinds;
  SeededRandom random(options.seed);
  const NearestRows nearest =
      nearestRows(vectors, options.neighbours + kMoreNeighbours, options.threads, job);
  const auto share = [&](double ratio) {
    return static_cast<std::size_t>(std::lround(ratio * static_cast<double>(options.neighbours)));
  };
  kinds.near = nearPairs(nearest, vectors.size(), options.neighbours);
  kinds.middle = middlePairs(vectors, share(kMiddleRatio), random, job);
  kinds.far = farPairs(kinds.near, vectors.size(), share(kFarRatio), random);
  return kinds;
}

}  // namespace ectopy
