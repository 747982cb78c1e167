#include "ui/review/review_page.h"

#include <QComboBox>
#include <QDockWidget>
#include <QMessageBox>
#include <QProgressBar>
#include <QSpinBox>
#include <QtTest>

#include "tests/support/clean_home.h"
#include "tests/ui/review/review_fixture.h"
#include "tests/ui/session/database_lock.h"
#include "ui/widgets/beat_grid.h"
#include "ui/widgets/probability_bars.h"
#include "ui/widgets/words.h"

using namespace ectopy;
using namespace ectopy::ui;
using ectopy::test::ReviewFixture;

class ReviewPageTest : public QObject {
  Q_OBJECT

 private slots:
  void saysWhatIsMissing();
  void findsSuspects();
  void stopsLookingForSuspects();
  void asksTheOpenModelForSuspects();
  void goesThroughTheLeastCertain();
  void goesThroughARareClass();
  void goesThroughTheUnlabelled();
  void goesThroughTheFlagged();
  void settlesWithAnotherAnnotator();
  void auditsTheLabels();
  void takesVerdictsBack();
  void comesBackAfterARestart();
  void comesBackFromAnotherPage();
  void keepsQueuesOfAnnotatorsApart();
  void leavesADamagedQueueOut();
  void judgesNothingInAReadOnlyWorkspace();
  void judgesWithoutAWorkspace();
  void leavesAnEmptyQueue();
  void startsOver();
  void lengthensAnAudit();
  void leavesTheUserAloneWhenAQueueComesLate();
  void showsAQueueWhoseCardIsInFront();
  void leavesTheQueueInUseWhenANewOneComesLate();
  void makesAQueueAfterTheAnnotatorChanged();
  void countsOnlyWhatTheAuditJudged();
  void storesAQueueThatTheDiskRefused();
  void labelsOnlyWhatIsSeen();
  void saysThatAQueueIsCut();
  void hidesTheModelDuringAnAudit();
  void judgesASelection();
  void putsEachVerdictOnTheDisk();
  void handsCorrectionsOnToTheModel();
};

void ReviewPageTest::saysWhatIsMissing() {
  ReviewFixture f;
  f.showPage();
  QVERIFY(f.text("reviewCardSentence").contains("No data yet"));
  QVERIFY(!f.find<QPushButton>("makeQueue")->isVisible());
  QVERIFY(f.open());
  QVERIFY(f.queues().stateOf(ReviewKind::LeastCertain).contains("model"));
  QVERIFY(f.queues().stateOf(ReviewKind::Flagged).contains("No beat is flagged"));
  QCOMPARE(f.queues().stateOf(ReviewKind::Unlabelled), QString("Every beat has a label."));
  QVERIFY(f.queues().stateOf(ReviewKind::OtherAnnotator).contains("Nobody else"));
  QCOMPARE(f.queues().stateOf(ReviewKind::Audit), QString("Not made yet"));
  f.showPage();
  f.choose(ReviewKind::LeastCertain);
  QVERIFY(f.text("reviewCardSentence").contains("Open a model first"));
  QCOMPARE(QApplication::focusWidget(), &f.queues());
  QVERIFY(!f.find<QDockWidget>("navigatorDock")->isVisible());
  QVERIFY(f.find<QDockWidget>("inspectorDock")->isVisible());
}

void ReviewPageTest::findsSuspects() {
  ReviewFixture f;
  QVERIFY(f.open());
  f.showPage();
  f.choose(ReviewKind::Suspects);
  QVERIFY(f.text("reviewCardSentence").contains("4 short trainings"));
  f.pressMake();
  QVERIFY(f.isShown(ReviewKind::Suspects));
  QCOMPARE(f.learner.trainings.load(), 4);
  const BeatIndex first = f.current();
  QVERIFY2(f.why().contains("models that did not learn from it give"), qPrintable(f.why()));
  const ClassIndex suggested = f.desk().suggestion().value();
  QVERIFY(f.find<QPushButton>("acceptPredictionVerdict")->text().startsWith("Accept "));
  f.press(Qt::Key_Space);
  QCOMPARE((*f.session->labels())[first], suggested);
  QCOMPARE(f.session->historyOf(first).back().why, std::string("accepted suggestion"));
  QVERIFY(f.session->historyOf(first).back().suggestedBy.find("out of 4 folds") != std::string::npos);
  QVERIFY(f.current() != first);
  const BeatIndex second = f.current();
  f.press(Qt::Key_Return);
  QVERIFY(f.session->historyOf(second).empty());
  const BeatIndex third = f.current();
  f.press(Qt::Key_Period);
  QVERIFY(f.current() != third);
  QVERIFY2(f.progress().contains("1 relabelled, 1 kept, 1 skipped"), qPrintable(f.progress()));
  QCOMPARE(f.find<QProgressBar>("reviewBar")->value(), 2);
  // Kept for the same labels: undone, they are those of before.
  f.press(Qt::Key_Z, Qt::ControlModifier);
  f.press(Qt::Key_Z, Qt::ControlModifier);
  f.press(Qt::Key_Z, Qt::ControlModifier);
  f.find<QPushButton>("startOver")->click();
  f.pressMake();
  QVERIFY(QTest::qWaitFor([&] { return !f.desk().making(); }, 20'000));
  QVERIFY(f.isShown(ReviewKind::Suspects));
  QCOMPARE(f.learner.trainings.load(), 4);
}

void ReviewPageTest::stopsLookingForSuspects() {
  ReviewFixture f;
  f.learner.stepTime = std::chrono::milliseconds(50);
  QVERIFY(f.open());
  f.showPage();
  f.choose(ReviewKind::Suspects);
  f.pressMake();
  QVERIFY(f.find<QPushButton>("stopMaking")->isVisible());
  QVERIFY(f.queues().stateOf(ReviewKind::Suspects).startsWith("Being made"));
  QVERIFY(QTest::qWaitFor([&] { return f.learner.trainings > 0; }, 20'000));
  f.find<QPushButton>("stopMaking")->click();
  QVERIFY(QTest::qWaitFor([&] { return !f.desk().making(); }, 20'000));
  QVERIFY(f.learner.heardStop);
  QVERIFY(!f.desk().work(ReviewKind::Suspects));
  QVERIFY(f.find<QPushButton>("makeQueue")->isVisible());
  QVERIFY(f.errors.isEmpty());
}

void ReviewPageTest::asksTheOpenModelForSuspects() {
  ReviewFixture f;
  QVERIFY(f.openWithModel());
  f.showPage();
  f.choose(ReviewKind::Suspects);
  const int trainings = f.learner.trainings;
  f.find<QPushButton>("askModel")->click();
  QVERIFY(f.isShown(ReviewKind::Suspects));
  QCOMPARE(f.learner.trainings.load(), trainings);
  QVERIFY(test::FakeLearner::isMistaken(f.current()));
  QVERIFY2(f.why().contains("the model gives"), qPrintable(f.why()));
}

void ReviewPageTest::goesThroughTheLeastCertain() {
  ReviewFixture f;
  QVERIFY(f.openWithModel());
  f.showPage();
  f.choose(ReviewKind::LeastCertain);
  QVERIFY(f.isShown(ReviewKind::LeastCertain));
  QVERIFY2(f.why().contains("the model wavers"), qPrintable(f.why()));
  const BeatIndex first = f.current();
  const ClassIndex predicted = f.session->predictions()->predicted(first);
  f.press(Qt::Key_Space);
  QCOMPARE((*f.session->labels())[first], predicted);
  const BeatIndex second = f.current();
  f.press(Qt::Key_V);
  QCOMPARE(f.code(second), QString("V"));
  QVERIFY2(f.progress().startsWith("2 of 400 done"), qPrintable(f.progress()));
}

void ReviewPageTest::goesThroughARareClass() {
  ReviewFixture f;
  QVERIFY(f.openWithModel());
  f.showPage();
  f.choose(ReviewKind::TypicalOfRare);
  QVERIFY(f.isShown(ReviewKind::TypicalOfRare));
  QVERIFY2(f.why().contains("a rare class"), qPrintable(f.why()));
  const BeatIndex first = f.current();
  const ClassIndex suggested = f.desk().suggestion().value();
  QVERIFY((*f.session->labels())[first] != suggested);
  f.press(Qt::Key_Space);
  QCOMPARE((*f.session->labels())[first], suggested);
  QCOMPARE(f.session->historyOf(first).back().suggestedBy, f.session->predictions()->modelName);
}

void ReviewPageTest::goesThroughTheUnlabelled() {
  ReviewFixture f;
  test::BeatOptions options{.beats = 60};
  for (int beat = 0; beat < 60; ++beat)
    options.classes.push_back(beat % 10 == 3 ? kUnlabelled : static_cast<ClassIndex>(beat % 5));
  f.write(options);
  QVERIFY(f.open());
  f.showPage();
  QCOMPARE(f.queues().stateOf(ReviewKind::Unlabelled), QString("6 without a label"));
  f.choose(ReviewKind::Unlabelled);
  QVERIFY(f.isShown(ReviewKind::Unlabelled));
  QCOMPARE(f.why(), QString("No label yet."));
  QCOMPARE(f.current(), BeatIndex{3});
  f.press(Qt::Key_S);
  QCOMPARE(f.code(3), QString("S"));
  f.press(Qt::Key_Space);  // nothing is suggested: it stays as it is
  QCOMPARE((*f.session->labels())[13], kUnlabelled);
  QVERIFY2(f.progress().contains("1 relabelled, 1 kept"), qPrintable(f.progress()));
}

void ReviewPageTest::goesThroughTheFlagged() {
  ReviewFixture f;
  QVERIFY(f.open());
  f.session->setSelection({4, 9}, 4);
  f.session->toggleFlag();
  f.session->setSelection({9}, 9);
  f.session->setNote(f.session->selection(), "two rhythms");
  QVERIFY(f.waitUntilIdle());
  f.showPage();
  f.choose(ReviewKind::Flagged);
  QVERIFY(f.isShown(ReviewKind::Flagged));
  QCOMPARE(f.current(), BeatIndex{4});
  QVERIFY2(f.find<QPushButton>("acceptPredictionVerdict")->text().contains("is right"),
           qPrintable(f.find<QPushButton>("acceptPredictionVerdict")->text()));
  QVERIFY(!f.find<QPushButton>("keepLabelVerdict")->isVisible());
  f.press(Qt::Key_Space);
  QCOMPARE(f.why(), QString("Flagged: two rhythms"));
  f.press(Qt::Key_U);
  QVERIFY(!f.session->marks()->flagged(9));
  f.press(Qt::Key_N);
  QVERIFY2(f.progress().startsWith("All 2 looked at: 1 relabelled, 1 kept"), qPrintable(f.progress()));
}

void ReviewPageTest::settlesWithAnotherAnnotator() {
  ReviewFixture f;
  QVERIFY(f.open());
  const QString own = f.session->annotator();
  f.session->setAnnotator("Ada");
  QVERIFY(QTest::qWaitFor([&] { return f.session->annotator() == "Ada"; }, 20'000));
  f.session->setSelection({10, 20}, 10);
  f.session->relabel(2, false);
  f.session->setAnnotator(own);
  QVERIFY(QTest::qWaitFor([&] { return f.session->annotator() == own; }, 20'000));
  QVERIFY(f.waitUntilIdle());
  f.showPage();
  f.choose(ReviewKind::OtherAnnotator);
  QVERIFY(f.isShown(ReviewKind::OtherAnnotator));
  QCOMPARE(f.session->visibleBeats()->size(), std::size_t{2});
  QVERIFY2(f.why().contains("Ada says V"), qPrintable(f.why()));
  f.press(Qt::Key_Space);
  QCOMPARE(f.code(10), QString("V"));
  QCOMPARE(f.session->historyOf(10).back().suggestedBy, std::string("Ada"));
  f.press(Qt::Key_Return);
  QVERIFY2(f.progress().startsWith("All 2 looked at: 1 relabelled, 1 kept"), qPrintable(f.progress()));
  // Ada began before anything was saved under the own name.
  QVERIFY(f.restart());
  QCOMPARE(f.errors, QStringList());
  QCOMPARE(f.session->annotator(), own);
  QCOMPARE(f.code(10), QString("V"));
  QCOMPARE(f.code(20), QString("N"));
}

void ReviewPageTest::auditsTheLabels() {
  ReviewFixture f;
  QVERIFY(f.open());
  f.showPage();
  f.choose(ReviewKind::Audit);
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

void ReviewPageTest::takesVerdictsBack() {
  ReviewFixture f;
  QVERIFY(f.openWithModel());
  f.showPage();
  f.choose(ReviewKind::LeastCertain);
  QVERIFY(f.isShown(ReviewKind::LeastCertain));
  const std::vector<BeatIndex> beats = *f.session->visibleBeats();
  const QString before = f.code(beats[0]);
  f.press(before == "V" ? Qt::Key_N : Qt::Key_V);
  f.press(Qt::Key_Return);
  f.press(Qt::Key_U);
  f.press(Qt::Key_Period);
  QVERIFY2(f.progress().contains("1 relabelled, 1 kept, 1 skipped"), qPrintable(f.progress()));
  f.press(Qt::Key_Z, Qt::ControlModifier);  // the skip
  QCOMPARE(f.current(), beats[2]);
  QVERIFY(!f.progress().contains("skipped"));
  f.press(Qt::Key_Z, Qt::ControlModifier);  // the flag
  QVERIFY(!f.session->marks()->flagged(beats[2]));
  QVERIFY(f.progress().contains("1 kept"));
  f.press(Qt::Key_Backspace);  // that it was kept
  QCOMPARE(f.current(), beats[1]);
  QVERIFY(f.progress().contains("1 relabelled, 0 kept"));
  f.press(Qt::Key_Backspace);  // the label
  QCOMPARE(f.code(beats[0]), before);
  QVERIFY(f.progress().startsWith("0 of 400 done"));
  f.press(Qt::Key_Y, Qt::ControlModifier);
  f.press(Qt::Key_Y, Qt::ControlModifier);
  QVERIFY2(f.progress().contains("1 relabelled, 1 kept"), qPrintable(f.progress()));
}

void ReviewPageTest::comesBackAfterARestart() {
  ReviewFixture f;
  QVERIFY(f.open());
  f.showPage();
  f.choose(ReviewKind::Audit);
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

void ReviewPageTest::comesBackFromAnotherPage() {
  ReviewFixture f;
  QVERIFY(f.open());
  f.showPage();
  f.choose(ReviewKind::Audit);
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

void ReviewPageTest::keepsQueuesOfAnnotatorsApart() {
  ReviewFixture f;
  QVERIFY(f.open());
  const QString own = f.session->annotator();
  f.showPage();
  f.choose(ReviewKind::Audit);
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

void ReviewPageTest::leavesADamagedQueueOut() {
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

void ReviewPageTest::judgesNothingInAReadOnlyWorkspace() {
  test::SessionFixture owner;
  QVERIFY(owner.open());
  ReviewFixture f;
  f.session->open(owner.dataPath(), owner.workspacePath());
  QVERIFY(QTest::qWaitFor([&] { return f.session->beats() && f.session->jobs().isIdle(); }, 20'000));
  QCOMPARE(f.session->saveState(), SaveState::ReadOnly);
  f.showPage();
  f.choose(ReviewKind::Audit);
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

void ReviewPageTest::judgesWithoutAWorkspace() {
  ReviewFixture f;
  QVERIFY(f.openWithoutWorkspace());
  f.showPage();
  f.choose(ReviewKind::Audit);
  f.pressMake();
  QVERIFY(f.isShown(ReviewKind::Audit));
  f.press(Qt::Key_Space);
  QVERIFY(f.progress().contains("1 kept"));
}

void ReviewPageTest::leavesAnEmptyQueue() {
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
  f.showPage();
  f.choose(ReviewKind::OtherAnnotator);
  QVERIFY(QTest::qWaitFor([&] { return f.desk().work(ReviewKind::OtherAnnotator) != nullptr; }, 20'000));
  QVERIFY(f.waitUntilIdle());
  QVERIFY(f.text("reviewCardSentence").contains("Nothing to look at"));
  QCOMPARE(f.queues().stateOf(ReviewKind::OtherAnnotator), QString("Nothing to look at"));
  QCOMPARE(f.session->visibleBeats()->size(), std::size_t{400});
}

void ReviewPageTest::startsOver() {
  ReviewFixture f;
  QVERIFY(f.open());
  f.showPage();
  f.choose(ReviewKind::Audit);
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

void ReviewPageTest::lengthensAnAudit() {
  ReviewFixture f;
  QVERIFY(f.open());
  f.showPage();
  f.choose(ReviewKind::Audit);
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

void ReviewPageTest::leavesTheUserAloneWhenAQueueComesLate() {
  ReviewFixture f;
  QVERIFY(f.open());
  f.showPage();
  f.choose(ReviewKind::Suspects);
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

void ReviewPageTest::showsAQueueWhoseCardIsInFront() {
  ReviewFixture f;
  QVERIFY(f.open());
  f.showPage();
  f.choose(ReviewKind::Suspects);
  f.pressMake();
  f.session->setCurrentBeat(33);  // by something that was on its way; the card hides the beats
  QVERIFY(QTest::qWaitFor([&] { return !f.desk().making(); }, 20'000));
  QVERIFY(f.isShown(ReviewKind::Suspects));
}

void ReviewPageTest::leavesTheQueueInUseWhenANewOneComesLate() {
  ReviewFixture f;
  QVERIFY(f.openWithModel());
  f.showPage();
  f.choose(ReviewKind::LeastCertain);
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

void ReviewPageTest::makesAQueueAfterTheAnnotatorChanged() {
  ReviewFixture f;
  f.learner.stepTime = std::chrono::milliseconds(50);
  QVERIFY(f.open());
  f.showPage();
  f.choose(ReviewKind::Suspects);
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

void ReviewPageTest::countsOnlyWhatTheAuditJudged() {
  ReviewFixture f;
  QVERIFY(f.open());
  f.showPage();
  f.choose(ReviewKind::Audit);
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

void ReviewPageTest::storesAQueueThatTheDiskRefused() {
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

void ReviewPageTest::labelsOnlyWhatIsSeen() {
  ReviewFixture f;
  QVERIFY(f.open());
  f.showPage();  // a card
  const BeatIndex before = f.current();
  f.press(Qt::Key_V);
  QVERIFY(!f.action("labelV")->isEnabled());
  f.choose(ReviewKind::Audit);
  f.pressMake();
  QVERIFY(f.isShown(ReviewKind::Audit));
  QVERIFY(f.action("labelV")->isEnabled());
  f.queues().setFocus();
  f.press(Qt::Key_V);
  QCOMPARE(f.session->journalSteps().size(), std::size_t{0});
  f.choose(ReviewKind::Audit);
  f.find<QPushButton>("startOver")->click();  // a card again
  f.press(Qt::Key_V);
  QVERIFY(!f.action("labelV")->isEnabled());
  QVERIFY(f.session->historyOf(before).empty());
  QCOMPARE(f.session->journalSteps().size(), std::size_t{0});
  f.window->showPage("browse");
  QVERIFY(f.action("labelV")->isEnabled());
}

void ReviewPageTest::saysThatAQueueIsCut() {
  ReviewFixture f;
  test::BeatOptions options{.beats = 6000};
  options.classes.assign(6000, kUnlabelled);
  f.write(options);
  QVERIFY(f.open());
  f.showPage();
  f.choose(ReviewKind::Unlabelled);
  QVERIFY(f.isShown(ReviewKind::Unlabelled));
  const QString expected =
      QString("Without a label · beat 1 of the first %1 of %2").arg(groupedNumber(5000), groupedNumber(6000));
  QCOMPARE(f.text("reviewPlace"), expected);
}

void ReviewPageTest::hidesTheModelDuringAnAudit() {
  ReviewFixture f;
  QVERIFY(f.openWithModel());
  f.session->setCurrentBeat(5);
  QVERIFY(test::FakeLearner::isMistaken(5));
  const QString verdict = f.text("verdict");
  f.showPage();
  f.choose(ReviewKind::Audit);
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

void ReviewPageTest::judgesASelection() {
  ReviewFixture f;
  QVERIFY(f.openWithModel());
  f.showPage();
  f.choose(ReviewKind::TypicalOfRare);
  QVERIFY(f.isShown(ReviewKind::TypicalOfRare));
  f.press(Qt::Key_Right, Qt::ShiftModifier);
  f.press(Qt::Key_Right, Qt::ShiftModifier);
  const auto steps = f.session->journalSteps().size();
  f.press(Qt::Key_Space);
  QCOMPARE(f.session->journalSteps().size(), steps + 1);
  QVERIFY2(f.progress().startsWith("3 of"), qPrintable(f.progress()));
  f.press(Qt::Key_Z, Qt::ControlModifier);
  QVERIFY2(f.progress().startsWith("0 of"), qPrintable(f.progress()));
}

void ReviewPageTest::putsEachVerdictOnTheDisk() {
  ReviewFixture f;
  QVERIFY(f.open());
  f.showPage();
  f.choose(ReviewKind::Audit);
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

void ReviewPageTest::handsCorrectionsOnToTheModel() {
  ReviewFixture f;
  QVERIFY(f.open());
  QVERIFY(f.train(2));
  f.showPage();
  auto* fineTune = f.find<QPushButton>("fineTuneHere");
  QVERIFY(!fineTune->isEnabled());
  QVERIFY2(fineTune->toolTip().contains("no corrections"), qPrintable(fineTune->toolTip()));
  f.choose(ReviewKind::LeastCertain);
  QVERIFY(f.isShown(ReviewKind::LeastCertain));
  for (int beat = 0; beat < 20; ++beat) f.press(f.code(f.current()) == "V" ? Qt::Key_N : Qt::Key_V);
  QVERIFY(fineTune->isEnabled());
  fineTune->click();
  QVERIFY(QTest::qWaitFor([&] { return f.session->training().corrected != nullptr; }, 20'000));
  QVERIFY(f.waitUntilIdle());
  const RightBeats& heldBack = f.session->training().corrected->heldBack;
  QVERIFY(heldBack.of > 0);
  QCOMPARE(f.text("correctionOutcome"), QString("Corrections held back and now right: %1 of %2, before %3.")
                                            .arg(heldBack.after)
                                            .arg(heldBack.of)
                                            .arg(heldBack.before));
  QVERIFY(!f.find<QPushButton>("showChanged")->isVisible());  // the fake learner learns nothing
}

int main(int argc, char** argv) {
  return ectopy::test::runWindowTest<ReviewPageTest>(argc, argv);
}
#include "tst_review_page.moc"
