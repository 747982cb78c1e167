#include "core/beats/beat_map.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <thread>

#include "core/beats/map_pairs.h"
#include "core/beats/nearest_rows.h"
#include "core/beats/principal_axes.h"

namespace ectopy {
namespace {

constexpr double kPairsShare = 0.5;  // of the time
constexpr float kStartScale = 0.01F;
constexpr std::size_t kBlocks = 4;  // whose pulls are summed in their order, whoever works on them

/// How strongly each kind of pair pulls or pushes in a round.
struct Weights {
  float near = 1;
  float middle = 0;
  float far = 1;
};

Weights weightsAt(int round, int rounds) {
  // 100, 100 and 250 of PaCMAP's 450 rounds.
  const float place = 450.0F * static_cast<float>(round) / static_cast<float>(rounds);
  if (place < 100) return {2, 1000 * (1 - place / 100) + 3 * place / 100, 1};
  if (place < 200) return {3, 3, 1};
  return {1, 0, 1};
}

/// Moves the places of all rows down the gradient of PaCMAP's loss, by Adam.
class Layout {
 public:
  Layout(std::vector<MapPoint> start, const MapPairKinds& pairs, int threads)
      : m_places(std::move(start)),
        m_pairs(pairs),
        m_pulls(kBlocks, std::vector<MapPoint>(m_places.size())),
        m_mean(m_places.size()),
        m_square(m_places.size()),
        m_threads(std::clamp<std::size_t>(
            threads > 0 ? static_cast<std::size_t>(threads) : std::thread::hardware_concurrency(), 1,
            kBlocks)) {}

  const std::vector<MapPoint>& places() const { return m_places; }

  void step(const Weights& weights) {
    inBlocks([&](std::size_t block, std::size_t first, std::size_t end) {
      std::ranges::fill(m_pulls[block], MapPoint{});
      for (std::size_t row = first; row < end; ++row) pull(row, weights, m_pulls[block]);
    });
    ++m_round;
    inBlocks([&](std::size_t, std::size_t first, std::size_t end) { move(first, end); });
  }

 private:
  template <typename Work>
  void inBlocks(const Work& work) {
    const auto share = [&](std::size_t thread) {
      for (std::size_t block = thread; block < kBlocks; block += m_threads)
        work(block, m_places.size() * block / kBlocks, m_places.size() * (block + 1) / kBlocks);
    };
    std::vector<std::jthread> helpers;
    for (std::size_t thread = 1; thread < m_threads; ++thread) helpers.emplace_back(share, thread);
    share(0);
  }

  /// `strength` of a pair by 1 + its squared distance; above 0 they are drawn together.
  template <typename Strength>
  void pullPairs(std::size_t row, const MapPairs& pairs, std::vector<MapPoint>& pulls,
                 const Strength& strength) const {
    const MapPoint here = m_places[row];
    MapPoint sum = pulls[row];
    for (const BeatIndex other : pairs.of(row)) {
      const float dx = here.x - m_places[other].x;
      const float dy = here.y - m_places[other].y;
      const float by = strength(1 + dx * dx + dy * dy);
      sum.x += by * dx;
      sum.y += by * dy;
      pulls[other].x -= by * dx;
      pulls[other].y -= by * dy;
    }
    pulls[row] = sum;
  }

  void pull(std::size_t row, const Weights& weights, std::vector<MapPoint>& pulls) const {
    pullPairs(row, m_pairs.near, pulls, [&](float d) { return weights.near * 20 / ((10 + d) * (10 + d)); });
    if (weights.middle > 0) {
      pullPairs(row, m_pairs.middle, pulls,
                [&](float d) { return weights.middle * 20000 / ((10000 + d) * (10000 + d)); });
    }
    pullPairs(row, m_pairs.far, pulls, [&](float d) { return -weights.far * 2 / ((1 + d) * (1 + d)); });
  }

  void move(std::size_t first, std::size_t end) {
    constexpr float kMeanDecay = 0.9F;
    constexpr float kSquareDecay = 0.999F;
    constexpr float kEpsilon = 1e-7F;
    const auto round = static_cast<float>(m_round);
    const float rate =
        std::sqrt(1 - std::pow(kSquareDecay, round)) / (1 - std::pow(kMeanDecay, round));  // Adam, rate 1
    const auto moved = [&](float pull, float& mean, float& square) {
      mean += (1 - kMeanDecay) * (pull - mean);
      square += (1 - kSquareDecay) * (pull * pull - square);
      return rate * mean / (std::sqrt(square) + kEpsilon);
    };
    for (std::size_t row = first; row < end; ++row) {
      MapPoint sum;
      for (const std::vector<MapPoint>& pulls : m_pulls) {
        sum.x += pulls[row].x;
        sum.y += pulls[row].y;
      }
      m_places[row].x -= moved(sum.x, m_mean[row].x, m_square[row].x);
      m_places[row].y -= moved(sum.y, m_mean[row].y, m_square[row].y);
    }
  }

  std::vector<MapPoint> m_places;
  const MapPairKinds& m_pairs;
  std::vector<std::vector<MapPoint>> m_pulls;  // by block
  std::vector<MapPoint> m_mean;                // of the pulls so far
  std::vector<MapPoint> m_square;
  std::size_t m_threads;
  int m_round = 0;
};

std::vector<MapPoint> firstTwo(const BeatVectors& places) {
  std::vector<MapPoint> map(places.size());
  for (std::size_t row = 0; row < map.size(); ++row) {
    const auto place = places.of(row);
    map[row] = {place[0], place.size() > 1 ? place[1] : 0};
  }
  return map;
}

/// What a part of a job says, as a share of the whole.
JobContext partOf(const JobContext& job, double from, double to) {
  return {job.token(), [&job, from, to](double fraction, std::string_view text) {
            job.report(from + (to - from) * fraction, text);
          }};
}

}  // namespace

std::vector<MapPoint> axesMap(const BeatVectors& vectors, const JobContext& job) {
  return firstTwo(along(principalAxes(vectors, 2, job), vectors, job));
}

std::vector<MapPoint> neighbourMap(const BeatVectors& vectors, const NeighbourMapOptions& options,
                                   const JobContext& job, const MapPicture& picture) {
  if (vectors.size() == 0) return {};
  const BeatVectors rows = along(principalAxes(vectors, options.axes, job), vectors, job);
  std::vector<MapPoint> start = firstTwo(rows);
  if (rows.size() < 3) return start;
  const MapPairKinds pairs = chooseMapPairs(rows, options, partOf(job, 0, kPairsShare));
  float widest = std::numeric_limits<float>::min();
  for (const MapPoint& point : start) widest = std::max({widest, std::abs(point.x), std::abs(point.y)});
  for (MapPoint& point : start)
    point = {10 * kStartScale * point.x / widest, 10 * kStartScale * point.y / widest};
  Layout layout(std::move(start), pairs, options.threads);
  for (int round = 0; round < options.rounds; ++round) {
    job.throwIfStopped();
    job.report(kPairsShare + (1 - kPairsShare) * round / options.rounds, "places");
    if (picture && round > 0 && round % options.roundsBetweenPictures == 0) picture(layout.places());
    layout.step(weightsAt(round, options.rounds));
  }
  return layout.places();
}

double sharedClassNearby(std::span<const MapPoint> map, std::span<const ClassIndex> labels, std::size_t each,
                         const JobContext& job) {
  BeatVectors places{.width = 2};
  std::vector<ClassIndex> classes;
  for (std::size_t row = 0; row < std::min(map.size(), labels.size()); ++row) {
    if (labels[row] == kUnlabelled) continue;
    places.values.insert(places.values.end(), {map[row].x, map[row].y});
    classes.push_back(labels[row]);
  }
  const NearestRows nearest = nearestRows(places, each, 0, job);
  std::vector<double> shared(kUnlabelled, 0);
  std::vector<double> beats(kUnlabelled, 0);
  for (std::size_t row = 0; row < classes.size() && nearest.each > 0; ++row) {
    const auto same = std::ranges::count_if(nearest.of(row),
                                            [&](BeatIndex other) { return classes[other] == classes[row]; });
    shared[classes[row]] += static_cast<double>(same) / static_cast<double>(nearest.each);
    beats[classes[row]] += 1;
  }
  double sum = 0;
  double present = 0;
  for (std::size_t i = 0; i < beats.size(); ++i) {
    if (beats[i] == 0) continue;
    sum += shared[i] / beats[i];
    present += 1;
  }
  return present > 0 ? sum / present : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace ectopy
