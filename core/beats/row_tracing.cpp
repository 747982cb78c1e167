#include "core/beats/row_tracing.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/error.h"

namespace ectopy {
namespace {

constexpr std::size_t kKeySamples = 16;
constexpr double kRounding = 1e-5;  // of a key, which sums floats

/// Sum of the first values: rows that agree sample by sample agree in it within the sum of the tolerances.
double keyOf(std::span<const float> samples) {
  const auto first = samples.first(std::min(samples.size(), kKeySamples));
  return std::accumulate(first.begin(), first.end(), 0.0);
}

struct KeyedBeat {
  double key;
  BeatIndex beat;
};

std::vector<KeyedBeat> indexOf(const BeatSet& beats) {
  std::vector<KeyedBeat> index(beats.size());
  for (BeatIndex i = 0; i < beats.size(); ++i) index[i] = {keyOf(beats.beat(i)), i};
  std::sort(index.begin(), index.end(), [](const KeyedBeat& a, const KeyedBeat& b) {
    return a.key < b.key || (a.key == b.key && a.beat < b.beat);
  });
  return index;
}

/// Largest difference of two rows; gives up once it is above the limit.
float largestDifference(std::span<const float> a, std::span<const float> b, float limit) {
  float largest = 0;
  for (std::size_t i = 0; i < a.size() && largest <= limit; ++i)
    largest = std::max(largest, std::abs(a[i] - b[i]));
  return largest;
}

RowTrace traceRow(std::span<const float> row, int label, const BeatSet& beats,
                  const std::vector<KeyedBeat>& index, double tolerance) {
  const double key = keyOf(row);
  const double reach = tolerance * kKeySamples + kRounding;
  const auto isBelow = [](const KeyedBeat& one, double value) { return one.key < value; };
  auto candidate = std::lower_bound(index.begin(), index.end(), key - reach, isBelow);
  RowTrace best;
  const auto limit = static_cast<float>(tolerance);
  for (; candidate != index.end() && candidate->key <= key + reach; ++candidate) {
    const float difference = largestDifference(row, beats.beat(candidate->beat), limit);
    if (!(difference <= limit)) continue;
    const bool isSameClass = beats.columns().classes[candidate->beat] == label;
    const bool isBetter = best.beat == RowTrace::kNotFound || (isSameClass && !best.isSameClass) ||
                          (isSameClass == best.isSameClass && difference < best.largestDifference);
    if (isBetter) best = {candidate->beat, difference, isSameClass};
  }
  return best;
}

}  // namespace

std::vector<RowTrace> traceRows(const HeartbeatRows& rows, const BeatSet& rebuilt, double tolerance,
                                const JobContext& job) {
  if (rows.length != rebuilt.length()) {
    throw Error(fmt::format("Rows to trace: expected {} samples as the rebuilt beats have, found {}.",
                            rebuilt.length(), rows.length));
  }
  job.report(-1, "indexing beats");
  const std::vector<KeyedBeat> index = indexOf(rebuilt);
  const std::span<const float> samples(rows.samples);
  std::vector<RowTrace> traces(rows.rows());
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    if (row % 1024 == 0) {
      job.throwIfStopped();
      job.report(static_cast<double>(row) / static_cast<double>(rows.rows()), "tracing rows");
    }
    traces[row] = traceRow(samples.subspan(row * rows.length, rows.length), rows.classes[row], rebuilt, index,
                           tolerance);
  }
  return traces;
}

}  // namespace ectopy
