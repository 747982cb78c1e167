#include "core/beats/beat_neighbours.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"

namespace ectopy {
namespace {

constexpr std::size_t kBetweenStops = 16384;  // beats
constexpr float kFarthest = std::numeric_limits<float>::infinity();

std::vector<float> meanOf(const BeatVectors& vectors, std::span<const BeatIndex> asked) {
  std::vector<double> sums(vectors.width);
  for (const BeatIndex beat : asked) {
    if (beat >= vectors.size())
      throw Error(fmt::format("There is no beat {}: expected one below {}.", beat, vectors.size()));
    const auto row = vectors.of(beat);
    for (std::size_t i = 0; i < row.size(); ++i) sums[i] += row[i];
  }
  std::vector<float> mean;
  for (const double sum : sums) mean.push_back(static_cast<float>(sum / static_cast<double>(asked.size())));
  return mean;
}

bool isNearer(const Neighbour& one, const Neighbour& other) {
  return one.distance < other.distance || (one.distance == other.distance && one.beat < other.beat);
}

}  // namespace

std::vector<Neighbour> nearestBeats(const BeatVectors& vectors, std::span<const BeatIndex> asked,
                                    std::size_t most, const JobContext& job) {
  if (asked.empty()) throw Error("Similar beats: expected a beat to compare with, found none.");
  const std::vector<float> centre = meanOf(vectors, asked);
  std::vector<bool> isAsked(vectors.size());
  for (const BeatIndex beat : asked) isAsked[beat] = true;
  std::vector<Neighbour> first;
  std::vector<Neighbour> others;
  others.reserve(vectors.size());
  for (std::size_t row = 0; row < vectors.size(); ++row) {
    if (row % kBetweenStops == 0) job.throwIfStopped();
    const float apart = squaredDistance(vectors.of(row), centre);
    const Neighbour neighbour{static_cast<BeatIndex>(row), std::isnan(apart) ? kFarthest : apart};
    (isAsked[row] ? first : others).push_back(neighbour);
  }
  std::ranges::sort(first, isNearer);
  const std::size_t count = std::min(most, others.size());
  std::ranges::partial_sort(others, others.begin() + static_cast<std::ptrdiff_t>(count), isNearer);
  first.insert(first.end(), others.begin(), others.begin() + static_cast<std::ptrdiff_t>(count));
  for (Neighbour& neighbour : first) neighbour.distance = std::sqrt(neighbour.distance);
  return first;
}

}  // namespace ectopy
