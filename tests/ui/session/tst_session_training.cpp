#include <QDir>
#include <QFile>
#include <QThread>
#include <algorithm>

#include "tests/ui/session/session_fixture.h"

using namespace ectopy;
using namespace ectopy::ui;
using ectopy::test::SessionFixture;
using State = TrainingStatus::State;

/// How a training runs and ends.
class TestSessionTraining : public QObject {
  Q_OBJECT

 private slots:
  void aTrainingEndsWithAnEvaluatedModel();
  void cancelDiscards();
  void stopKeepsTheBest();
  void oneTrainingAtATime();
  void aFailureIsTold();
  void transferNeedsAParent();
  void transferNamesItsParent();
  void cancellingAFinishedTrainingDiscardsIt();
  void noTrainingWhileSomethingIsOpened();
  void endingTheJobKeepsTheBest();
  void anUnreadableNameLosesNoTraining();
  void pausesAndGoesOn();
  void survivesTheEndOfTheProgram();
  void anInterruptedTrainingCanBeDiscarded();
  void aFinishedRunGoesOn();
  void aRunOfOtherDataDoesNotGoOn();
  void aModelIsFineTunedOnCorrections();
  void fineTuningOnCorrectionsPromisesNoState();
  void noTrainingBeforeAnInterruptedOneIsFound();
};

void TestSessionTraining::aTrainingEndsWithAnEvaluatedModel() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  QList<State> states;
  connect(&session, &Session::trainingChanged, this, [&] {
    if (states.isEmpty() || states.last() != session.training().state) states << session.training().state;
  });
  QSignalSpy epochs(&session, &Session::trainingEpochEnded);
  QSignalSpy steps(&session, &Session::trainingStepped);
  QVERIFY(fixture.train(3));
  QCOMPARE(states, (QList<State>{State::Preparing, State::Running, State::Finished}));
  QCOMPARE(epochs.count(), 3);
  QCOMPARE(session.training().epochs.size(), std::size_t{3});
  QVERIFY(steps.count() >= 1);
  QCOMPARE(session.training().startWords, QString("from scratch"));
  QVERIFY(session.training().sentence.contains("accuracy"));
  QVERIFY(session.model() && session.predictions() && session.evaluation());
  QCOMPARE(session.predictions()->size(), session.beats()->size());
  QCOMPARE(session.evaluation()->beats, session.split()->test);
  QVERIFY(session.counts().wrong > 0);
  QCOMPARE(session.runs().size(), std::size_t{1});
  QVERIFY(QFile::exists(fixture.workspacePath() + "/models/" +
                        QString::fromStdString(session.runs().front().modelFile)));
}

void TestSessionTraining::cancelDiscards() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  fixture.startEndlessTraining();
  QTRY_COMPARE(session.training().state, State::Running);
  session.cancelTraining();
  QCOMPARE(session.training().state, State::Cancelling);
  QTRY_COMPARE(session.training().state, State::Cancelled);
  QVERIFY(fixture.learner.heardStop);
  QVERIFY(!session.model());
  QVERIFY(session.runs().empty());
  QVERIFY(QDir(fixture.workspacePath() + "/models").entryList(QDir::Files).isEmpty());
}

void TestSessionTraining::stopKeepsTheBest() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  fixture.startEndlessTraining();
  QTRY_VERIFY(!session.training().epochs.empty());
  session.stopTrainingAndKeep();
  QCOMPARE(session.training().state, State::StoppingAndKeeping);
  QTRY_COMPARE(session.training().state, State::Finished);
  QVERIFY(session.model());
  QCOMPARE(session.model()->info().end, TrainingEnd::StoppedAndKept);
}

void TestSessionTraining::oneTrainingAtATime() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  fixture.startEndlessTraining();
  fixture.startEndlessTraining();
  QCOMPARE(fixture.errors.size(), 1);
  const auto data = fixture.session->beats();
  fixture.session->open(fixture.dataPath());
  QCOMPARE(fixture.errors.size(), 2);
  fixture.session->close();
  QCOMPARE(fixture.session->beats(), data);
  fixture.session->cancelTraining();
  QVERIFY(fixture.waitUntilIdle());
  QVERIFY(fixture.learner.trainings <= 1);
}

void TestSessionTraining::aFailureIsTold() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  fixture.learner.trainingError = "The loss is not finite at step 12 of epoch 1.";
  fixture.session->startTraining({.splitId = "beat"});
  QTRY_COMPARE(fixture.session->training().state, State::Failed);
  QCOMPARE(fixture.session->training().sentence, QString::fromStdString(fixture.learner.trainingError));
  QCOMPARE(fixture.errors, QStringList{QString::fromStdString(fixture.learner.trainingError)});
}

void TestSessionTraining::transferNeedsAParent() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  fixture.session->startTraining({.splitId = "beat", .transfer = TransferMode::Freeze});
  QCOMPARE(fixture.errors.size(), 1);
  QCOMPARE(fixture.session->training().state, State::None);
}

void TestSessionTraining::transferNamesItsParent() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  QVERIFY(fixture.train());
  TrainingRequest request{.splitId = "beat", .transfer = TransferMode::Freeze};
  request.config.epochs = 1;
  fixture.session->startTraining(request);
  QCOMPARE(fixture.session->training().startWords, QString("convolutions frozen, from scripted"));
  QTRY_COMPARE(fixture.session->training().state, State::Finished);
  QCOMPARE(fixture.session->model()->info().parentName, std::string("scripted"));
  QTRY_COMPARE(fixture.session->runs().size(), std::size_t{2});
}

void TestSessionTraining::cancellingAFinishedTrainingDiscardsIt() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  fixture.learner.stepTime = std::chrono::milliseconds(0);
  TrainingRequest request{.splitId = "beat"};
  request.config.epochs = 1;
  session.startTraining(request);
  // Trained to the end, but this thread has not heard of it.
  QThread::msleep(1500);
  QCOMPARE(fixture.learner.trainings.load(), 1);
  session.cancelTraining();
  QVERIFY(fixture.waitUntilIdle());
  QCOMPARE(session.training().state, State::Cancelled);
  QVERIFY(!fixture.learner.heardStop);
  QVERIFY(!session.model());
  QVERIFY(session.runs().empty());
  QVERIFY(QDir(fixture.workspacePath() + "/models").entryList(QDir::Files).isEmpty());
}

void TestSessionTraining::noTrainingWhileSomethingIsOpened() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  const auto before = fixture.session->beats();
  fixture.session->open(fixture.dataPath(), fixture.workspacePath());
  fixture.session->startTraining({.splitId = "beat"});
  QCOMPARE(fixture.session->training().state, State::None);
  QCOMPARE(fixture.errors.size(), 1);
  QVERIFY(fixture.waitUntilIdle());
  QVERIFY(fixture.session->beats() != before);
  QVERIFY(fixture.train());
}

void TestSessionTraining::pausesAndGoesOn() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  fixture.startEndlessTraining();
  QTRY_VERIFY(!session.training().epochs.empty());
  session.pauseTraining();
  QCOMPARE(session.training().state, State::Pausing);
  QTRY_COMPARE(session.training().state, State::Paused);
  QVERIFY(QFile::exists(fixture.workspacePath() + "/models/interrupted.checkpoint"));
  const std::size_t epochs = session.training().epochs.size();
  QTest::qWait(100);
  QCOMPARE(session.training().epochs.size(), epochs);
  session.wakeTraining();
  QCOMPARE(session.training().state, State::Running);
  QTRY_VERIFY(session.training().epochs.size() > epochs);
  session.stopTrainingAndKeep();
  QTRY_COMPARE(session.training().state, State::Finished);
  QVERIFY(fixture.waitUntilIdle());
  QVERIFY(!QFile::exists(fixture.workspacePath() + "/models/interrupted.checkpoint"));
  QVERIFY(!session.interruptedTraining());
}

void TestSessionTraining::survivesTheEndOfTheProgram() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  TrainingRequest request{.splitId = "beat"};
  request.config.epochs = 100'000;
  request.config.seed = 7;
  fixture.session->startTraining(request);
  QTRY_VERIFY(fixture.session->training().epochs.size() > 1);
  fixture.session->leaveTraining();
  fixture.start();
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  QVERIFY(session.interruptedTraining());
  QCOMPARE(session.interruptedTraining()->config.seed, std::uint64_t{7});
  const std::size_t before = session.interruptedTraining()->history.size();
  QVERIFY(before > 1);
  session.startTraining({.splitId = "beat"});
  QCOMPARE(fixture.errors.size(), 1);
  QVERIFY(fixture.errors.first().contains("interrupted"));
  session.resumeInterrupted();
  QTRY_VERIFY(session.training().epochs.size() > before);
  QCOMPARE(session.training().epochs[before].record.epoch, static_cast<int>(before) + 1);
  QCOMPARE(session.training().config.seed, std::uint64_t{7});
  QVERIFY(!session.interruptedTraining());
  session.stopTrainingAndKeep();
  QTRY_COMPARE(session.training().state, State::Finished);
}

void TestSessionTraining::anInterruptedTrainingCanBeDiscarded() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  fixture.startEndlessTraining();
  QTRY_VERIFY(!session.training().epochs.empty());
  session.leaveTraining();
  QTRY_VERIFY(session.interruptedTraining());
  session.discardInterrupted();
  QVERIFY(!session.interruptedTraining());
  QVERIFY(QDir(fixture.workspacePath() + "/models").entryList(QDir::Files).isEmpty());
}

void TestSessionTraining::endingTheJobKeepsTheBest() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  fixture.startEndlessTraining();
  QTRY_VERIFY(!session.training().epochs.empty());
  const auto jobs = session.jobs().jobs();
  QCOMPARE(jobs.size(), 1);
  QVERIFY(jobs.first().keepsResult);
  session.jobs().end(jobs.first().id);  // what the job strip's button does
  QCOMPARE(session.training().state, State::StoppingAndKeeping);
  QVERIFY(session.jobs().jobs().first().isStopping);
  QTRY_COMPARE(session.training().state, State::Finished);
  QVERIFY(session.model());
  QCOMPARE(session.model()->info().end, TrainingEnd::StoppedAndKept);
}

void TestSessionTraining::anUnreadableNameLosesNoTraining() {
  SessionFixture fixture;
  fixture.learner.modelName = "caf\xe9";  // Latin-1, no UTF-8
  QVERIFY(fixture.open());
  QVERIFY(fixture.train());
  QVERIFY2(fixture.errors.isEmpty(), qPrintable(fixture.errors.join(' ')));
  QCOMPARE(fixture.session->runs().size(), std::size_t{1});
  QCOMPARE(QDir(fixture.workspacePath() + "/models").entryList(QDir::Files).size(), 1);
  fixture.start();
  QVERIFY(fixture.open());
  QTRY_VERIFY(fixture.session->model());
}

void TestSessionTraining::aFinishedRunGoesOn() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  QVERIFY(fixture.train(2));
  const ModelInfo run = session.model()->info();
  QCOMPARE(session.whyNotContinue(run), QString());
  session.continueTraining(run, 3);
  QVERIFY(session.training().startWords.contains(QString::fromStdString(run.name)));
  QCOMPARE(session.training().config.epochs, 5);
  QCOMPARE(session.training().splitId, QString::fromStdString(run.splitId));
  QTRY_COMPARE(session.training().state, State::Finished);
  QVERIFY(fixture.waitUntilIdle());
  QCOMPARE(session.model()->info().continuedAfter, 2);
  QCOMPARE(session.model()->info().history.size(), std::size_t{5});
  QCOMPARE(session.runs().size(), std::size_t{2});

  // The run is found among the workspace's when no model is open.
  fixture.start();
  QVERIFY(fixture.open());
  fixture.session->continueTraining(run, 1);
  QTRY_COMPARE(fixture.session->training().state, State::Finished);
  QCOMPARE(fixture.session->training().sentence.isEmpty(), false);
}

void TestSessionTraining::aRunOfOtherDataDoesNotGoOn() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  QVERIFY(fixture.train(2));
  ModelInfo run = fixture.session->model()->info();
  run.dataFingerprint = "another";
  QVERIFY(fixture.session->whyNotContinue(run).contains("with the data it learned from alone"));
  fixture.session->continueTraining(run, 3);
  QVERIFY(fixture.errors.last().contains("with the data it learned from alone"));
  QVERIFY(!fixture.session->training().isActive());
}

void TestSessionTraining::aModelIsFineTunedOnCorrections() {
  SessionFixture fixture;
  QVERIFY(fixture.session->whyNotFineTune().contains("no beats"));
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  QVERIFY(session.whyNotFineTune().contains("no model"));
  QVERIFY(fixture.train(2));
  QVERIFY(session.whyNotFineTune().contains("no corrections"));
  session.fineTuneOnCorrections();
  QVERIFY(fixture.errors.last().contains("no corrections"));
  const Split split = *session.split();
  const std::vector<BeatIndex> learned(split.train.begin(), split.train.begin() + 8);
  session.setSelection(learned, learned.front());
  session.relabel(4, false);
  QCOMPARE(session.whyNotFineTune(), QString());

  session.fineTuneOnCorrections();
  QVERIFY(session.training().startWords.contains("fine-tuned on corrections"));
  QVERIFY(!session.whyNotFineTune().isEmpty());  // one at a time
  QTRY_COMPARE(session.training().state, State::Finished);
  QVERIFY(fixture.waitUntilIdle());
  QVERIFY2(session.training().sentence.contains("other beats changed"),
           qPrintable(session.training().sentence));
  QVERIFY(fixture.notes.contains(session.training().sentence));
  QVERIFY(*session.split() == split);  // what judges stays the same
  QCOMPARE(session.runs().size(), std::size_t{2});
  session.undo();
  QVERIFY(session.whyNotFineTune().contains("no corrections"));
}

void TestSessionTraining::fineTuningOnCorrectionsPromisesNoState() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  QVERIFY(session.keepsTrainingState());
  QVERIFY(fixture.train(2));
  session.setSelection({0, 1}, 0);
  session.relabel(4, false);
  fixture.learner.stepsPerEpoch = 100'000;
  session.fineTuneOnCorrections();
  QVERIFY(session.training().isActive());
  QVERIFY(!session.keepsTrainingState());
  QVERIFY(session.pauseHint().contains("while Ectopy is open"));
  QTRY_COMPARE(session.training().state, State::Running);
  session.leaveTraining();
  QTRY_COMPARE(session.training().state, State::Cancelled);
  QVERIFY2(session.training().sentence.contains("lost"), qPrintable(session.training().sentence));
  QVERIFY(fixture.waitUntilIdle());
  QVERIFY(!session.interruptedTraining());
  QVERIFY(session.keepsTrainingState());  // as the next one will
}

void TestSessionTraining::noTrainingBeforeAnInterruptedOneIsFound() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  fixture.startEndlessTraining();
  QTRY_VERIFY(!fixture.session->training().epochs.empty());
  fixture.session->leaveTraining();
  QTRY_VERIFY(fixture.session->interruptedTraining());
  fixture.start();
  // Pressed while the data had just come.
  connect(
      fixture.session.get(), &Session::dataChanged, this, [&] { fixture.startEndlessTraining(); },
      Qt::QueuedConnection);
  QVERIFY(fixture.open());
  QVERIFY(!fixture.session->training().isActive());
  QVERIFY(fixture.session->interruptedTraining());
  QCOMPARE(fixture.errors.size(), 1);
  QVERIFY2(fixture.errors.last().contains("interrupted"), qPrintable(fixture.errors.last()));
}

QTEST_MAIN(TestSessionTraining)
#include "tst_session_training.moc"
