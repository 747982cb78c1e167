#include "ui/widgets/words.h"

#include <QtTest>
#include <limits>

using namespace ectopy::ui;

class WordsTest : public QObject {
  Q_OBJECT

 private slots:
  void groupsDigits();
  void tellsTheTime();
  void neverRoundsToCertainty();
};

void WordsTest::groupsDigits() {
  QCOMPARE(groupedNumber(999), QStringLiteral("999"));
  QCOMPARE(groupedNumber(109446), QString::fromUtf8("109\u202F446"));
  QCOMPARE(groupedNumber(1234567), QString::fromUtf8("1\u202F234\u202F567"));
}

void WordsTest::tellsTheTime() {
  QCOMPARE(recordTime(0), QStringLiteral("0:00:00.000"));
  QCOMPARE(recordTime(3725.0406), QStringLiteral("1:02:05.041"));
  QCOMPARE(recordTime(59.9999), QStringLiteral("0:01:00.000"));
  QVERIFY(recordTime(std::numeric_limits<double>::quiet_NaN()).isEmpty());
}

void WordsTest::neverRoundsToCertainty() {
  QCOMPARE(percentage(0.9731), QStringLiteral("97.3 %"));
  QCOMPARE(percentage(0.99996), QStringLiteral("99.9 %"));
  QCOMPARE(percentage(1), QStringLiteral("100.0 %"));
}

QTEST_GUILESS_MAIN(WordsTest)
#include "tst_words.moc"
