#include "core/evaluation/intervals.h"

#include <QtTest>
#include <nlohmann/json.hpp>

#include "tests/support/error_text.h"
#include "tests/support/seeded_case.h"

using namespace ectopy;

class TestIntervals : public QObject {
  Q_OBJECT

 private slots:
  void isThePublishedOne_data() {
    QTest::addColumn<int>("hits");
    QTest::addColumn<int>("trials");
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    // Newcombe, Statistics in Medicine 17, 1998, table I, method 3: 0.2553-0.3662, 0.0624-0.1605,
    // 0.0000-0.1611, 0.0061-0.1718; further digits by the same formula in Python.
    QTest::newRow("81 of 263") << 81 << 263 << 0.2552885198782742 << 0.36620957698280004;
    QTest::newRow("15 of 148") << 15 << 148 << 0.06238639953073628 << 0.16048724172330803;
    QTest::newRow("0 of 20") << 0 << 20 << 0.0 << 0.16112515805281938;
    QTest::newRow("1 of 29") << 1 << 29 << 0.006113214292762649 << 0.17175521879320288;
    QTest::newRow("20 of 20") << 20 << 20 << 0.8388748419471806 << 1.0;
  }
  void isThePublishedOne() {
    QFETCH(int, hits);
    QFETCH(int, trials);
    QFETCH(double, low);
    QFETCH(double, high);
    const Interval interval = wilsonInterval(hits, trials);
    REQUIRE_NEAR(interval.low, low);
    REQUIRE_NEAR(interval.high, high);
  }

  void nothingTriedSaysNothing() {
    QVERIFY(!wilsonInterval(0, 0).isDefined());
    QVERIFY(intervalJson(wilsonInterval(0, 0)).is_null());
    QVERIFY(test::errorText([] { wilsonInterval(3, 2); }) != "no error");
  }

  // numpy 1.24: quantile([1, 2, 4, 8], [.025, .5, .975]).
  void quantilesAreNumpys() {
    std::vector<double> values = {8, 1, std::nan(""), 4, 2};
    const Interval interval = percentileInterval(values);
    REQUIRE_NEAR(interval.low, 1.075);
    REQUIRE_NEAR(interval.high, 7.7);
    REQUIRE_NEAR(quantileOfSorted(values, 0.5), 3.0);
    std::vector<double> none = {std::nan("")};
    QVERIFY(!percentileInterval(none).isDefined());
  }

  void eachShareHasItsOwn() {
    ConfusionMatrix confusion(2);
    confusion.add(0, 0, 81);
    confusion.add(0, 1, 182);
    confusion.add(1, 1, 20);
    const ScoreIntervals intervals = wilsonIntervals(confusion);
    REQUIRE_NEAR(intervals.perClass[0].sensitivity.low, 0.2552885198782742);
    REQUIRE_NEAR(intervals.perClass[1].specificity.high, 0.36620957698280004);
    REQUIRE_NEAR(intervals.perClass[0].specificity.low, 0.8388748419471806);
    REQUIRE_NEAR(intervals.perClass[1].sensitivity.low, 0.8388748419471806);
    const Interval ppv = wilsonInterval(20, 202);
    REQUIRE_NEAR(intervals.perClass[1].ppv.low, ppv.low);
    REQUIRE_NEAR(intervals.accuracy.high, wilsonInterval(101, 283).high);
    QVERIFY(!intervals.perClass[0].f1.isDefined());
    QVERIFY(!intervals.macroF1.isDefined());
    const nlohmann::json json = scoreIntervalsJson(intervals, numberedScheme(2));
    QCOMPARE(json["method"].get<std::string>(), std::string("wilson"));
    REQUIRE_NEAR(json["perClass"]["0"]["sensitivity"][1].get<double>(), 0.36620957698280004);
    QVERIFY(json["perClass"]["1"]["f1"].is_null());
  }
};

QTEST_GUILESS_MAIN(TestIntervals)
#include "tst_intervals.moc"
