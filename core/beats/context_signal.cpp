#include "core/beats/context_signal.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/beats/sorted_window.h"

namespace ectopy {
namespace {

constexpr double kFirstMedianSeconds = 0.2;
constexpr double kSecondMedianSeconds = 0.6;
constexpr double kQrsHalfSeconds = 0.1;
constexpr std::size_t kLocalIntervalsEachSide = 5;
constexpr double kLargestRatio = 4;

std::size_t halfWindow(double seconds, double rateHz) {
  return static_cast<std::size_t>(std::max(1.0, std::round(seconds * rateHz / 2)));
}

double ratio(double interval, double reference) {
  if (reference > 0) return std::clamp(interval / reference, 0.0, kLargestRatio);
  return interval > 0 ? kLargestRatio : 1;  // two marks on one sample
}

/// Mean of the intervals first .. last (both counted); intervals[i] ends at beat i, the first is unknown.
double meanOf(std::span<const double> intervals, std::size_t first, std::size_t last, double otherwise) {
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t i = std::max<std::size_t>(first, 1); i <= last && i < intervals.size(); ++i, ++count) {
    sum += intervals[i];
  }
  return count == 0 ? otherwise : sum / static_cast<double>(count);
}

}  // namespace

std::vector<double> withoutBaseline(std::span<const double> signal, double rateHz) {
  const auto first = runningMedian(signal, halfWindow(kFirstMedianSeconds, rateHz));
  std::vector<double> result = runningMedian(first, halfWindow(kSecondMedianSeconds, rateHz));
  for (std::size_t i = 0; i < result.size(); ++i) result[i] = signal[i] - result[i];
  return result;
}

double typicalQrsHeight(std::span<const double> signal, double rateHz, std::span<const std::int64_t> rPeaks) {
  const auto half = static_cast<std::int64_t>(std::max(1.0, std::round(kQrsHalfSeconds * rateHz)));
  const auto size = static_cast<std::int64_t>(signal.size());
  std::vector<double> heights;
  for (const std::int64_t peak : rPeaks) {
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    const std::int64_t first = std::clamp<std::int64_t>(peak - half, 0, size);
    const std::int64_t last = std::clamp<std::int64_t>(peak + half + 1, 0, size);
    for (const double value :
         signal.subspan(static_cast<std::size_t>(first),
                        static_cast<std::size_t>(std::max<std::int64_t>(last - first, 0)))) {
      if (std::isnan(value)) continue;
      low = std::min(low, value);
      high = std::max(high, value);
    }
    if (high >= low) heights.push_back(high - low);
  }
  return heights.empty() ? 0 : medianOf(std::move(heights));
}

std::vector<float> rrRatios(std::span<const BeatMark> marks) {
  std::vector<double> intervals(marks.size(), 0);
  for (std::size_t i = 1; i < marks.size(); ++i) intervals[i] = marks[i].rrBefore;
  const double record = meanOf(intervals, 1, marks.size(), 0);
  std::vector<float> ratios;
  ratios.reserve(marks.size() * 6);
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const double previous = i > 0 ? intervals[i] : record;
    const double next = i + 1 < marks.size() ? intervals[i + 1] : record;
    // Intervals i - 4 .. i end at or before the beat, i + 1 .. i + 5 come after it.
    const std::size_t first = i + 1 > kLocalIntervalsEachSide ? i + 1 - kLocalIntervalsEachSide : 0;
    const double local = meanOf(intervals, first, i + kLocalIntervalsEachSide, record);
    for (const double one : {ratio(previous, record), ratio(next, record), ratio(local, record),
                             ratio(previous, local), ratio(next, local), ratio(previous, next)}) {
      ratios.push_back(static_cast<float>(one));
    }
  }
  return ratios;
}

}  // namespace ectopy
