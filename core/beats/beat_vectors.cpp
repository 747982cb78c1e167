#include "core/beats/beat_vectors.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "core/base/error.h"

namespace ectopy {
namespace {

constexpr std::size_t kBetweenStops = 4096;  // beats
constexpr std::size_t kLanes = 16;           // sums at once, which the compiler turns into vector registers

/// First sample and number of samples of the window.
std::pair<std::size_t, std::size_t> samplesIn(const ShapeWindow& window, const BeatSet& beats) {
  const auto length = static_cast<double>(beats.length());
  const double rPeak = beats.cut().rOffsetSeconds * beats.cut().sampleRateHz;
  const auto place = [&](double seconds) {
    return std::clamp(std::round(rPeak + seconds * beats.cut().sampleRateHz), 0.0, length);
  };
  const double first = place(-window.before);
  const double end = place(window.after);
  if (!(end > first))  // NaN too
    throw Error(
        fmt::format("Shapes of \"{}\": {} s before to {} s behind the R peak hold no sample of a beat cut "
                    "from {:.3f} s on.",
                    beats.facts().name, window.before, window.after, -beats.cut().rOffsetSeconds));
  return {static_cast<std::size_t>(first), static_cast<std::size_t>(end - first)};
}

void addShape(std::span<const float> samples, std::vector<float>& values) {
  const double mean =
      std::accumulate(samples.begin(), samples.end(), 0.0) / static_cast<double>(samples.size());
  double squares = 0;
  for (const float sample : samples) squares += (sample - mean) * (sample - mean);
  const double scale = squares > 0 ? 1 / std::sqrt(squares) : 0;
  for (const float sample : samples) values.push_back(static_cast<float>((sample - mean) * scale));
}

}  // namespace

BeatVectors shapeVectors(const BeatSet& beats, std::span<const BeatIndex> some, const ShapeWindow& window,
                         const JobContext& job) {
  const auto [first, width] = samplesIn(window, beats);
  BeatVectors vectors{.width = width};
  vectors.values.reserve(some.size() * width);
  for (std::size_t i = 0; i < some.size(); ++i) {
    if (i % kBetweenStops == 0) job.throwIfStopped();
    if (some[i] >= beats.size())
      throw Error(
          fmt::format("There is no beat {}: \"{}\" has {}.", some[i], beats.facts().name, beats.size()));
    addShape(beats.beat(some[i]).subspan(first, width), vectors.values);
  }
  return vectors;
}

BeatVectors shapeVectors(const BeatSet& beats, const ShapeWindow& window, const JobContext& job) {
  std::vector<BeatIndex> all(beats.size());
  std::iota(all.begin(), all.end(), BeatIndex{0});
  return shapeVectors(beats, all, window, job);
}

BeatVectors directionsOf(BeatVectors vectors) {
  for (std::size_t row = 0; row < vectors.size(); ++row) {
    const auto values = std::span(vectors.values).subspan(row * vectors.width, vectors.width);
    double squares = 0;
    for (const float value : values) squares += double{value} * value;
    if (squares > 0)
      for (float& value : values) value = static_cast<float>(value / std::sqrt(squares));
  }
  return vectors;
}

float squaredDistance(std::span<const float> one, std::span<const float> other) {
  std::array<float, kLanes> sums{};
  const std::size_t whole = one.size() / kLanes * kLanes;
  for (std::size_t at = 0; at < whole; at += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const float apart = one[at + lane] - other[at + lane];
      sums[lane] += apart * apart;
    }
  }
  float sum = std::accumulate(sums.begin(), sums.end(), 0.0F);
  for (std::size_t at = whole; at < one.size(); ++at) sum += (one[at] - other[at]) * (one[at] - other[at]);
  return sum;
}

}  // namespace ectopy
