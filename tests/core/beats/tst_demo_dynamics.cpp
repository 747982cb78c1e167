#include <QTest>
#include <algorithm>
#include <cmath>

#include "core/beats/demo_dynamics.h"

using namespace ectopy;

namespace {

constexpr double kRateHz = 360;

DemoTrace traceOf(const std::vector<DemoBeat>& beats, const DemoWaves& waves) {
  const std::vector<DemoLeadWaves> all(beats.size(), DemoLeadWaves{waves, waves});
  return integrateBeats(beats, all, {0.25, 0}, 5, kRateHz, {});
}

std::vector<DemoBeat> evenBeats(double rr) {
  return std::vector<DemoBeat>(20, {DemoBeatKind::Sinus, rr, rr});
}

std::size_t topIn(const std::vector<double>& trace, double from, double to) {
  const auto begin = trace.begin();
  return static_cast<std::size_t>(
      std::max_element(begin + static_cast<long>(from * kRateHz), begin + static_cast<long>(to * kRateHz)) -
      begin);
}

}  // namespace

class TestDemoDynamics : public QObject {
  Q_OBJECT

 private slots:
  void turnsOnceABeat();
  void anEventHasItsHeightWidthAndPlace();
  void aPauseDoesNotStretchTheBeatBeforeIt();
  void breathingMovesTheBaseline();
  void stops();
};

void TestDemoDynamics::turnsOnceABeat() {
  std::vector<DemoBeat> beats = evenBeats(0.8);
  beats[3].rrBefore = 0.5;
  beats[4].rrBefore = 1.1;
  const auto r = traceOf(beats, {}).rSeconds;
  QVERIFY(r.size() >= 6);
  for (std::size_t i = 1; i < r.size(); ++i)
    QVERIFY2(std::abs(r[i] - r[i - 1] - beats[i].rrBefore) < 0.004, qPrintable(QString::number(i)));
}

void TestDemoDynamics::anEventHasItsHeightWidthAndPlace() {
  // At 60 beats a minute a degree is 1/360 s and a radian 1/6.28 s.
  const DemoTrace trace = traceOf(evenBeats(1), {{90, 0.2, 0.8}});
  const auto& z = trace.millivolts[0];
  const double r = trace.rSeconds[1];
  const std::size_t top = topIn(z, r, r + 0.9);
  QVERIFY(std::abs(static_cast<double>(top) / kRateHz - r - 0.25) < 0.006);
  QVERIFY(std::abs(z[top] - 0.8) < 0.06);  // z leaks back to its baseline meanwhile
  const double sigma = 0.2 / 6.2832;
  const auto side = static_cast<std::size_t>(std::lround(sigma * kRateHz));
  QVERIFY(std::abs(z[top + side] / z[top] - std::exp(-0.5)) < 0.06);
  QCOMPARE(trace.millivolts[0], trace.millivolts[1]);
}

void TestDemoDynamics::aPauseDoesNotStretchTheBeatBeforeIt() {
  std::vector<DemoBeat> beats = evenBeats(1);
  beats[2].rrBefore = 1.6;
  const DemoTrace trace = traceOf(beats, {{90, 0.2, 0.8}});
  const double before = trace.rSeconds[0];
  const double paused = trace.rSeconds[1];
  const double usual =
      static_cast<double>(topIn(trace.millivolts[0], before, before + 0.6)) / kRateHz - before;
  const double long_ =
      static_cast<double>(topIn(trace.millivolts[0], paused, paused + 0.6)) / kRateHz - paused;
  QVERIFY(std::abs(usual - long_) < 0.006);
}

void TestDemoDynamics::breathingMovesTheBaseline() {
  const auto beats = evenBeats(1);
  const std::vector<DemoLeadWaves> none(beats.size());
  const auto z = integrateBeats(beats, none, {0.25, 0.2}, 12, kRateHz, {}).millivolts[0];
  const auto [low, high] = std::minmax_element(z.begin() + 4 * 360, z.end());
  // A first-order lag with a time constant of 1 s lets 1/sqrt(1 + (2 pi 0.25)^2) of it through.
  QVERIFY(std::abs((*high - *low) / 2 - 0.2 * 0.537) < 0.005);
}

void TestDemoDynamics::stops() {
  std::stop_source source;
  source.request_stop();
  const auto beats = evenBeats(1);
  const std::vector<DemoLeadWaves> none(beats.size());
  QVERIFY_EXCEPTION_THROWN(integrateBeats(beats, none, {}, 5, kRateHz, JobContext(source.get_token(), {})),
                           Stopped);
}

QTEST_GUILESS_MAIN(TestDemoDynamics)
#include "tst_demo_dynamics.moc"
