#include "ui/widgets/beat_plot.h"

#include <qcustomplot.h>

#include <QLabel>
#include <QSignalSpy>
#include <QtTest>

#include "tests/support/open_session.h"
#include "ui/theme/theme.h"
#include "ui/widgets/calipers.h"
#include "ui/widgets/probability_bars.h"
#include "ui/widgets/why_ribbon.h"

using namespace ectopy;
using namespace ectopy::ui;

namespace {

struct Shown {
  explicit Shown(test::OpenSession& open) : plot(open.session) {
    plot.resize(900, 240);
    plot.show();
    QTest::qWait(20);
  }
  QImage image() {
    QTest::qWait(20);  // the plot repaints once the event loop runs
    return plot.grab().toImage();
  }
  QWidget* canvas() { return plot.findChild<Calipers*>()->parentWidget(); }
  QString caption() { return plot.findChild<QLabel*>("beatCaption")->text(); }
  BeatPlot plot;
};

}  // namespace

class BeatPlotTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { Theme::instance().apply(ThemeMode::Light); }
  void showsAnotherBeat();
  void laysTheTemplateBehind();
  void barsComeWithTheModel();
  void namesTheOtherTemplateWhereTheModelDisagrees();
  void calipersReadTime();
  void standsTheRPeakAtItsTime();
  void saysWhyTheModelSaysSo();
};

void BeatPlotTest::showsAnotherBeat() {
  test::OpenSession open(test::makeBeats(200));
  Shown shown(open);
  const QImage first = shown.image();
  open.session.setCurrentBeat(3);
  QVERIFY(shown.image() != first);
  QVERIFY(shown.caption().contains("beat 4"));
}

void BeatPlotTest::saysWhyTheModelSaysSo() {
  test::OpenSession open(test::makeBeats(200));
  Shown shown(open);
  auto& ribbon = *shown.plot.findChild<WhyRibbon*>("whyRibbon");
  WhyDesk& desk = WhyDesk::of(open.session);
  QVERIFY(!ribbon.isVisible());
  desk.setWanted(true);
  QVERIFY(ribbon.isVisible());
  QVERIFY(!desk.reasons());
  QVERIFY(desk.problem().startsWith("No model"));
  open.openModel();
  open.session.setCurrentBeat(5);  // it takes for another class than it is labelled
  QTRY_VERIFY(desk.reasons() != nullptr);
  QCOMPARE(desk.reasons()->beat, BeatIndex{5});
  QCOMPARE(desk.reasons()->of.size(), 2U);
  const QString predicted = QString::fromStdString(
      std::string(open.session.beats()->scheme().codeOf(open.session.predictions()->predicted(5))));
  QVERIFY2(ribbon.wordsOf(0).startsWith("for " + predicted), qPrintable(ribbon.wordsOf(0)));
  QVERIFY(!ribbon.wordsOf(1).startsWith("for " + predicted));
  QVERIFY(ribbon.wordsOf(0).contains("log-odds 3.0"));
  QTest::qWait(20);
  const QImage coloured = shown.canvas()->grab().toImage();
  shown.plot.findChild<WhyTrace*>()->hide();
  QVERIFY(shown.canvas()->grab().toImage() != coloured);
  open.session.setCurrentBeat(6);  // it agrees
  QTRY_VERIFY(desk.reasons() && desk.reasons()->beat == 6);
  QCOMPARE(desk.reasons()->of.size(), 1U);
  desk.setMethod(AttributionMethod::GradCam);
  QTRY_VERIFY(desk.reasons() && ribbon.wordsOf(0).contains("Grad-CAM"));
  desk.setWanted(false);
  QVERIFY(!ribbon.isVisible());
}

void BeatPlotTest::standsTheRPeakAtItsTime() {
  test::OpenSession kaggle(test::makeBeats(50));
  Shown fromThePeak(kaggle);
  const auto* first = fromThePeak.plot.findChild<QCustomPlot*>();
  QVERIFY(first->xAxis->range().lower > -20);
  QCOMPARE(first->yAxis->range().upper, 1.08);
  test::OpenSession context(test::makeBeats({.beats = 50, .cut = defaultCut(CutRule::Context)}));
  Shown around(context);
  const auto* plot = around.plot.findChild<QCustomPlot*>();
  QCOMPARE(plot->xAxis->range().lower, -448.0 - 12);  // 0.448 s and the margin
  QVERIFY(plot->xAxis->range().upper > 740);
  const QVector<QCPGraphData> trace(plot->graph(4)->data()->begin(), plot->graph(4)->data()->end());
  QCOMPARE(trace[56].key, 0.0);
}

void BeatPlotTest::laysTheTemplateBehind() {
  test::OpenSession open(test::makeBeats(200));
  Shown shown(open);
  QTRY_VERIFY(open.session.templates());
  QTRY_VERIFY2(shown.caption().contains("typical N"), qPrintable(shown.caption()));
  open.session.setCurrentBeat(2);
  QVERIFY(shown.caption().contains("typical V"));
}

void BeatPlotTest::barsComeWithTheModel() {
  test::OpenSession open(test::makeBeats(200));
  Shown shown(open);
  auto* bars = shown.plot.findChild<ProbabilityBars*>();
  QVERIFY(!bars->isVisible());
  open.openModel();
  QVERIFY(bars->isVisible());
  QVERIFY2(bars->accessibleDescription().startsWith("N "), qPrintable(bars->accessibleDescription()));
  QVERIFY(bars->accessibleDescription().contains("Q "));
}

void BeatPlotTest::namesTheOtherTemplateWhereTheModelDisagrees() {
  test::OpenSession open(test::makeBeats(200));
  Shown shown(open);
  QTRY_VERIFY(open.session.templates());
  open.openModel();
  BeatIndex wrong = 0;
  while (open.session.predictions()->predicted(wrong) == wrong % 5) ++wrong;
  open.session.setCurrentBeat(wrong);
  QVERIFY2(shown.caption().contains("as predicted"), qPrintable(shown.caption()));
  open.session.acceptPrediction(false);
  QVERIFY(!shown.caption().contains("as predicted"));
}

void BeatPlotTest::calipersReadTime() {
  test::OpenSession open(test::makeBeats(200));
  Shown shown(open);
  QVERIFY(shown.plot.caliperText().isEmpty());
  QWidget* canvas = shown.canvas();
  const double wholeMs = 186 * 1000.0 / 120;
  QTest::mouseMove(canvas, QPoint(canvas->width() / 2, 60));
  QTRY_VERIFY(shown.plot.caliperText().endsWith(" ms"));
  const double middle = shown.plot.caliperText().section(' ', 0, 0).toDouble();
  QVERIFY2(std::abs(middle - wholeMs / 2) < 30, qPrintable(shown.plot.caliperText()));
  QTest::mousePress(canvas, Qt::LeftButton, {}, QPoint(canvas->width() / 2, 60));
  QMouseEvent drag(QEvent::MouseMove, QPointF(canvas->width() * 0.75, 60), QPointF(), Qt::NoButton,
                   Qt::LeftButton, {});
  QCoreApplication::sendEvent(canvas, &drag);
  QVERIFY(shown.plot.caliperText().startsWith(QString::fromUtf8("Δ ")));
  const double distance = shown.plot.caliperText().section(' ', 1, 1).toDouble();
  QVERIFY2(std::abs(distance - wholeMs / 4) < 30, qPrintable(shown.plot.caliperText()));
}

QTEST_MAIN(BeatPlotTest)
#include "tst_beat_plot.moc"
