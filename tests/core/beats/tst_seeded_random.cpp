#include <QtTest>
#include <numeric>

#include "core/beats/seeded_random.h"

using namespace ectopy;

class TestSeededRandom : public QObject {
  Q_OBJECT

 private slots:
  void drawsEvenly() {
    SeededRandom random(1);
    std::vector<int> counts(7);
    for (int i = 0; i < 70000; ++i) ++counts[random.below(7)];
    for (const int count : counts) QVERIFY(count > 9500 && count < 10500);
    for (int i = 0; i < 1000; ++i) {
      const double value = random.uniform();
      QVERIFY(value >= 0 && value < 1);
    }
  }

  void shufflesAllOfIt() {
    std::vector<int> values(100);
    std::iota(values.begin(), values.end(), 0);
    const std::vector<int> sorted = values;
    SeededRandom random(3);
    random.shuffle(std::span(values));
    QVERIFY(values != sorted);
    std::vector<int> again = sorted;
    SeededRandom same(3);
    same.shuffle(std::span(again));
    QCOMPARE(again, values);
    std::sort(values.begin(), values.end());
    QCOMPARE(values, sorted);
  }
};

QTEST_GUILESS_MAIN(TestSeededRandom)
#include "tst_seeded_random.moc"
