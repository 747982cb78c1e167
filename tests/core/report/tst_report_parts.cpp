#include <QtTest>
#include <cmath>

#include "core/report/colours.h"
#include "core/report/cut_words.h"
#include "core/report/html_writer.h"
#include "core/report/line_chart.h"
#include "core/report/number_format.h"

using namespace ectopy;

class TestReportParts : public QObject {
  Q_OBJECT

 private slots:
  void countsAreGrouped() {
    QCOMPARE(formatCount(0), std::string("0"));
    QCOMPARE(formatCount(999), std::string("999"));
    QCOMPARE(formatCount(109446), std::string("109\u202F446"));
    QCOMPARE(formatCount(1234567), std::string("1\u202F234\u202F567"));
  }

  void percentagesAndDurations() {
    QCOMPARE(formatPercent(0.98714), std::string("98.71\u00A0%"));
    QCOMPARE(formatPercent(std::nan("")), std::string("\u2013"));
    QCOMPARE(formatDuration(9.96), std::string("10.0\u00A0s"));
    QCOMPARE(formatDuration(754.2), std::string("12\u00A0min 34\u00A0s"));
    QCOMPARE(formatDuration(3660), std::string("1\u00A0h 1\u00A0min"));
    QCOMPARE(formatClock(59.999), std::string("1:00.00"));
    QCOMPARE(formatClock(754.567), std::string("12:34.57"));
    QCOMPARE(formatClock(3754.5), std::string("1:02:34.50"));
    QCOMPARE(formatClock(std::nan("")), std::string("\u2013"));
  }

  void textIsEscaped() {
    QCOMPARE(escapeHtml("a<b>&\"'"), std::string("a&lt;b&gt;&amp;&quot;&#39;"));
    QCOMPARE(escapeHtml("\u00E9\u20AC\U0001F493"), std::string("\u00E9\u20AC\U0001F493"));
  }

  void whatIsNoTextIsReplaced_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("control") << QByteArray("\x01");
    QTest::newRow("stray continuation") << QByteArray("\x80");
    QTest::newRow("cut short") << QByteArray("\xE2\x82");
    QTest::newRow("overlong slash") << QByteArray("\xC0\xAF");
    QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80");
    QTest::newRow("beyond Unicode") << QByteArray("\xF4\x90\x80\x80");
    QTest::newRow("no character") << QByteArray("\xEF\xBF\xBE");
  }
  void whatIsNoTextIsReplaced() {
    QFETCH(QByteArray, bytes);
    const std::string escaped = escapeHtml(bytes.toStdString());
    QVERIFY(!escaped.empty());
    for (std::size_t at = 0; at < escaped.size(); at += 3) {
      QCOMPARE(escaped.substr(at, 3), std::string("\xEF\xBF\xBD"));
    }
  }

  void elementsAreClosed() {
    HtmlWriter html;
    html.open("div", {{"title", "\"><script>"}});
    html.element("b", "x");
    html.empty("br");
    QCOMPARE(std::move(html).finish(),
             std::string("<div title=\"&quot;&gt;&lt;script&gt;\"><b>x</b><br/></div>\n"));
  }

  void ticksAreRoundAndCover() {
    QCOMPARE(niceTicks(0, 1, 5), (std::vector<double>{0, 0.2, 0.4, 0.2 * 3, 0.8, 1}));
    QCOMPARE(niceTicks(0, 23, 5).back(), 25.0);
    for (const double high : {1e-6, 0.037, 0.99, 7.3, 1234.0}) {
      const std::vector<double> ticks = niceTicks(0, high, 5);
      QVERIFY(ticks.size() >= 2 && ticks.size() <= 8);
      QVERIFY(ticks.front() <= 0 && ticks.back() >= high * 0.999999);
    }
    QVERIFY(niceTicks(3, 3, 5).size() >= 2);
  }

  void onlyHexColoursPass() {
    QCOMPARE(safeColour("#0072B2"), std::string("#0072B2"));
    QCOMPARE(safeColour("red"), safeColour(""));
    QCOMPARE(safeColour("#0072B2;x"), safeColour(""));
    QCOMPARE(tint("#0072B2", 0), std::string("#ffffff"));
    QCOMPARE(tint("#0072B2", 1), std::string("#0072b2"));
    QCOMPARE(inkOn("#ffffff"), std::string(kInk));
    QCOMPARE(inkOn("#000000"), std::string("#ffffff"));
  }

  void symbolsFollowTheClassMap() {
    QVERIFY(symbolsOfClasses(ClassMap::Ml)[0].find('e') != std::string::npos);
    QVERIFY(symbolsOfClasses(ClassMap::Ec57)[0].find('e') == std::string::npos);
    QVERIFY(symbolsOfClasses(ClassMap::Ec57)[1].find('e') != std::string::npos);
  }

  void cutsAreNamed() {
    QVERIFY(describeCut(defaultCut(CutRule::Kaggle)).find("120 Hz") != std::string::npos);
    QVERIFY(describeCut(defaultCut(CutRule::Paper)).find("Kachuee") != std::string::npos);
    QVERIFY(describeLabels({.classMap = ClassMap::Ec57}).find("ec57") != std::string::npos);
  }
};

QTEST_GUILESS_MAIN(TestReportParts)
#include "tst_report_parts.moc"
