#include <QFile>

#include "tests/ui/session/session_fixture.h"

using namespace ectopy;
using namespace ectopy::ui;
using ectopy::test::SessionFixture;

class TestSessionData : public QObject {
  Q_OBJECT

 private slots:
  void openingAnnouncesAWholeDataSet();
  void brokenFilesKeepTheOldData_data();
  void brokenFilesKeepTheOldData();
  void theLatestOpenWins();
  void aFilterSelectsBeats();
  void stepsStayAmongVisibleBeats();
  void theViewComesBack();
  void theWorkspaceItselfOpensItsData();
  void theSameDataOpenTwiceIsReadOnlyTheSecondTime();
  void recentPathsAreKept();
  void closingLeavesNothing();
  void anUnwritableWorkspaceStillShowsTheData();
  void aWorkspaceOfOtherDataIsNotUsed();
  void closingStopsAnOpening();
  void withoutASplitAllBeatsAreJudged();
  void aMissingRecordingIsExplained();
  void oneClassOnlyCanBeSeenButNotSplit();
};

void TestSessionData::openingAnnouncesAWholeDataSet() {
  SessionFixture fixture;
  Session& session = *fixture.session;
  QSignalSpy data(&session, &Session::dataChanged);
  QSignalSpy templates(&session, &Session::templatesChanged);
  connect(&session, &Session::dataChanged, this, [&] {
    QVERIFY(session.beats() && session.labels() && session.visibleBeats() && session.parts());
    QCOMPARE(session.visibleBeats()->size(), session.beats()->size());
    QCOMPARE(session.labels()->size(), session.beats()->size());
  });
  QVERIFY(fixture.open());
  QCOMPARE(data.count(), 1);
  QCOMPARE(session.beats()->size(), std::size_t{400});
  QCOMPARE(session.counts().labelled, session.beats()->classCounts());
  QVERIFY(session.split());
  QVERIFY(templates.count() >= 1 && session.templates());
  QCOMPARE(session.templates()->size(), std::size_t{5});
  QCOMPARE(session.currentBeat(), std::optional<BeatIndex>(0));
  QCOMPARE(session.saveState(), SaveState::Saved);
  QVERIFY(QFile::exists(fixture.workspacePath() + "/workspace.sqlite"));
  QVERIFY2(fixture.errors.isEmpty(), qPrintable(fixture.errors.join('\n')));
}

void TestSessionData::brokenFilesKeepTheOldData_data() {
  QTest::addColumn<QByteArray>("content");
  QTest::addColumn<QString>("name");
  QTest::newRow("no beat file") << QByteArray("this is not a beat file, whatever its name says") << "x.beats";
  QTest::newRow("half a row") << QByteArray("0.1,0.2,0.3\n0.1,0.2\n") << "x.csv";
  QTest::newRow("no number") << QByteArray("0.1,1.0e+00.65,0.3,0\n") << "x.csv";
  QTest::newRow("empty") << QByteArray() << "x.csv";
  QTest::newRow("not there") << QByteArray() << "";
}

void TestSessionData::brokenFilesKeepTheOldData() {
  QFETCH(QByteArray, content);
  QFETCH(QString, name);
  SessionFixture fixture;
  QVERIFY(fixture.open());
  const auto before = fixture.session->beats();
  QString path = fixture.folder.filePath("nowhere.beats");
  if (!name.isEmpty()) {
    path = fixture.folder.filePath(name);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
  }
  QSignalSpy data(fixture.session.get(), &Session::dataChanged);
  fixture.session->open(path);
  QTRY_COMPARE(fixture.errors.size(), 1);
  QVERIFY(!fixture.errors.first().isEmpty());
  QCOMPARE(fixture.session->beats(), before);
  QCOMPARE(data.count(), 0);
  fixture.session->relabel(1, false);
  QVERIFY(fixture.waitUntilIdle());
  QCOMPARE(fixture.session->saveState(), SaveState::Saved);
}

void TestSessionData::theLatestOpenWins() {
  SessionFixture fixture;
  fixture.session->open(fixture.folder.filePath("nowhere.beats"));
  QVERIFY(fixture.open());
  QCOMPARE(fixture.session->beats()->size(), std::size_t{400});
}

void TestSessionData::aFilterSelectsBeats() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  session.setFilter({.labelled = ClassIndex{2}});
  QTRY_COMPARE(session.visibleBeats()->size(), session.counts().labelled[2]);
  for (const BeatIndex beat : *session.visibleBeats()) QCOMPARE((*session.labels())[beat], ClassIndex{2});
  QCOMPARE(session.currentBeat(), std::optional(session.visibleBeats()->front()));
}

void TestSessionData::stepsStayAmongVisibleBeats() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  session.step(-5);
  QCOMPARE(session.currentBeat(), std::optional<BeatIndex>(0));
  session.step(3);
  QCOMPARE(session.currentBeat(), std::optional<BeatIndex>(3));
  session.step(100'000);
  QCOMPARE(session.currentBeat(), std::optional<BeatIndex>(399));
  session.setCurrentBeat(0);
  const ClassIndex label = (*session.labels())[0];
  session.stepToSameClass(1);
  QVERIFY(*session.currentBeat() > 0);
  QCOMPARE((*session.labels())[*session.currentBeat()], label);
  session.stepToWrong(1);
  QVERIFY(fixture.notes.last().contains("model"));
}

void TestSessionData::theViewComesBack() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  fixture.session->setFilter({.labelled = ClassIndex{1}});
  QVERIFY(fixture.waitUntilIdle());
  fixture.session->step(4);
  const auto beat = fixture.session->currentBeat();
  fixture.start();
  QVERIFY(fixture.open());
  QCOMPARE(fixture.session->currentBeat(), beat);
  QCOMPARE(fixture.session->filter().labelled, std::optional(ClassIndex{1}));
  QCOMPARE(fixture.session->visibleBeats()->size(), fixture.session->counts().labelled[1]);
}

void TestSessionData::theWorkspaceItselfOpensItsData() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  fixture.session->relabel(3, false);
  fixture.start();
  fixture.session->open(fixture.workspacePath());
  QTRY_VERIFY(fixture.session->beats());
  QCOMPARE(fixture.session->beats()->size(), std::size_t{400});
  QCOMPARE((*fixture.session->labels())[0], ClassIndex{3});
  QCOMPARE(QDir(fixture.session->workspaceFolder()), QDir(fixture.workspacePath()));
}

void TestSessionData::theSameDataOpenTwiceIsReadOnlyTheSecondTime() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session second([&]() -> Learner& { return fixture.learner; });
  QSignalSpy messages(&second, &Session::message);
  second.open(fixture.dataPath(), fixture.workspacePath());
  QTRY_VERIFY(second.beats());
  QCOMPARE(second.saveState(), SaveState::ReadOnly);
  QVERIFY(messages.count() >= 1);
  const ClassIndex before = (*second.labels())[0];
  second.relabel(static_cast<ClassIndex>((before + 1) % 5), false);
  QCOMPARE((*second.labels())[0], before);
  // Opening the same set again in the first window must not lock it out of its own workspace.
  fixture.session->open(fixture.dataPath(), fixture.workspacePath());
  QVERIFY(fixture.waitUntilIdle());
  QCOMPARE(fixture.session->saveState(), SaveState::Saved);
}

void TestSessionData::recentPathsAreKept() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  QCOMPARE(fixture.session->recentPaths().value(0), fixture.dataPath());
  fixture.start();
  QCOMPARE(fixture.session->recentPaths().value(0), fixture.dataPath());
}

void TestSessionData::closingLeavesNothing() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  fixture.session->close();
  QVERIFY(!fixture.session->beats() && !fixture.session->labels() && !fixture.session->visibleBeats());
  QVERIFY(!fixture.session->currentBeat());
  QCOMPARE(fixture.session->saveState(), SaveState::NoWorkspace);
  fixture.session->step(1);
  fixture.session->relabel(0, true);
  QVERIFY(fixture.open());
}

void TestSessionData::anUnwritableWorkspaceStillShowsTheData() {
  SessionFixture fixture;
  QVERIFY(fixture.openWithoutWorkspace());
  QCOMPARE(fixture.session->saveState(), SaveState::NoWorkspace);
  QCOMPARE(fixture.errors.size(), 1);
  QVERIFY(fixture.errors.first().contains("can't be kept") && fixture.errors.first().contains("file"));
}

void TestSessionData::aWorkspaceOfOtherDataIsNotUsed() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  fixture.session->relabel(3, false);
  const QString path = fixture.folder.filePath("other.beats");
  writeBeatFile(path.toStdString(), *test::makeBeats({.beats = 100, .name = "other"}), {});
  // The folder is this session's own, so nothing but the data tells that it is the wrong one.
  fixture.session->open(path, fixture.workspacePath());
  QTRY_COMPARE(fixture.session->beats()->size(), std::size_t{100});
  QCOMPARE(fixture.session->saveState(), SaveState::NoWorkspace);
  QVERIFY(fixture.errors.join(' ').contains("another data set"));
  QVERIFY(!fixture.session->isEdited(0));
}

void TestSessionData::closingStopsAnOpening() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  fixture.session->open(fixture.dataPath(), fixture.workspacePath());
  fixture.session->close();
  QVERIFY(fixture.waitUntilIdle());
  QVERIFY(!fixture.session->beats());
}

void TestSessionData::withoutASplitAllBeatsAreJudged() {
  SessionFixture fixture;
  test::BeatOptions options;
  options.beats = 60;
  options.classes.assign(60, 0);
  options.name = "alike";
  const QString path = fixture.folder.filePath("alike.beats");
  writeBeatFile(path.toStdString(), *test::makeBeats(options), {});
  fixture.session->open(path, fixture.folder.filePath("alike.ectopy"));
  QTRY_VERIFY(fixture.session->beats());
  fixture.session->setEvaluatedPart(Part::Test);
  QCOMPARE(fixture.session->evaluatedPart(), Part::None);
}

void TestSessionData::aMissingRecordingIsExplained() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  QSignalSpy ready(fixture.session.get(), &Session::recordingReady);
  QVERIFY(!fixture.session->recordingOf(0));
  QTRY_COMPARE(ready.count(), 1);
  QVERIFY(!fixture.session->recordingOf(0));
  QVERIFY(!fixture.session->recordingProblem(0).isEmpty());
}

void TestSessionData::oneClassOnlyCanBeSeenButNotSplit() {
  SessionFixture fixture;
  test::BeatOptions options;
  options.beats = 60;
  options.classes.assign(60, 0);
  options.name = "alike";
  const QString path = fixture.folder.filePath("alike.beats");
  writeBeatFile(path.toStdString(), *test::makeBeats(options), {});
  fixture.session->open(path, fixture.folder.filePath("alike.ectopy"));
  QTRY_VERIFY(fixture.session->beats());
  QVERIFY(!fixture.session->split());
  QVERIFY(!fixture.notes.isEmpty());
  fixture.session->startTraining({.splitId = "beat"});
  QTRY_COMPARE(fixture.session->training().state, TrainingStatus::State::Failed);
  QCOMPARE(fixture.errors.size(), 1);
}

QTEST_MAIN(TestSessionData)
#include "tst_session_data.moc"
