#include <QDir>

#include "tests/ui/session/session_fixture.h"

using namespace ectopy;
using namespace ectopy::ui;
using State = TrainingStatus::State;

namespace {

/// A session of the true learner over the beats of the fixture's file.
std::unique_ptr<Session> openSession(const test::SessionFixture& fixture, const QString& workspace) {
  auto session = std::make_unique<Session>([]() -> Learner& { return learner(); });
  session->open(fixture.dataPath(), fixture.folder.filePath(workspace));
  if (!QTest::qWaitFor([&] { return session->beats() && session->jobs().isIdle(); }, 20'000)) return nullptr;
  return session;
}

TrainingRequest request() {
  TrainingRequest request{.splitId = "beat"};
  request.config.architecture = "ectopy-beat";
  request.config.epochs = 6;
  request.config.batchSize = 32;
  return request;
}

}  // namespace

/// A training that outlives its session, by the learner that trains for people.
class TestSessionResume : public QObject {
  Q_OBJECT

 private slots:
  void resumedEqualsUnbroken();
};

void TestSessionResume::resumedEqualsUnbroken() {
  const test::SessionFixture fixture;
  auto session = openSession(fixture, "unbroken.ectopy");
  QVERIFY(session);
  session->startTraining(request());
  QTRY_COMPARE_WITH_TIMEOUT(session->training().state, State::Finished, 60'000);
  const ModelInfo unbroken = session->model()->info();

  session = openSession(fixture, "broken.ectopy");
  QVERIFY(session);
  session->startTraining(request());
  QTRY_VERIFY_WITH_TIMEOUT(session->training().epochs.size() == 2, 60'000);
  session.reset();  // as when the window is closed and paused
  session = openSession(fixture, "broken.ectopy");
  QVERIFY(session && session->interruptedTraining());
  const std::size_t before = session->interruptedTraining()->history.size();
  QVERIFY(before >= 2 && before < 6);
  session->resumeInterrupted();
  QTRY_COMPARE_WITH_TIMEOUT(session->training().state, State::Finished, 60'000);
  QCOMPARE(session->training().epochs.size(), std::size_t{6});
  QCOMPARE(session->model()->info().weightsSha256, unbroken.weightsSha256);
  QTRY_VERIFY(session->jobs().isIdle());
  QCOMPARE(QDir(fixture.folder.filePath("broken.ectopy/models")).entryList(QDir::Files).size(), 1);
}

QTEST_MAIN(TestSessionResume)
#include "tst_session_resume.moc"
