#include <QTest>
#include <cmath>

#include "core/beats/demo_random.h"

using namespace ectopy;

class TestDemoRandom : public QObject {
  Q_OBJECT

 private slots:
  void isTheSameEverywhere();
  void seedsAndStreamsDiffer();
  void normalHasMeanNoughtAndVarianceOne();
  void uniformStaysInItsRange();
};

void TestDemoRandom::isTheSameEverywhere() {
  DemoRandom random(1, 0);
  DemoRandom again(1, 0);
  // Worked out by hand from the published MT19937-64: whole multiples of 2^-53 and of 2^-16.
  QCOMPARE(random.uniform(0, 1), 0.4414916744462515);
  QCOMPARE(random.normal(), 0.1761016845703125);
  QCOMPARE(again.uniform(0, 1), 0.4414916744462515);
}

void TestDemoRandom::seedsAndStreamsDiffer() {
  QVERIFY(DemoRandom(1, 0).uniform(0, 1) != DemoRandom(2, 0).uniform(0, 1));
  QVERIFY(DemoRandom(1, 0).uniform(0, 1) != DemoRandom(1, 1).uniform(0, 1));
  QVERIFY(DemoRandom(1, 1).uniform(0, 1) != DemoRandom(2, 0).uniform(0, 1));
}

void TestDemoRandom::normalHasMeanNoughtAndVarianceOne() {
  DemoRandom random(3, 0);
  constexpr int kDraws = 100000;
  double sum = 0, squares = 0;
  int beyondTwo = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double value = random.normal();
    sum += value;
    squares += value * value;
    beyondTwo += std::abs(value) > 2;
  }
  QVERIFY(std::abs(sum / kDraws) < 0.015);
  QVERIFY(std::abs(squares / kDraws - 1) < 0.02);
  QVERIFY(std::abs(static_cast<double>(beyondTwo) / kDraws - 0.0455) < 0.005);
}

void TestDemoRandom::uniformStaysInItsRange() {
  DemoRandom random(4, 0);
  double sum = 0;
  for (int i = 0; i < 10000; ++i) {
    const double value = random.uniform(2, 4);
    QVERIFY(value >= 2 && value < 4);
    sum += value;
  }
  QVERIFY(std::abs(sum / 10000 - 3) < 0.03);
}

QTEST_GUILESS_MAIN(TestDemoRandom)
#include "tst_demo_random.moc"
