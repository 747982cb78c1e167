#include "core/beats/rhythm_features.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/beats/sorted_window.h"

namespace ectopy {
namespace {

constexpr std::size_t kLocal = 10;      // beats each side
constexpr std::size_t kIrregular = 15;  // for the changes from beat to beat
constexpr std::size_t kSpread = 20;     // for the median deviation
constexpr std::size_t kMinutes = 40;    // about a minute
constexpr std::size_t kLong = 150;      // about four
constexpr double kUpperQuartile = 0.75;
constexpr double kUpperDecile = 0.9;
constexpr double kSixth = 0.6;
constexpr double kAboutEqual = 0.98;  // of the upper quartile
constexpr double kLargestRatio = 5;
constexpr double kLeastDeviation = 0.01;     // s; and the least irregularity, which is a ratio
constexpr double kEqualRate = 1.18;          // ratio to the stretch's mean
constexpr std::size_t kLongestBefore = 300;  // beats of a stretch that are looked at
constexpr std::size_t kLongest = 600;
constexpr std::size_t kBeside = 3;  // beats next to a stretch that it is compared with
constexpr double kLargestStep = 1.5;

double logRatio(double interval, double reference) {
  if (!(reference > 0)) return 0;  // two marks on one sample
  return std::log(std::clamp(interval / reference, 1 / kLargestRatio, kLargestRatio));
}

/// intervals[i] ends at beat i; unknown ones are the median of the others.
std::vector<double> intervalsOf(std::span<const BeatMark> marks) {
  std::vector<double> known;
  for (std::size_t i = 1; i < marks.size(); ++i) {
    if (marks[i].rrBefore > 0) known.push_back(marks[i].rrBefore);
  }
  const double median = known.empty() ? 1 : medianOf(std::move(known));
  std::vector<double> intervals(marks.size(), median);
  for (std::size_t i = 1; i < marks.size(); ++i) {
    if (marks[i].rrBefore > 0) intervals[i] = marks[i].rrBefore;
  }
  return intervals;
}

/// A stretch of about equal intervals.
struct Stretch {
  double fasterThanBefore = 0;  // log of the intervals before over its own
  double fasterThanAfter = 0;
};

/// The stretch around beat `at`, grown back and then forth while the next interval is near its mean.
Stretch stretchAround(std::span<const double> logs, std::size_t at) {
  const double tolerance = std::log(kEqualRate);
  std::size_t first = at;
  std::size_t last = at;
  double sum = logs[at];
  std::size_t count = 1;
  const auto isNear = [&](double log) {
    return std::abs(log - sum / static_cast<double>(count)) < tolerance;
  };
  while (first > 0 && count < kLongestBefore && isNear(logs[first - 1])) {
    sum += logs[--first];
    ++count;
  }
  while (last + 1 < logs.size() && count < kLongest && isNear(logs[last + 1])) {
    sum += logs[++last];
    ++count;
  }
  const double mean = sum / static_cast<double>(count);
  const auto stepTo = [&](std::size_t from, std::size_t to) {  // [from, to)
    if (from == to) return 0.0;
    const auto beside = logs.subspan(from, to - from);
    return std::clamp(medianOf({beside.begin(), beside.end()}) - mean, -kLargestStep, kLargestStep);
  };
  return {stepTo(first - std::min(first, kBeside), first),
          stepTo(last + 1, std::min(last + 1 + kBeside, logs.size()))};
}

/// |change| from interval to interval over the interval.
std::vector<double> changesOf(std::span<const double> intervals) {
  std::vector<double> changes(intervals.size(), 0);
  for (std::size_t i = 1; i < intervals.size(); ++i)
    changes[i] = std::abs(intervals[i] - intervals[i - 1]) / intervals[i];
  return changes;
}

}  // namespace

const std::vector<std::string>& rhythmFeatureNames() {
  static const std::vector<std::string> names = {"log rrPrevious/rrMedian21",
                                                 "log rrNext/rrMedian21",
                                                 "log rrPrevious/rrUpper81",
                                                 "log rrPrevious/rrUpper301",
                                                 "earliness",
                                                 "log irregularity",
                                                 "log rrBeforeRun/rrRun",
                                                 "log rrAfterRun/rrRun",
                                                 "log record irregularity",
                                                 "log rrUpper81/rrSixth81"};
  return names;
}

std::vector<float> rhythmFeatures(std::span<const BeatMark> marks) {
  const std::vector<double> intervals = intervalsOf(marks);
  const std::size_t beats = intervals.size();
  const auto local = runningMedian(intervals, kLocal);
  const auto minute = runningQuantiles(intervals, kMinutes, std::array{0.5, kSixth, kUpperDecile});
  const auto upper = std::move(runningQuantiles(intervals, kLong, std::array{kUpperDecile}).front());
  std::vector<double> deviations(beats);
  std::vector<double> logs(beats);
  for (std::size_t i = 0; i < beats; ++i) {
    deviations[i] = std::abs(intervals[i] - minute[0][i]);
    logs[i] = std::log(intervals[i]);
  }
  const auto spread = runningMedian(deviations, kSpread);
  const std::vector<double> changes = changesOf(intervals);
  const auto irregularity = runningMedian(changes, kIrregular);
  const double ofRecord = beats == 0 ? 0 : std::log(medianOf(changes) + kLeastDeviation);
  std::vector<float> features;
  features.reserve(beats * rhythmFeatureNames().size());
  for (std::size_t i = 0; i < beats; ++i) {
    const double next = marks[i].rrAfter > 0 ? marks[i].rrAfter : intervals.front();  // unknown as the first
    const double deviation = (intervals[i] - minute[0][i]) / (spread[i] + kLeastDeviation);
    const Stretch run = stretchAround(logs, i);
    for (const double one :
         {logRatio(intervals[i], local[i]), logRatio(next, local[i]), logRatio(intervals[i], minute[2][i]),
          logRatio(intervals[i], upper[i]), std::clamp(deviation / 5, -3.0, 3.0),
          std::log(irregularity[i] + kLeastDeviation), run.fasterThanBefore, run.fasterThanAfter, ofRecord,
          logRatio(minute[2][i], minute[1][i])}) {
      features.push_back(static_cast<float>(one));
    }
  }
  return features;
}

std::vector<bool> unhurriedBeats(std::span<const BeatMark> marks) {
  const std::vector<double> intervals = intervalsOf(marks);
  const auto upper = std::move(runningQuantiles(intervals, kLong, std::array{kUpperQuartile}).front());
  std::vector<bool> unhurried(intervals.size());
  for (std::size_t i = 0; i < intervals.size(); ++i) unhurried[i] = intervals[i] >= kAboutEqual * upper[i];
  return unhurried;
}

}  // namespace ectopy
