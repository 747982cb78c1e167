#include <QDir>
#include <QStandardPaths>

#include "tests/ui/session/session_fixture.h"

using namespace ectopy;
using namespace ectopy::ui;
using ectopy::test::SessionFixture;

class TestSessionDemo : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void theDemoIsSyntheticAndHasItsRecordings();
  void theInfarctionDemoTakesItsClassesFromTheDiagnosis();
};

void TestSessionDemo::initTestCase() {
  QDir(QStandardPaths::writableLocation(QStandardPaths::CacheLocation)).removeRecursively();
  QDir(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)).removeRecursively();
}

void TestSessionDemo::theDemoIsSyntheticAndHasItsRecordings() {
  SessionFixture fixture;
  Session& session = *fixture.session;
  session.openDemo();
  QVERIFY(QTest::qWaitFor([&] { return session.beats() != nullptr; }, 60'000));
  QVERIFY(session.beats()->facts().isSynthetic);
  QCOMPARE(session.beats()->scheme().id, std::string("aami5"));
  for (const std::size_t count : session.beats()->classCounts()) QVERIFY(count > 0);
  QVERIFY(session.workspaceFolder().endsWith(".ectopy"));
  QVERIFY(session.recentPaths().filter("demo-").isEmpty());
  QSignalSpy ready(&session, &Session::recordingReady);
  QVERIFY(!session.recordingOf(0));
  QTRY_COMPARE(ready.count(), 1);
  const auto recording = session.recordingOf(0);
  QVERIFY(recording && recording->isSynthetic);
  QVERIFY(recording->sampleCount > session.beats()->columns().rSamples[0]);
}

void TestSessionDemo::theInfarctionDemoTakesItsClassesFromTheDiagnosis() {
  SessionFixture fixture;
  Session& session = *fixture.session;
  session.openInfarctionDemo();
  QVERIFY(QTest::qWaitFor([&] { return session.beats() != nullptr; }, 60'000));
  QVERIFY(session.beats()->facts().isSynthetic);
  QCOMPARE(session.beats()->cut().task, BeatTask::NormalInfarction);
  QCOMPARE(session.beats()->cut().rule, CutRule::Paper);
  QCOMPARE(session.beats()->scheme().size(), std::size_t{2});
}

QTEST_MAIN(TestSessionDemo)
#include "tst_session_demo.moc"
