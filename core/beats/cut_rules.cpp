#include "core/beats/cut_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ectopy {
namespace {

constexpr double kWindowSeconds = 10;     // Kachuee 2018, III.A, step 1
constexpr double kBeatPerMedianRr = 1.2;  // step 6
constexpr std::int64_t kKaggleStep = 3;   // 360 Hz -> 120 Hz

std::string sentence(std::size_t beats, std::string_view where, std::string_view what) {
  return fmt::format("{} beat{} of {} {}.", beats, beats == 1 ? "" : "s", where, what);
}

/// Scales a segment to 0 .. 1 in double, cuts it to `row` and fills the rest with 0. False when it is flat
/// (the row is then all zeros).
bool fillRow(std::span<const double> segment, std::vector<float>& row) {
  std::fill(row.begin(), row.end(), 0.0F);
  const auto [low, high] = std::minmax_element(segment.begin(), segment.end());
  const double range = *high - *low;
  if (!(range > 0)) return false;
  const std::size_t kept = std::min(segment.size(), row.size());
  for (std::size_t i = 0; i < kept; ++i) row[i] = static_cast<float>((segment[i] - *low) / range);
  return true;
}

/// Takes segments out of one signal and adds them as beats.
class RowCutter {
 public:
  RowCutter(const CutSignal& signal, int length, std::uint32_t record, BeatSetBuilder& builder)
      : m_signal(signal), m_row(static_cast<std::size_t>(length)), m_record(record), m_builder(builder) {}

  std::int64_t signalSize() const { return static_cast<std::int64_t>(m_signal.samples.size()); }

  /// Adds the beat signal[start : end : step]; 0 <= start < end <= signalSize().
  void add(const BeatMark& mark, std::int64_t start, std::int64_t end, std::int64_t step) {
    m_segment.clear();
    for (std::int64_t i = start; i < end; i += step) {
      m_segment.push_back(m_signal.samples[static_cast<std::size_t>(i)]);
    }
    if (std::any_of(m_segment.begin(), m_segment.end(), [](double x) { return std::isnan(x); })) {
      ++leftOut.missingSamples;
      return;
    }
    if (!fillRow(m_segment, m_row)) ++leftOut.flat;
    m_builder.add({m_row, mark.classIndex, m_record, mark.sample, mark.rrBefore, mark.rrAfter});
  }

  LeftOut leftOut;

 private:
  const CutSignal& m_signal;
  std::vector<double> m_segment;
  std::vector<float> m_row;
  std::uint32_t m_record;
  BeatSetBuilder& m_builder;
};

/// The RR intervals that end in each 10 s window and start in it too, their median by window; 0: none.
std::vector<double> medianRrByWindow(std::span<const BeatMark> marks, double annotationHz) {
  std::vector<double> medians;
  std::vector<double> intervals;
  const auto windowOf = [annotationHz](const BeatMark& mark) {
    return std::floor(static_cast<double>(mark.sample) / annotationHz / kWindowSeconds);
  };
  for (std::size_t i = 0; i < marks.size();) {
    const double window = windowOf(marks[i]);
    intervals.clear();
    std::size_t next = i + 1;
    for (; next < marks.size() && windowOf(marks[next]) == window; ++next) {
      intervals.push_back(static_cast<double>(marks[next].sample - marks[next - 1].sample) / annotationHz);
    }
    double median = 0;
    if (!intervals.empty()) {
      std::sort(intervals.begin(), intervals.end());
      const std::size_t middle = intervals.size() / 2;
      median =
          intervals.size() % 2 == 1 ? intervals[middle] : (intervals[middle - 1] + intervals[middle]) / 2;
    }
    medians.insert(medians.end(), next - i, median);
    i = next;
  }
  return medians;
}

}  // namespace

void LeftOut::add(const LeftOut& other) {
  withoutSuccessor += other.withoutSuccessor;
  withoutRhythm += other.withoutRhythm;
  outsideSignal += other.outsideSignal;
  missingSamples += other.missingSamples;
  flat += other.flat;
}

std::vector<std::string> LeftOut::sentences(std::string_view where) const {
  std::vector<std::string> all;
  const auto tell = [&](std::size_t beats, std::string_view what) {
    if (beats > 0) all.push_back(sentence(beats, where, what));
  };
  tell(withoutSuccessor, "left out: no annotation follows in the record, so the rule knows no end");
  tell(withoutRhythm, "left out: no RR interval near");
  tell(outsideSignal, "left out: their samples reach beyond the record");
  tell(missingSamples, "left out: samples are missing there");
  tell(flat, "kept as all zeros: the signal is constant there");
  return all;
}

LeftOut cutByKaggle(const CutSignal& signal, std::span<const Annotation> annotations, double annotationHz,
                    std::span<const BeatMark> marks, int length, std::uint32_t record,
                    BeatSetBuilder& builder) {
  RowCutter cutter(signal, length, record, builder);
  const auto place = [&](std::size_t annotation) {
    return std::llround(static_cast<double>(annotations[annotation].sample) * signal.rateHz / annotationHz);
  };
  for (const BeatMark& mark : marks) {
    const std::size_t i = mark.annotation;
    if (i + 1 >= annotations.size()) {
      ++cutter.leftOut.withoutSuccessor;
      continue;
    }
    const std::int64_t start = place(i);
    std::int64_t end = place(i + 1);
    if (i + 2 < annotations.size()) {
      end += static_cast<std::int64_t>(std::floor(0.2 * static_cast<double>(place(i + 2) - end)));
    }
    end = std::min(end, cutter.signalSize());
    if (start < 0 || start >= end) {
      ++cutter.leftOut.outsideSignal;
      continue;
    }
    cutter.add(mark, start, end, kKaggleStep);
  }
  return cutter.leftOut;
}

LeftOut cutByPaper(const CutSignal& signal, double annotationHz, std::span<const BeatMark> marks, int length,
                   std::uint32_t record, BeatSetBuilder& builder) {
  RowCutter cutter(signal, length, record, builder);
  const std::vector<double> medians = medianRrByWindow(marks, annotationHz);
  for (std::size_t i = 0; i < marks.size(); ++i) {
    // A beat alone in its window takes the RR interval beside it.
    double rr = medians[i];
    if (!(rr > 0)) rr = std::isnan(marks[i].rrAfter) ? marks[i].rrBefore : marks[i].rrAfter;
    if (!(rr > 0)) {
      ++cutter.leftOut.withoutRhythm;
      continue;
    }
    const std::int64_t start =
        std::llround(static_cast<double>(marks[i].sample) * signal.rateHz / annotationHz);
    const double samples = std::floor(kBeatPerMedianRr * rr * signal.rateHz + 1e-9);
    const std::int64_t end = start + static_cast<std::int64_t>(std::min<double>(samples, length));
    if (start < 0 || end > cutter.signalSize() || start >= end) {
      ++cutter.leftOut.outsideSignal;
      continue;
    }
    cutter.add(marks[i], start, end, 1);
  }
  return cutter.leftOut;
}

}  // namespace ectopy
