#include "ui/review/review_page.h"

#include <QDockWidget>
#include <QProgressBar>
#include <QtTest>

#include "tests/support/clean_home.h"
#include "tests/ui/review/review_fixture.h"
#include "ui/widgets/words.h"

using namespace ectopy;
using namespace ectopy::ui;
using ectopy::test::ReviewFixture;

/// Every queue by its keys.
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
  void arrowsStayInTheListOfQueues();
  void settlesWithAnotherAnnotator();
  void takesVerdictsBack();
  void labelsOnlyWhatIsSeen();
  void saysThatAQueueIsCut();
  void judgesASelection();
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
  f.showQueue(ReviewKind::LeastCertain);
  QVERIFY(f.text("reviewCardSentence").contains("Open a model first"));
  QCOMPARE(QApplication::focusWidget(), &f.queues());
  QVERIFY(!f.find<QDockWidget>("navigatorDock")->isVisible());
  QVERIFY(f.find<QDockWidget>("inspectorDock")->isVisible());
}

void ReviewPageTest::findsSuspects() {
  ReviewFixture f;
  QVERIFY(f.openOn(ReviewKind::Suspects));
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
  QVERIFY(f.openOn(ReviewKind::Suspects));
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
  f.showQueue(ReviewKind::Suspects);
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
  f.showQueue(ReviewKind::LeastCertain);
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
  f.showQueue(ReviewKind::TypicalOfRare);
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
  f.showQueue(ReviewKind::Flagged);
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

void ReviewPageTest::arrowsStayInTheListOfQueues() {
  ReviewFixture f;
  QVERIFY(f.open());
  f.session->setCurrentBeat(3);
  f.session->toggleFlag();
  QVERIFY(f.waitUntilIdle());
  f.showQueue(ReviewKind::Flagged);
  QVERIFY(f.isShown(ReviewKind::Flagged));
  QVERIFY(QApplication::focusWidget() != &f.queues());
  f.queues().setFocus();
  f.press(Qt::Key_Down);
  QCOMPARE(QApplication::focusWidget(), &f.queues());
  f.press(Qt::Key_Up);  // the queue that is shown
  QCOMPARE(f.queues().kind(), ReviewKind::Flagged);
  QCOMPARE(QApplication::focusWidget(), &f.queues());
  f.press(Qt::Key_Return);
  QVERIFY(QApplication::focusWidget() != &f.queues());
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
  f.showQueue(ReviewKind::OtherAnnotator);
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

void ReviewPageTest::takesVerdictsBack() {
  ReviewFixture f;
  QVERIFY(f.openWithModel());
  f.showQueue(ReviewKind::LeastCertain);
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
  QVERIFY(f.openOn(ReviewKind::Unlabelled));
  QVERIFY(f.isShown(ReviewKind::Unlabelled));
  const QString expected =
      QString("Without a label · beat 1 of the first %1 of %2").arg(groupedNumber(5000), groupedNumber(6000));
  QCOMPARE(f.text("reviewPlace"), expected);
}

void ReviewPageTest::judgesASelection() {
  ReviewFixture f;
  QVERIFY(f.openWithModel());
  f.showQueue(ReviewKind::TypicalOfRare);
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
