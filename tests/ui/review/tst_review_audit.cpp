#include "ui/review/review_page.h"

#include <QSpinBox>
#include <QtTest>

#include "tests/support/clean_home.h"
#include "tests/ui/review/review_fixture.h"
#include "ui/widgets/beat_grid.h"
#include "ui/widgets/probability_bars.h"

using namespace ectopy;
using namespace ectopy::ui;
using ectopy::test::ReviewFixture;

/// The audit: a random sample that tells how many labels are wrong.
class ReviewAuditTest : public QObject {
  Q_OBJECT

 private slots:
  void auditsTheLabels();
  void lengthensAnAudit();
  void countsOnlyWhatTheAuditJudged();
  void hidesTheModelDuringAnAudit();
};

void ReviewAuditTest::auditsTheLabels() {
  ReviewFixture f;
  QVERIFY(f.openOn(ReviewKind::Audit));
  QVERIFY(!f.desk().work(ReviewKind::Audit));  // how many is asked first
  f.find<QSpinBox>("auditBeats")->setValue(80);
  f.pressMake();
  QVERIFY(f.isShown(ReviewKind::Audit));
  QCOMPARE(f.session->visibleBeats()->size(), std::size_t{80});
  QCOMPARE(f.why(), QString("1 of 80 drawn at random."));
  QVERIFY(f.text("auditEstimate").contains("400"));
  for (int beat = 0; beat < 20; ++beat) {
    if (beat == 4) {
      const QString now = f.code(f.current());
      f.press(now == "V" ? Qt::Key_N : Qt::Key_V);
    } else {
      f.press(Qt::Key_Space);
    }
  }
  const AuditEstimate expected = auditEstimate(1, 20, 400);
  QCOMPARE(f.text("auditEstimate"), QString("1 of 20 wrong: 5.0 %, 95 % between %1 and %2 % of 400 labels")
                                        .arg(100 * expected.low, 0, 'f', 1)
                                        .arg(100 * expected.high, 0, 'f', 1));
  QVERIFY2(f.progress().startsWith("20 of 80 done, 1 relabelled, 19 kept"), qPrintable(f.progress()));
  QVERIFY2(f.text("reviewPace").contains("beats a minute"), qPrintable(f.text("reviewPace")));
}

void ReviewAuditTest::lengthensAnAudit() {
  ReviewFixture f;
  QVERIFY(f.openOn(ReviewKind::Audit));
  f.find<QSpinBox>("auditBeats")->setValue(20);
  f.pressMake();
  QVERIFY(f.isShown(ReviewKind::Audit));
  const auto beats = *f.session->visibleBeats();
  f.press(f.code(beats[0]) == "V" ? Qt::Key_N : Qt::Key_V);
  f.press(Qt::Key_Space);
  const auto again = [&](int size) {
    f.find<QPushButton>("startOver")->click();
    f.find<QSpinBox>("auditBeats")->setValue(size);
    f.pressMake();
    return QTest::qWaitFor([&] { return !f.desk().making(); }, 20'000) && f.isShown(ReviewKind::Audit);
  };
  QVERIFY(again(50));
  QVERIFY2(f.progress().startsWith("2 of 50 done, 1 relabelled, 1 kept"), qPrintable(f.progress()));
  QCOMPARE(f.current(), beats[2]);
  QVERIFY(f.restart());
  f.showPage();
  QVERIFY(f.isShown(ReviewKind::Audit));
  QVERIFY2(f.progress().startsWith("2 of 50 done, 1 relabelled, 1 kept"), qPrintable(f.progress()));
}

void ReviewAuditTest::countsOnlyWhatTheAuditJudged() {
  ReviewFixture f;
  QVERIFY(f.openOn(ReviewKind::Audit));
  f.pressMake();
  QVERIFY(f.isShown(ReviewKind::Audit));
  const auto beats = *f.session->visibleBeats();
  const auto other = [&](BeatIndex beat) { return f.code(beat) == "V" ? Qt::Key_N : Qt::Key_V; };
  f.session->setFilter({});
  QVERIFY(f.waitUntilIdle());
  f.session->setCurrentBeat(beats[1]);
  f.session->relabel(f.code(beats[1]) == "V" ? 0 : 2, false);
  QCOMPARE(f.desk().estimate().judged, std::size_t{0});
  f.desk().show(ReviewKind::Audit);
  QVERIFY(f.isShown(ReviewKind::Audit));
  f.press(other(beats[0]));
  QCOMPARE(f.desk().estimate().wrong, std::size_t{1});
  f.press(Qt::Key_Space);  // what it was given elsewhere is right, so the label that was drawn was not
  QCOMPARE(f.desk().estimate().wrong, std::size_t{2});
  f.press(Qt::Key_Backspace);
  QCOMPARE(f.desk().estimate().judged, std::size_t{1});
  f.press(Qt::Key_Backspace);
  QCOMPARE(f.desk().estimate().judged, std::size_t{0});
  f.press(Qt::Key_Y, Qt::ControlModifier);
  QCOMPARE(f.desk().estimate().wrong, std::size_t{1});
  f.session->undo();
  // The same label, but not by the audit.
  f.session->setFilter({});
  f.session->setCurrentBeat(beats[0]);
  f.session->relabel(f.code(beats[0]) == "V" ? 0 : 2, false);
  QCOMPARE(f.desk().estimate().judged, std::size_t{0});
}

void ReviewAuditTest::hidesTheModelDuringAnAudit() {
  ReviewFixture f;
  QVERIFY(f.openWithModel());
  f.session->setCurrentBeat(5);
  QVERIFY(test::FakeLearner::isMistaken(5));
  const QString verdict = f.text("verdict");
  f.showQueue(ReviewKind::Audit);
  f.find<QSpinBox>("auditBeats")->setValue(400);
  f.pressMake();
  QVERIFY(f.isShown(ReviewKind::Audit));
  f.session->setCurrentBeat(5);
  QCOMPARE(f.text("verdict"), QString("Hidden during an audit."));
  for (const auto* bars : f.window->findChildren<ProbabilityBars*>()) QVERIFY(!bars->isVisible());
  for (const auto* grid : f.window->findChildren<BeatGrid*>())
    QVERIFY2(!grid->accessibleDescription().contains("predicted"), qPrintable(grid->accessibleDescription()));
  f.session->setFilter({});
  QVERIFY(f.waitUntilIdle());
  f.session->setCurrentBeat(5);
  QCOMPARE(f.text("verdict"), verdict);
  QVERIFY(f.find<BeatGrid>("beatGrid")->accessibleDescription().contains("predicted"));
}

int main(int argc, char** argv) {
  return ectopy::test::runWindowTest<ReviewAuditTest>(argc, argv);
}
#include "tst_review_audit.moc"
