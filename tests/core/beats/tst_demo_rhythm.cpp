#include <QTest>
#include <cmath>
#include <numbers>

#include "core/beats/demo_rhythm.h"

using namespace ectopy;

namespace {

DemoRhythm mixedRhythm() {
  DemoRhythm rhythm;
  rhythm.supraventricular = 0.05;
  rhythm.ventricular = 0.1;
  rhythm.fusion = 0.02;
  rhythm.paced = 0.15;
  return rhythm;
}

double shareOf(const std::vector<DemoBeat>& beats, DemoBeatKind kind) {
  const auto count = std::count_if(beats.begin(), beats.end(), [&](auto& beat) { return beat.kind == kind; });
  return static_cast<double>(count) / static_cast<double>(beats.size());
}

/// Power of the tachogram near a frequency, by its Fourier sum.
double powerAt(const DemoTachogram& tachogram, double meanRr, double frequencyHz) {
  double cosine = 0, sine = 0;
  for (int i = 0; i < 4000; ++i) {
    const double time = i * 0.25;
    const double angle = 2 * std::numbers::pi * frequencyHz * time;
    cosine += (tachogram.rrAt(time) - meanRr) * std::cos(angle);
    sine += (tachogram.rrAt(time) - meanRr) * std::sin(angle);
  }
  return cosine * cosine + sine * sine;
}

}  // namespace

class TestDemoRhythm : public QObject {
  Q_OBJECT

 private slots:
  void tachogramHasItsMeanDeviationAndPeaks();
  void classesComeInTheirShares();
  void ectopicBeatsKeepTheirIntervals();
  void pacedBeatsComeInEvenRuns();
};

void TestDemoRhythm::tachogramHasItsMeanDeviationAndPeaks() {
  DemoRandom random(1, 0);
  DemoRhythm rhythm;
  rhythm.meanRr = 0.9;
  rhythm.rrDeviation = 0.05;
  const DemoTachogram tachogram(rhythm, random);
  double sum = 0, squares = 0;
  constexpr int kMoments = 4000;
  for (int i = 0; i < kMoments; ++i) {
    const double rr = tachogram.rrAt(i * 0.25);
    sum += rr;
    squares += (rr - 0.9) * (rr - 0.9);
  }
  QVERIFY(std::abs(sum / kMoments - 0.9) < 0.005);
  QVERIFY(std::abs(std::sqrt(squares / kMoments) - 0.05) < 0.005);
  const double mayer = powerAt(tachogram, 0.9, 0.1);
  const double breathing = powerAt(tachogram, 0.9, 0.25);
  for (const double quiet : {0.03, 0.17, 0.35}) {
    QVERIFY(powerAt(tachogram, 0.9, quiet) < 0.05 * mayer);
    QVERIFY(powerAt(tachogram, 0.9, quiet) < 0.05 * breathing);
  }
}

void TestDemoRhythm::classesComeInTheirShares() {
  DemoRandom random(2, 0);
  const auto beats = planBeats(mixedRhythm(), 20000, random);
  QVERIFY(std::abs(shareOf(beats, DemoBeatKind::Supraventricular) - 0.05) < 0.006);
  QVERIFY(std::abs(shareOf(beats, DemoBeatKind::Ventricular) - 0.1) < 0.008);
  QVERIFY(std::abs(shareOf(beats, DemoBeatKind::Fusion) - 0.02) < 0.004);
  QVERIFY(std::abs(shareOf(beats, DemoBeatKind::Paced) - 0.15) < 0.02);
}

void TestDemoRhythm::ectopicBeatsKeepTheirIntervals() {
  DemoRandom random(3, 0);
  DemoRhythm rhythm = mixedRhythm();
  rhythm.rrDeviation = 0.001;  // so that intervals can be compared with the mean
  const auto beats = planBeats(rhythm, 5000, random);
  for (std::size_t i = 1; i + 1 < beats.size(); ++i) {
    const double before = beats[i].rrBefore / rhythm.meanRr;
    const double after = beats[i + 1].rrBefore / rhythm.meanRr;
    if (beats[i].kind == DemoBeatKind::Ventricular) {
      QVERIFY(before > 0.53 && before < 0.82);
      QVERIFY(std::abs(before + after - 2) < 0.02);
    } else if (beats[i].kind == DemoBeatKind::Supraventricular) {
      QVERIFY(before > 0.53 && before < 0.82);
      QVERIFY(before + after < 1.98);
      QVERIFY(after > 0.98);
    } else if (beats[i].kind == DemoBeatKind::Fusion) {
      QVERIFY(before > 0.9 && before < 1.02);
    }
  }
}

void TestDemoRhythm::pacedBeatsComeInEvenRuns() {
  DemoRandom random(4, 0);
  const DemoRhythm rhythm = mixedRhythm();
  const auto beats = planBeats(rhythm, 5000, random);
  int paced = 0, runs = 0;
  for (std::size_t i = 1; i < beats.size(); ++i) {
    if (beats[i].kind != DemoBeatKind::Paced) continue;
    ++paced;
    runs += beats[i - 1].kind != DemoBeatKind::Paced;
    QVERIFY(std::abs(beats[i].rrBefore - rhythm.pacingRr) < 0.015);
  }
  QVERIFY(runs > 0 && paced > 4 * runs);
}

QTEST_GUILESS_MAIN(TestDemoRhythm)
#include "tst_demo_rhythm.moc"
