#include <QDir>
#include <QFile>

#include "core/workspace/workspace.h"
#include "tests/ui/session/session_fixture.h"
#include "ui/session/training_queue.h"

using namespace ectopy;
using namespace ectopy::ui;
using ectopy::test::SessionFixture;
using State = TrainingStatus::State;

namespace {

TrainingRequest request(std::uint64_t seed, int epochs = 1) {
  TrainingRequest request{.splitId = "beat"};
  request.config.seed = seed;
  request.config.epochs = epochs;
  return request;
}

QList<std::uint64_t> waitingSeeds(const Session& session) {
  QList<std::uint64_t> seeds;
  for (const WaitingRun& run : session.waitingRuns()) seeds << run.request.config.seed;
  return seeds;
}

/// Seeds of the finished runs in the order they ended.
QList<std::uint64_t> doneSeeds(const Session& session) {
  QList<std::uint64_t> seeds;
  for (const RunRecord& run : session.runs()) {
    const QString model = session.workspaceFolder() + "/models/" + QString::fromStdString(run.modelFile);
    QFile file(model);
    if (!file.open(QIODevice::ReadOnly)) continue;
    const QString json = QString::fromUtf8(file.readAll());
    const int place = static_cast<int>(json.indexOf("\"seed\":"));
    seeds << json.mid(place + 7, json.indexOf(',', place) - place - 7).remove('"').toULongLong();
  }
  return seeds;
}

bool endsWhenDone(Session& session, std::size_t runs) {
  return QTest::qWaitFor(
      [&] {
        return session.runs().size() == runs && !session.training().isActive() && session.jobs().isIdle();
      },
      20'000);
}

/// Of two trainings in the queue, seeds 2 and 3, the first runs in its first epoch, which it does not get
/// through.
bool isInFirstOfTwo(SessionFixture& fixture) {
  Session& session = *fixture.session;
  const auto runs = [&](std::uint64_t seed) {
    return QTest::qWaitFor([&, seed] {
      return session.training().config.seed == seed && session.training().state == State::Running;
    });
  };
  fixture.startEndlessTraining();
  if (!runs(session.training().config.seed)) return false;
  fixture.learner.stepsPerEpoch = 100'000;
  for (const std::uint64_t seed : {2, 3}) session.queueTraining(request(seed));
  session.cancelTraining();
  return runs(2);
}

}  // namespace

/// Trainings that wait for their turn.
class TestSessionQueue : public QObject {
  Q_OBJECT

 private slots:
  void trainsOneAfterTheOther();
  void canBeReorderedAndShortened();
  void goesOnAfterACancelledOne();
  void goesOnAfterAStoppedOne();
  void goesOnAfterAFailedOneAndKeepsItsState();
  void survivesTheEndOfTheProgram();
  void oneThatHadJustBegunIsNotLost();
  void oneThatLeftACheckpointIsResumedOnly();
  void aYardstickIsNotTakenForItsTransfer();
  void stopsWhereAFailedStateCannotBeKept();
  void aTransferKeepsItsParent();
  void aTransferFindsItsParentAfterARestart();
  void aTransferWhoseParentIsGoneSaysSo();
  void aDamagedEntryCostsNoOther();
  void startsAtOnceWhenNothingRuns();
  void anInterruptedTrainingComesFirst();
};

void TestSessionQueue::trainsOneAfterTheOther() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  session.startTraining(request(1));
  session.queueTraining(request(2));
  session.queueTraining(request(3));
  session.queueTraining(request(4), true);
  QCOMPARE(waitingSeeds(session), (QList<std::uint64_t>{4, 2, 3}));
  QVERIFY(!session.isQueueHeld());
  QVERIFY(endsWhenDone(session, 4));
  QCOMPARE(doneSeeds(session), (QList<std::uint64_t>{1, 4, 2, 3}));
  QVERIFY(session.waitingRuns().empty());
  QVERIFY2(fixture.errors.isEmpty(), qPrintable(fixture.errors.join(' ')));
}

void TestSessionQueue::canBeReorderedAndShortened() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  fixture.startEndlessTraining();
  for (const std::uint64_t seed : {2, 3, 4}) session.queueTraining(request(seed));
  const int last = session.waitingRuns().back().id;
  QSignalSpy changes(&session, &Session::queueChanged);
  session.moveWaiting(last, -1);
  QCOMPARE(waitingSeeds(session), (QList<std::uint64_t>{2, 4, 3}));
  session.moveWaiting(last, -5);
  QCOMPARE(waitingSeeds(session), (QList<std::uint64_t>{4, 2, 3}));
  session.moveWaiting(last, -1);  // there already
  session.moveWaiting(last, 2);
  QCOMPARE(waitingSeeds(session), (QList<std::uint64_t>{2, 3, 4}));
  session.removeWaiting(session.waitingRuns()[1].id);
  QCOMPARE(waitingSeeds(session), (QList<std::uint64_t>{2, 4}));
  QCOMPARE(changes.count(), 4);
  session.cancelTraining();
  QVERIFY(endsWhenDone(session, 2));
  QCOMPARE(doneSeeds(session), (QList<std::uint64_t>{2, 4}));
}

void TestSessionQueue::goesOnAfterACancelledOne() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  fixture.startEndlessTraining();
  session.queueTraining(request(2));
  QTRY_COMPARE(session.training().state, State::Running);
  session.cancelTraining();
  QVERIFY(endsWhenDone(session, 1));
  QCOMPARE(doneSeeds(session), (QList<std::uint64_t>{2}));
  QCOMPARE(session.training().state, State::Finished);
}

void TestSessionQueue::goesOnAfterAStoppedOne() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  fixture.startEndlessTraining();
  session.queueTraining(request(2));
  QTRY_VERIFY(!session.training().epochs.empty());
  session.stopTrainingAndKeep();
  QVERIFY(endsWhenDone(session, 2));
  QCOMPARE(doneSeeds(session), (QList<std::uint64_t>{1, 2}));
}

void TestSessionQueue::goesOnAfterAFailedOneAndKeepsItsState() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  fixture.learner.failAfterEpochs = 2;
  fixture.learner.trainingError = "The loss is not finite at step 1 of epoch 3.";
  session.startTraining(request(1, 100'000));
  session.queueTraining(request(2));
  QTRY_VERIFY(!fixture.errors.isEmpty());
  fixture.learner.trainingError.clear();
  QVERIFY(endsWhenDone(session, 1));
  QCOMPARE(doneSeeds(session), (QList<std::uint64_t>{2}));
  // What the failed one had learned can be resumed now that the queue is through.
  QTRY_VERIFY(session.interruptedTraining());
  QCOMPARE(session.interruptedTraining()->config.seed, std::uint64_t{1});
  QCOMPARE(session.interruptedTraining()->history.size(), std::size_t{2});
}

void TestSessionQueue::survivesTheEndOfTheProgram() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  fixture.startEndlessTraining();
  for (const std::uint64_t seed : {2, 3, 4}) fixture.session->queueTraining(request(seed));
  fixture.session->moveWaiting(fixture.session->waitingRuns().back().id, -2);
  fixture.session->cancelTraining();
  fixture.start();  // closed before the next could begin
  const int before = fixture.learner.trainings;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  QCOMPARE(waitingSeeds(session), (QList<std::uint64_t>{4, 2, 3}));
  QVERIFY(session.isQueueHeld());
  QTest::qWait(100);
  QCOMPARE(session.training().state, State::None);
  QCOMPARE(fixture.learner.trainings.load(), before);
  session.startTraining(request(9));  // one out of turn does not let the queue go
  QVERIFY(endsWhenDone(session, 1));
  QCOMPARE(waitingSeeds(session).size(), 3);
  session.startQueue();
  QVERIFY(endsWhenDone(session, 4));
  QCOMPARE(doneSeeds(session), (QList<std::uint64_t>{9, 4, 2, 3}));
}

void TestSessionQueue::oneThatHadJustBegunIsNotLost() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  QVERIFY(isInFirstOfTwo(fixture));
  QTRY_VERIFY(fixture.session->jobs().isIdle("journal"));
  fixture.start();
  // As after a kill -9 within its first minute.
  QFile::remove(fixture.workspacePath() + "/models/interrupted.checkpoint");
  QVERIFY(fixture.open());
  QCOMPARE(waitingSeeds(*fixture.session), (QList<std::uint64_t>{2, 3}));
  fixture.learner.stepsPerEpoch = 4;
  fixture.session->startQueue();
  QVERIFY(endsWhenDone(*fixture.session, 2));
  fixture.start();
  QVERIFY(fixture.open());
  QVERIFY(fixture.session->waitingRuns().empty());
}

void TestSessionQueue::oneThatLeftACheckpointIsResumedOnly() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  QVERIFY(isInFirstOfTwo(fixture));
  fixture.session->leaveTraining();  // paused and closed in its first epoch
  fixture.start();
  QVERIFY(fixture.open());
  QTRY_VERIFY(fixture.session->interruptedTraining());
  QCOMPARE(fixture.session->interruptedTraining()->config.seed, std::uint64_t{2});
  QCOMPARE(waitingSeeds(*fixture.session), (QList<std::uint64_t>{3}));
}

void TestSessionQueue::aYardstickIsNotTakenForItsTransfer() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  QVERIFY(fixture.train());
  TrainingRequest run = request(5, 100'000);
  run.transfer = TransferMode::FineTune;
  fixture.session->startTraining(run);
  run.transfer = TransferMode::Scratch;
  fixture.session->queueTraining(run);
  QTRY_VERIFY(!fixture.session->training().epochs.empty());
  fixture.session->holdQueue();
  fixture.session->leaveTraining();
  QTRY_VERIFY(fixture.session->interruptedTraining());
  fixture.start();
  QVERIFY(fixture.open());
  QTRY_VERIFY(fixture.session->interruptedTraining());
  QCOMPARE(fixture.session->interruptedTraining()->transferMode, std::string("finetune"));
  QCOMPARE(waitingSeeds(*fixture.session), (QList<std::uint64_t>{5}));
}

void TestSessionQueue::stopsWhereAFailedStateCannotBeKept() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  // A link to itself: nobody can tell whether there is such a file.
  QVERIFY(QDir().mkpath(fixture.workspacePath() + "/models"));
  QVERIFY(QFile::link("failed-1.checkpoint", fixture.workspacePath() + "/models/failed-1.checkpoint"));
  fixture.learner.failAfterEpochs = 2;
  fixture.learner.trainingError = "The loss is not finite at step 1 of epoch 3.";
  session.startTraining(request(1, 100'000));
  session.queueTraining(request(2));
  QTRY_VERIFY(session.interruptedTraining());
  QCOMPARE(session.interruptedTraining()->config.seed, std::uint64_t{1});
  QVERIFY(session.isQueueHeld());
  QCOMPARE(waitingSeeds(session), (QList<std::uint64_t>{2}));
  QVERIFY2(fixture.errors.last().contains("The queue stopped"), qPrintable(fixture.errors.last()));
}

void TestSessionQueue::aTransferKeepsItsParent() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  QVERIFY(fixture.train());
  session.startTraining(request(2));
  TrainingRequest transfer = request(3);
  transfer.transfer = TransferMode::Freeze;
  const auto parent = session.model();
  session.queueTraining(transfer);
  QVERIFY(endsWhenDone(session, 3));
  QCOMPARE(session.model()->info().parentName, parent->info().name);
  QCOMPARE(session.model()->info().transferMode, std::string("freeze"));
}

void TestSessionQueue::aTransferFindsItsParentAfterARestart() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  QVERIFY(fixture.train());
  fixture.startEndlessTraining();
  TrainingRequest transfer = request(3);
  transfer.transfer = TransferMode::FineTune;
  fixture.session->queueTraining(transfer);
  fixture.session->cancelTraining();
  fixture.start();
  QVERIFY(fixture.open());
  QCOMPARE(fixture.session->waitingRuns().size(), std::size_t{1});
  QCOMPARE(fixture.session->waitingRuns().front().parent->name, QString("scripted"));
  QTRY_VERIFY(fixture.session->model());  // it comes back with the data
  fixture.session->startQueue();
  QVERIFY(endsWhenDone(*fixture.session, 2));
  QCOMPARE(fixture.session->model()->info().parentName, std::string("scripted"));
}

void TestSessionQueue::aTransferWhoseParentIsGoneSaysSo() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  QVERIFY(fixture.train());
  fixture.startEndlessTraining();
  TrainingRequest transfer = request(3);
  transfer.transfer = TransferMode::FineTune;
  fixture.session->queueTraining(transfer);
  fixture.session->cancelTraining();
  fixture.start();
  const QString models = fixture.workspacePath() + "/models/";
  for (const QString& model : QDir(models).entryList({"*.safetensors"}))
    QVERIFY(QFile::remove(models + model));
  QVERIFY(fixture.open());
  fixture.session->startQueue();
  QTRY_COMPARE(fixture.session->training().state, State::Failed);
  QVERIFY2(fixture.session->training().sentence.contains("open it"),
           qPrintable(fixture.session->training().sentence));
}

void TestSessionQueue::aDamagedEntryCostsNoOther() {
  std::vector<WaitingRun> runs(2);
  runs[0].request = request(5);
  runs[1].request = request(6);
  runs[1].request.transfer = TransferMode::Gradual;
  runs[1].parent = ParentModel{.name = "parent", .sha256 = "abc", .path = "/tmp/parent.safetensors"};
  std::string text = queueToText(runs);
  const auto back = queueFromText(text);
  QCOMPARE(back.size(), std::size_t{2});
  QCOMPARE(back[0].request.config, runs[0].request.config);
  QCOMPARE(back[1].request.transfer, runs[1].request.transfer);
  QCOMPARE(back[1].parent->sha256, std::string("abc"));
  QVERIFY(back[0].id != back[1].id);
  text.replace(text.find("gradual"), 7, "grandpa");
  QCOMPARE(queueFromText(text).size(), std::size_t{1});
  for (const char* broken : {"", "{", "[1,2]", "[{}]", "{\"a\":1}", "[null]"})
    QVERIFY(queueFromText(broken).empty());
}

void TestSessionQueue::startsAtOnceWhenNothingRuns() {
  SessionFixture fixture;
  fixture.session->queueTraining(request(1));
  QCOMPARE(fixture.errors.size(), 1);  // no beats
  QVERIFY(fixture.open());
  fixture.session->queueTraining(request(1));
  QVERIFY(fixture.session->training().isActive());
  QVERIFY(endsWhenDone(*fixture.session, 1));
}

void TestSessionQueue::anInterruptedTrainingComesFirst() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  fixture.startEndlessTraining();
  fixture.session->queueTraining(request(2));
  QTRY_VERIFY(!fixture.session->training().epochs.empty());
  fixture.session->leaveTraining();  // as when the window is closed
  QTRY_VERIFY(fixture.session->interruptedTraining());
  fixture.start();
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  QTRY_VERIFY(session.interruptedTraining());
  session.startQueue();
  QCOMPARE(fixture.errors.size(), 1);
  QVERIFY(session.isQueueHeld());
  session.discardInterrupted();
  session.startQueue();
  QVERIFY(endsWhenDone(session, 1));
  QCOMPARE(doneSeeds(session), (QList<std::uint64_t>{2}));
}

QTEST_MAIN(TestSessionQueue)
#include "tst_session_queue.moc"
