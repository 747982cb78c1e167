#include "core/base/csv_text.h"

#include <QtTest>
#include <limits>

using namespace ectopy;

class TestCsvText : public QObject {
  Q_OBJECT

 private slots:
  void quotesWhatWouldBreakALine() {
    QCOMPARE(csvField("plain text"), std::string("plain text"));
    QCOMPARE(csvField("a, b"), std::string("\"a, b\""));
    QCOMPARE(csvField("5\" lead"), std::string("\"5\"\" lead\""));
    QCOMPARE(csvField("two\nlines"), std::string("\"two\nlines\""));
    QCOMPARE(csvLine({"a", "b,c", ""}), std::string("a,\"b,c\",\n"));
  }

  void numbersReadBack() {
    QCOMPARE(csvNumber(0.1), std::string("0.1"));
    QCOMPARE(std::stod(csvNumber(1.0 / 3)), 1.0 / 3);
    QCOMPARE(csvNumber(std::numeric_limits<double>::quiet_NaN()), std::string());
    QCOMPARE(csvNumber(std::numeric_limits<double>::infinity()), std::string());
  }
};

QTEST_GUILESS_MAIN(TestCsvText)
#include "tst_csv_text.moc"
