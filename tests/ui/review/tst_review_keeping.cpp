#include "ui/review/review_page.h"

#include <QMessageBox>
#include <QSpinBox>
#include <QtTest>

#include "tests/support/clean_home.h"
#include "tests/ui/review/review_fixture.h"
#include "tests/ui/session/database_lock.h"

using namespace ectopy;
using namespace ectopy::ui;
using ectopy::test::ReviewFixture;

/// What becomes of queues and verdicts: over restarts, other pages and annotators, refused writes, late
/// results.
class ReviewKeepingTest : public QObject {
  Q_OBJECT

 private slots:
  void comesBackAfterARestart();
  void comesBackFromAnotherPage();
  void keepsQueuesOfAnnotatorsApart();
  void leavesADamagedQueueOut();
  void judgesNothingInAReadOnlyWorkspace();
  void judgesWithoutAWorkspace();
  void leavesAnEmptyQueue();
  void startsOver();
  void storesAQueueThatTheDiskRefused();
  void putsEachVerdictOnTheDisk();
  void leavesTheUserAloneWhenAQueueComesLate();
  void showsAQueueWhoseCardIsInFront();
  void leavesTheQueueInUseWhenANewOneComesLate();
  void makesAQueueAfterTheAnnotatorChanged();
};

void ReviewKeepingTest::comesBackAfterARestart() {
  ReviewFixture f;
  QVERIFY(f.openOn(ReviewKind::Audit));
  f.pressMake();
  QVERIFY(f.isShown(ReviewKind::Audit));
  const auto beats = *f.session->visibleBeats();
  f.press(f.code(beats[0]) == "V" ? Qt::Key_N : Qt::Key_V);
  f.press(Qt::Key_Space);
  f.press(Qt::Key_Period);
  const QString estimate = f.text("auditEstimate");
  QVERIFY(f.restart());
  f.showPage();
  QVERIFY(f.isShown(ReviewKind::Audit));
  QCOMPARE(*f.session->visibleBeats(), beats);
  QCOMPARE(f.current(), beats[3]);
  QVERIFY2(f.progress().contains("1 relabelled, 1 kept, 1 skipped"), qPrintable(f.progress()));
  QCOMPARE(f.text("auditEstimate"), estimate);
  f.press(Qt::Key_Backspace);  // the skip of before
  QCOMPARE(f.current(), beats[2]);
  QVERIFY(!f.progress().contains("skipped"));
}

void ReviewKeepingTest::comesBackFromAnotherPage() {
  ReviewFixture f;
  QVERIFY(f.openOn(ReviewKind::Audit));
  f.pressMake();
  QVERIFY(f.isShown(ReviewKind::Audit));
  f.press(Qt::Key_Right);
  f.press(Qt::Key_Right);
  const BeatIndex here = f.current();
  f.window->showPage("browse");
  QVERIFY(f.session->filter().among != nullptr);
  f.press(Qt::Key_Space);  // the same key, the same verdict
  QCOMPARE(f.desk().standing(ReviewKind::Audit).kept, std::size_t{1});
  f.session->setCurrentBeat(here);
  f.session->setFilter({});
  QVERIFY(f.waitUntilIdle());
  QVERIFY(!f.desk().shown());
  QVERIFY(!f.action("keepLabel")->isEnabled());
  f.session->setCurrentBeat(0);
  f.showPage();
  QVERIFY(f.isShown(ReviewKind::Audit));
  QCOMPARE(f.current(), here);
}

void ReviewKeepingTest::keepsQueuesOfAnnotatorsApart() {
  ReviewFixture f;
  QVERIFY(f.open());
  const QString own = f.session->annotator();
  f.showQueue(ReviewKind::Audit);
  f.pressMake();
  QVERIFY(f.isShown(ReviewKind::Audit));
  f.press(Qt::Key_Space);
  f.session->setAnnotator("Ada");
  QVERIFY(
      QTest::qWaitFor([&] { return f.session->annotator() == "Ada" && f.session->jobs().isIdle(); }, 20'000));
  QVERIFY(!f.desk().work(ReviewKind::Audit));
  f.session->setAnnotator(own);
  QVERIFY(QTest::qWaitFor([&] { return f.desk().work(ReviewKind::Audit) != nullptr; }, 20'000));
  QCOMPARE(f.desk().standing(ReviewKind::Audit).kept, std::size_t{1});
}

void ReviewKeepingTest::leavesADamagedQueueOut() {
  ReviewFixture f;
  {
    QVERIFY(f.open());
    const std::string fingerprint = f.session->beats()->fingerprint();
    const std::string annotator = f.session->annotator().toStdString();
    f.window.reset();
    f.start();
    const auto workspace = Workspace::open(f.workspacePath().toStdString(), fingerprint);
    workspace->setValue("review.audit.queue." + annotator, "{\"version\":1,\"kind\":\"audit\"");
    workspace->setValue("review.last", "audit");
  }
  f.show();
  QVERIFY(f.open());
  QVERIFY(QTest::qWaitFor([&] { return !f.errors.isEmpty(); }, 20'000));
  QVERIFY2(f.errors.front().contains("damaged"), qPrintable(f.errors.front()));
  f.showPage();
  QVERIFY(!f.desk().work(ReviewKind::Audit));
  QVERIFY(!f.desk().shown());
}

void ReviewKeepingTest::judgesNothingInAReadOnlyWorkspace() {
  test::SessionFixture owner;
  QVERIFY(owner.open());
  ReviewFixture f;
  f.session->open(owner.dataPath(), owner.workspacePath());
  QVERIFY(QTest::qWaitFor([&] { return f.session->beats() && f.session->jobs().isIdle(); }, 20'000));
  QCOMPARE(f.session->saveState(), SaveState::ReadOnly);
  f.showQueue(ReviewKind::Audit);
  f.pressMake();
  QVERIFY(f.isShown(ReviewKind::Audit));
  const BeatIndex first = f.current();
  for (const int key : {Qt::Key_Space, Qt::Key_Return, Qt::Key_Period, Qt::Key_V}) f.press(key);
  QCOMPARE(f.current(), first);
  QCOMPARE(f.desk().standing(ReviewKind::Audit).done(), std::size_t{0});
  QVERIFY(f.session->historyOf(first).empty());
  QVERIFY(!f.find<QPushButton>("acceptPredictionVerdict")->isEnabled());
  QCOMPARE(f.text("messageText"), f.session->whyNotEdit());
}

void ReviewKeepingTest::judgesWithoutAWorkspace() {
  ReviewFixture f;
  QVERIFY(f.openWithoutWorkspace());
  f.showQueue(ReviewKind::Audit);
  f.pressMake();
  QVERIFY(f.isShown(ReviewKind::Audit));
  f.press(Qt::Key_Space);
  QVERIFY(f.progress().contains("1 kept"));
}

void ReviewKeepingTest::leavesAnEmptyQueue() {
  ReviewFixture f;
  QVERIFY(f.open());
  const QString own = f.session->annotator();
  f.session->setAnnotator("Ada");
  QVERIFY(QTest::qWaitFor([&] { return f.session->annotator() == "Ada"; }, 20'000));
  f.session->relabel(3, false);
  f.session->undo();
  f.session->setAnnotator(own);
  QVERIFY(
      QTest::qWaitFor([&] { return f.session->annotator() == own && f.session->jobs().isIdle(); }, 20'000));
  f.showQueue(ReviewKind::OtherAnnotator);
  QVERIFY(QTest::qWaitFor([&] { return f.desk().work(ReviewKind::OtherAnnotator) != nullptr; }, 20'000));
  QVERIFY(f.waitUntilIdle());
  QVERIFY(f.text("reviewCardSentence").contains("Nothing to look at"));
  QCOMPARE(f.queues().stateOf(ReviewKind::OtherAnnotator), QString("Nothing to look at"));
  QCOMPARE(f.session->visibleBeats()->size(), std::size_t{400});
}

void ReviewKeepingTest::startsOver() {
  ReviewFixture f;
  QVERIFY(f.openOn(ReviewKind::Audit));
  f.pressMake();
  QVERIFY(f.isShown(ReviewKind::Audit));
  const auto beats = *f.session->visibleBeats();
  f.press(Qt::Key_Space);
  f.find<QPushButton>("startOver")->click();
  QVERIFY(f.find<QPushButton>("continueQueue")->isVisible());
  f.find<QPushButton>("continueQueue")->click();
  QVERIFY(f.find<QLabel>("reviewWhy")->isVisible());
  f.find<QPushButton>("startOver")->click();
  f.find<QSpinBox>("auditSeed")->setValue(2);
  f.pressMake();
  QVERIFY(!f.desk().making());  // a verdict would be lost
  QVERIFY2(f.question()->text().contains("lost: 1."), qPrintable(f.question()->text()));
  f.question()->reject();
  QVERIFY(!f.desk().making());
  QCOMPARE(f.desk().standing(ReviewKind::Audit).kept, std::size_t{1});
  f.pressMake();
  f.question()->findChild<QPushButton*>("startOverAnyway")->click();
  QVERIFY(QTest::qWaitFor([&] { return !f.desk().making(); }, 20'000));
  QVERIFY(f.isShown(ReviewKind::Audit));
  QVERIFY(*f.session->visibleBeats() != beats);
  QVERIFY(f.find<QLabel>("reviewWhy")->isVisible());
  QVERIFY(f.progress().startsWith("0 of 200 done"));
}

void ReviewKeepingTest::storesAQueueThatTheDiskRefused() {
  ReviewFixture f;
  QVERIFY(f.open());
  f.showPage();
  {
    test::DatabaseLock lock((f.workspacePath() + "/workspace.sqlite").toStdString());
    f.choose(ReviewKind::Audit);
    f.pressMake();
    QVERIFY(QTest::qWaitFor([&] { return !f.errors.isEmpty(); }, 30'000));
    QVERIFY(f.session->hasUnsavedWork());
    QVERIFY(!f.window->close());
    QVERIFY(QTest::qWaitFor([&] { return f.find<QMessageBox>("closeQuestion") != nullptr; }, 30'000));
    f.find<QMessageBox>("closeQuestion")->reject();
  }
  f.desk().keep();
  QCOMPARE(f.desk().standing(ReviewKind::Audit).kept, std::size_t{1});
  QVERIFY(QTest::qWaitFor([&] { return !f.session->hasUnsavedWork(); }, 30'000));
  QVERIFY(f.restart());
  QVERIFY(f.desk().work(ReviewKind::Audit));
  QCOMPARE(f.desk().standing(ReviewKind::Audit).kept, std::size_t{1});
}

void ReviewKeepingTest::putsEachVerdictOnTheDisk() {
  ReviewFixture f;
  QVERIFY(f.openOn(ReviewKind::Audit));
  f.pressMake();
  QVERIFY(f.isShown(ReviewKind::Audit));
  f.press(Qt::Key_Space);
  f.press(Qt::Key_Period);
  QVERIFY(QTest::qWaitFor([&] { return f.session->jobs().isIdle("journal"); }, 20'000));
  // What a program that was killed now would leave behind.
  const auto disk = Workspace::open(f.workspacePath().toStdString(), f.session->beats()->fingerprint());
  QVERIFY(disk->isReadOnly());
  const std::string annotator = f.session->annotator().toStdString();
  const auto queue = reviewQueueFrom(disk->value("review.audit.queue." + annotator).value(),
                                     ReviewKind::Audit, *f.session->beats());
  const ReviewWork work = reviewWorkFrom(disk->value("review.audit.work." + annotator).value(), queue);
  QCOMPARE(work.marks().size(), std::size_t{2});
  QCOMPARE(work.verdictOf(0, *f.session->labels()), Verdict::Kept);
  QCOMPARE(work.verdictOf(1, *f.session->labels()), Verdict::Skipped);
}

void ReviewKeepingTest::leavesTheUserAloneWhenAQueueComesLate() {
  ReviewFixture f;
  QVERIFY(f.openOn(ReviewKind::Suspects));
  f.pressMake();
  f.window->showPage("browse");
  f.session->setCurrentBeat(33);
  QVERIFY(QTest::qWaitFor([&] { return !f.desk().making(); }, 20'000));
  QVERIFY(f.waitUntilIdle());
  QCOMPARE(f.current(), BeatIndex{33});
  QVERIFY(!f.session->filter().among);
  QCOMPARE(f.window->currentPage(), QString("browse"));
  QVERIFY2(f.notes.contains("The queue of suspects is ready: Review."), qPrintable(f.notes.join('\n')));
  f.showPage();
  QVERIFY(f.isShown(ReviewKind::Suspects));
}

void ReviewKeepingTest::showsAQueueWhoseCardIsInFront() {
  ReviewFixture f;
  QVERIFY(f.openOn(ReviewKind::Suspects));
  f.pressMake();
  f.session->setCurrentBeat(33);  // by something that was on its way; the card hides the beats
  QVERIFY(QTest::qWaitFor([&] { return !f.desk().making(); }, 20'000));
  QVERIFY(f.isShown(ReviewKind::Suspects));
}

void ReviewKeepingTest::leavesTheQueueInUseWhenANewOneComesLate() {
  ReviewFixture f;
  QVERIFY(f.openWithModel());
  f.showQueue(ReviewKind::LeastCertain);
  QVERIFY(f.isShown(ReviewKind::LeastCertain));
  const auto before = f.desk().work(ReviewKind::LeastCertain)->queue();
  f.desk().make(ReviewKind::LeastCertain);
  f.session->step(1);
  const BeatIndex here = f.current();
  QVERIFY(QTest::qWaitFor([&] { return !f.desk().making(); }, 20'000));
  QVERIFY(f.waitUntilIdle());
  QCOMPARE(f.current(), here);
  QCOMPARE(f.desk().shown(), std::optional(ReviewKind::LeastCertain));
  QCOMPARE(f.desk().work(ReviewKind::LeastCertain)->queue(), before);
  QCOMPARE(f.queues().stateOf(ReviewKind::LeastCertain), QString("A new one is ready: open it"));
  f.queues().setFocus();
  f.press(Qt::Key_Return);
  QVERIFY(f.isShown(ReviewKind::LeastCertain));
  QVERIFY(f.desk().work(ReviewKind::LeastCertain)->queue() != before);
}

void ReviewKeepingTest::makesAQueueAfterTheAnnotatorChanged() {
  ReviewFixture f;
  f.learner.stepTime = std::chrono::milliseconds(50);
  QVERIFY(f.openOn(ReviewKind::Suspects));
  f.pressMake();
  QVERIFY(f.desk().making());
  f.session->setAnnotator("Ada");
  QVERIFY(
      QTest::qWaitFor([&] { return f.session->annotator() == "Ada" && f.session->jobs().isIdle(); }, 20'000));
  QVERIFY(!f.desk().making());
  f.choose(ReviewKind::Audit);
  f.pressMake();
  QVERIFY(f.isShown(ReviewKind::Audit));
  QCOMPARE(f.errors, QStringList());
}

int main(int argc, char** argv) {
  return ectopy::test::runWindowTest<ReviewKeepingTest>(argc, argv);
}
#include "tst_review_keeping.moc"
