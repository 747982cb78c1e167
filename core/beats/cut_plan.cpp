#include "core/beats/cut_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/beats/class_map.h"

namespace ectopy {
namespace {

constexpr double kKaggleRawHz = 360;      // decimated by kKaggleStep
constexpr std::int64_t kKaggleStep = 3;   // 360 Hz -> 120 Hz
constexpr double kWindowSeconds = 10;     // Kachuee 2018, III.A, step 1
constexpr double kBeatPerMedianRr = 1.2;  // step 6

std::string sentence(std::size_t beats, std::string_view where, std::string_view what) {
  return fmt::format("{} beat{} of {} {}.", beats, beats == 1 ? "" : "s", where, what);
}

std::int64_t placeOf(std::int64_t sample, const CutTimes& times) {
  return std::llround(static_cast<double>(sample) * times.signalHz / times.annotationHz);
}

CutPlan planKaggle(const CutTimes& times) {
  CutPlan plan;
  plan.step = kKaggleStep;
  const auto place = [&times](std::size_t annotation) {
    return placeOf(times.annotations[annotation].sample, times);
  };
  for (std::size_t mark = 0; mark < times.marks.size(); ++mark) {
    const std::size_t i = times.marks[mark].annotation;
    if (i + 1 >= times.annotations.size()) {
      ++plan.leftOut.withoutSuccessor;
      continue;
    }
    const std::int64_t start = place(i);
    std::int64_t end = place(i + 1);
    if (i + 2 < times.annotations.size()) {
      end += static_cast<std::int64_t>(std::floor(0.2 * static_cast<double>(place(i + 2) - end)));
    }
    end = std::min(end, times.signalSize);
    if (start < 0 || start >= end) {
      ++plan.leftOut.outsideSignal;
    } else {
      plan.places.push_back({mark, start, end});
    }
  }
  return plan;
}

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

/// Adds [start, end) where it lies in the signal.
void addInside(CutPlan& plan, std::size_t mark, std::int64_t start, std::int64_t end, const CutTimes& times) {
  if (start < 0 || end > times.signalSize || start >= end) {
    ++plan.leftOut.outsideSignal;
  } else {
    plan.places.push_back({mark, start, end});
  }
}

CutPlan planPaper(const BeatCut& cut, const CutTimes& times) {
  CutPlan plan;
  const std::vector<double> medians = medianRrByWindow(times.marks, times.annotationHz);
  for (std::size_t i = 0; i < times.marks.size(); ++i) {
    const BeatMark& mark = times.marks[i];
    // A beat alone in its window takes the RR interval beside it.
    double rr = medians[i];
    if (!(rr > 0)) rr = std::isnan(mark.rrAfter) ? mark.rrBefore : mark.rrAfter;
    if (!(rr > 0)) {
      ++plan.leftOut.withoutRhythm;
      continue;
    }
    const std::int64_t start = placeOf(mark.sample, times);
    const double samples = std::floor(kBeatPerMedianRr * rr * times.signalHz + 1e-9);
    addInside(plan, i, start, start + static_cast<std::int64_t>(std::min<double>(samples, cut.length)),
              times);
  }
  return plan;
}

CutPlan planContext(const BeatCut& cut, const CutTimes& times) {
  CutPlan plan;
  const std::int64_t before = std::llround(cut.rOffsetSeconds * times.signalHz);
  for (std::size_t i = 0; i < times.marks.size(); ++i) {
    const BeatMark& mark = times.marks[i];
    if (std::isnan(mark.rrBefore) && std::isnan(mark.rrAfter)) {
      ++plan.leftOut.withoutRhythm;
      continue;
    }
    const std::int64_t start = placeOf(mark.sample, times) - before;
    addInside(plan, i, start, start + cut.length, times);
  }
  return plan;
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

std::vector<BeatMark> beatMarks(std::span<const Annotation> annotations, double annotationHz,
                                const BeatCut& cut, std::optional<ClassIndex> diagnosis) {
  std::vector<BeatMark> marks;
  constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();
  for (std::size_t i = 0; i < annotations.size(); ++i) {
    const auto label = aamiClassOf(annotations[i].code, cut.classMap);
    if (!label) continue;
    const ClassIndex own = cut.detected ? kUnlabelled : *label;
    marks.push_back({i, annotations[i].sample, diagnosis.value_or(own), kUnknown, kUnknown});
  }
  for (std::size_t i = 1; i < marks.size(); ++i) {
    const double rr = static_cast<double>(marks[i].sample - marks[i - 1].sample) / annotationHz;
    marks[i].rrBefore = marks[i - 1].rrAfter = static_cast<float>(rr);
  }
  return marks;
}

double cutRateHz(const BeatCut& cut) {
  return cut.rule == CutRule::Kaggle ? kKaggleRawHz : cut.sampleRateHz;
}

std::int64_t cutSampleCount(std::int64_t samples, double recordHz, const BeatCut& cut) {
  const double rate = cutRateHz(cut);
  if (samples <= 0 || rate == recordHz) return std::max<std::int64_t>(samples, 0);
  return static_cast<std::int64_t>(std::floor(static_cast<double>(samples - 1) * rate / recordHz)) + 1;
}

CutPlan planCut(const BeatCut& cut, const CutTimes& times) {
  switch (cut.rule) {
    case CutRule::Kaggle:
      return planKaggle(times);
    case CutRule::Paper:
      return planPaper(cut, times);
    case CutRule::Context:
      return planContext(cut, times);
    case CutRule::Given:
      break;
  }
  return {};
}

}  // namespace ectopy
