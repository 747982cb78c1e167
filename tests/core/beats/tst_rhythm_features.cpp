#include <QtTest>
#include <algorithm>
#include <cmath>

#include "core/beats/rhythm_features.h"

using namespace ectopy;

namespace {

std::vector<BeatMark> marksOf(const std::vector<double>& intervals) {
  std::vector<BeatMark> marks(intervals.size() + 1);
  marks.front().rrBefore = marks.back().rrAfter = std::numeric_limits<float>::quiet_NaN();
  for (std::size_t i = 0; i < intervals.size(); ++i)
    marks[i].rrAfter = marks[i + 1].rrBefore = static_cast<float>(intervals[i]);
  return marks;
}

/// One of a beat's numbers, by name.
float numberOf(const std::vector<float>& features, std::size_t beat, const std::string& name) {
  const auto& names = rhythmFeatureNames();
  const auto at = std::ranges::find(names, name) - names.begin();
  return features[beat * names.size() + static_cast<std::size_t>(at)];
}

bool isNear(double value, double expected) {
  return std::abs(value - expected) < 1e-3;
}

}  // namespace

class TestRhythmFeatures : public QObject {
  Q_OBJECT

 private slots:
  /// Regular at 0.8 s, one beat at 0.5 s and a pause of 1.1 s behind it.
  void tellAnEarlyBeat() {
    std::vector<double> intervals(100, 0.8);
    intervals[50] = 0.5;
    intervals[51] = 1.1;
    const auto features = rhythmFeatures(marksOf(intervals));
    QCOMPARE(features.size(), 101 * rhythmFeatureNames().size());
    const auto early = [&](const char* name) { return numberOf(features, 51, name); };
    QVERIFY(isNear(early("log rrPrevious/rrMedian21"), std::log(0.5 / 0.8)));
    QVERIFY(isNear(early("log rrNext/rrMedian21"), std::log(1.1 / 0.8)));
    QVERIFY(isNear(early("log rrPrevious/rrUpper81"), std::log(0.5 / 0.8)));
    QVERIFY(isNear(early("earliness"), -3));  // far beyond the deviation of a regular rhythm
    QVERIFY(isNear(early("log rrBeforeRun/rrRun"), std::log(0.8 / 0.5)));
    QVERIFY(
        isNear(early("log rrAfterRun/rrRun"), std::log(0.8 / 0.5)));  // the median of three passes the pause
    for (const std::string& name : rhythmFeatureNames()) {
      if (!name.ends_with("irregularity")) QVERIFY2(isNear(numberOf(features, 20, name), 0), name.c_str());
    }
    QVERIFY(isNear(numberOf(features, 20, "log irregularity"), std::log(0.01)));
  }

  /// A run has the rate of its neighbours in the run: only what was before it tells.
  void tellARunFromARateThatRose() {
    std::vector<double> intervals(400, 0.8);
    std::fill_n(intervals.begin() + 200, 60, 0.5);
    const auto features = rhythmFeatures(marksOf(intervals));
    QVERIFY(isNear(numberOf(features, 231, "log rrPrevious/rrMedian21"), 0));
    QVERIFY(isNear(numberOf(features, 231, "log rrBeforeRun/rrRun"), std::log(0.8 / 0.5)));
    QVERIFY(isNear(numberOf(features, 231, "log rrAfterRun/rrRun"), std::log(0.8 / 0.5)));
    QVERIFY(isNear(numberOf(features, 231, "log rrPrevious/rrUpper301"), std::log(0.5 / 0.8)));
  }

  /// Two of three beats are early: the few unhurried ones are what they are early against.
  void holdWhereEarlyBeatsAreMany() {
    std::vector<double> intervals;
    for (int i = 0; i < 400; ++i) intervals.push_back(i % 3 == 0 ? 1.0 : 0.7);
    const auto marks = marksOf(intervals);
    const auto features = rhythmFeatures(marks);
    QVERIFY(isNear(numberOf(features, 203, "log rrPrevious/rrUpper301"), std::log(0.7)));
    QVERIFY(isNear(numberOf(features, 203, "log rrUpper81/rrSixth81"), std::log(1 / 0.7)));
    const std::vector<bool> unhurried = unhurriedBeats(marks);
    for (std::size_t i = 100; i < 300; ++i) QCOMPARE(bool{unhurried[i]}, i % 3 == 1);
  }

  void areTheSameAtAnyRate() {
    std::vector<double> intervals(120, 0.8);
    intervals[70] = 0.55;
    const auto slow = rhythmFeatures(marksOf(intervals));
    for (double& interval : intervals) interval *= 0.6;
    const auto fast = rhythmFeatures(marksOf(intervals));
    const std::size_t width = rhythmFeatureNames().size();
    for (std::size_t i = 0; i < slow.size(); ++i) {
      if (i % width != 4) QVERIFY(isNear(slow[i], fast[i]));  // deviations are in seconds
    }
  }

  void areFiniteWhateverTheTimes() {
    QVERIFY(rhythmFeatures({}).empty());
    std::vector<BeatMark> one(1);
    one[0].rrBefore = one[0].rrAfter = std::numeric_limits<float>::quiet_NaN();
    for (const auto& marks : {one, marksOf({0, 0, 0, 1e6, 0.8}), marksOf({1e-6, 1e9})}) {
      const auto features = rhythmFeatures(marks);
      QCOMPARE(features.size(), marks.size() * rhythmFeatureNames().size());
      QVERIFY(std::ranges::all_of(features, [](float value) { return std::isfinite(value); }));
    }
  }
};

QTEST_GUILESS_MAIN(TestRhythmFeatures)
#include "tst_rhythm_features.moc"
