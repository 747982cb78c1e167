#include "ui/widgets/figures.h"

#include <QTest>
#include <limits>

using namespace ectopy::ui;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Narrow no-break spaces as ordinary ones, to be read here.
QString plain(QString text) {
  return text.replace(QChar(0x202F), QLatin1Char(' '));
}

}  // namespace

class FiguresTest : public QObject {
  Q_OBJECT

 private slots:
  void writesUndefinedAsADash() {
    QCOMPARE(percentText(kNaN), QStringLiteral("-"));
    QCOMPARE(decimalText(kNaN), QStringLiteral("-"));
    QCOMPARE(durationText(kNaN), QStringLiteral("-"));
    QCOMPARE(durationText(-1), QStringLiteral("-"));
  }
  void neverRoundsUpToAllOfThem() {
    QCOMPARE(percentText(0.9997), QStringLiteral("99.9 %"));
    QCOMPARE(percentText(1), QStringLiteral("100.0 %"));
    QCOMPARE(percentText(0.144), QStringLiteral("14.4 %"));
  }
  void writesDurationsAsClocksDo() {
    QCOMPARE(durationText(7), QStringLiteral("0:07"));
    QCOMPARE(durationText(250.4), QStringLiteral("4:10"));
    QCOMPARE(durationText(3725), QStringLiteral("1:02:05"));
  }
  void countsBeats() {
    QCOMPARE(beatsText(1), QStringLiteral("1 beat"));
    QCOMPARE(plain(beatsText(109446)), QStringLiteral("109 446 beats"));
    QCOMPARE(plain(countText(0)), QStringLiteral("0"));
  }
};

QTEST_GUILESS_MAIN(FiguresTest)
#include "tst_figures.moc"
