#include <QTest>
#include <cmath>

#include "core/training/schedule.h"

using namespace ectopy;

class ScheduleTest : public QObject {
  Q_OBJECT

 private slots:
  void plateauIsTheJudges();
  void oneCycleRisesAndFalls();
  void waysUp();
  void oneCycleOfOneStep();
  void stepsFall();
  void constantStays();
};

namespace {

TrainingConfig configOf(ScheduleKind schedule) {
  TrainingConfig config;
  config.schedule = schedule;
  config.learningRate = 0.01;
  return config;
}

bool isNear(double found, double expected) {
  return std::abs(found - expected) < 1e-9 * expected;
}

}  // namespace

void ScheduleTest::plateauIsTheJudges() {
  QCOMPARE(learningRateAt(configOf(ScheduleKind::Plateau), 7, 10, 1e-5), 1e-5);
}

void ScheduleTest::oneCycleRisesAndFalls() {
  const TrainingConfig config = configOf(ScheduleKind::OneCycle);  // up in the first 25 of 101 steps
  const auto at = [&](int step) { return learningRateAt(config, step, 101, 1); };
  QVERIFY(isNear(at(0), 0.01 / 25));
  QVERIFY(isNear(at(25), 0.01));
  QVERIFY(isNear(at(100), 0.01 * 1e-4));
  for (int step = 1; step <= 100; ++step) QCOMPARE(at(step) > at(step - 1), step <= 25);
}

void ScheduleTest::waysUp() {
  TrainingConfig config = configOf(ScheduleKind::OneCycle);
  config.warmUpShare = 0.5;
  const auto at = [&](int step) { return learningRateAt(config, step, 80, 1); };
  QVERIFY(isNear(at(20), 0.01 * (1 + 1.0 / 25) / 2));  // half way
  QVERIFY(at(10) < 0.01 * (1.0 / 25 + 0.25 * 24 / 25));
  config.warmUp = WarmUp::Linear;
  QVERIFY(isNear(at(10), 0.01 * (1.0 / 25 + 0.25 * 24 / 25)));
}

void ScheduleTest::oneCycleOfOneStep() {
  QVERIFY(isNear(learningRateAt(configOf(ScheduleKind::OneCycle), 0, 1, 1), 0.01));
  QVERIFY(learningRateAt(configOf(ScheduleKind::OneCycle), 1, 2, 1) > 0);
}

void ScheduleTest::stepsFall() {
  const TrainingConfig config = configOf(ScheduleKind::Steps);
  QCOMPARE(learningRateAt(config, 9'999, 40'000, 1), 0.01);
  QVERIFY(isNear(learningRateAt(config, 10'000, 40'000, 1), 0.0075));
  QVERIFY(isNear(learningRateAt(config, 30'000, 40'000, 1), 0.01 * 0.75 * 0.75 * 0.75));
}

void ScheduleTest::constantStays() {
  QCOMPARE(learningRateAt(configOf(ScheduleKind::Constant), 39'999, 40'000, 1), 0.01);
}

QTEST_GUILESS_MAIN(ScheduleTest)
#include "tst_schedule.moc"
