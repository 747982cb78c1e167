#include <QFile>
#include <set>

#include "core/workspace/workspace.h"
#include "tests/ui/session/database_lock.h"
#include "tests/ui/session/session_fixture.h"

using namespace ectopy;
using namespace ectopy::ui;
using ectopy::test::SessionFixture;

namespace {

ClassIndex otherClass(const Session& session, BeatIndex beat) {
  return static_cast<ClassIndex>(((*session.labels())[beat] + 1) % 5);
}

}  // namespace

class TestSessionLabels : public QObject {
  Q_OBJECT

 private slots:
  void aLabelIsOnDiskBeforeItShowsAsSaved();
  void labelsAreFoundAgain();
  void undoAndRedoJumpToTheBeat();
  void undoWorksAfterARestart();
  void labellingManyIsOneStep();
  void acceptingSeveralClassesIsOneStep();
  void labellingAWholeDataSetCopiesNoBeat();
  void advancingMovesToTheNextVisibleBeat();
  void anEditedBeatStaysVisibleUntilTheFilterChanges();
  void countsAndTemplatesFollow();
  void aFailedSaveIsTriedAgain();
  void savingDoesNotHoldTheWindow();
  void theDataSetStaysUntilItsLabelsAreOnDisk();
  void destroyingTheSessionSavesFirst();
  void labelsKeptNowhereHoldTheDataOpen();
};

void TestSessionLabels::aLabelIsOnDiskBeforeItShowsAsSaved() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  QList<SaveState> states;
  connect(&session, &Session::saveStateChanged, this, [&] { states << session.saveState(); });
  QSignalSpy labels(&session, &Session::labelsChanged);
  const ClassIndex from = (*session.labels())[0];
  const ClassIndex to = otherClass(session, 0);
  session.relabel(to, false);
  QCOMPARE((*session.labels())[0], to);
  QVERIFY(session.isEdited(0));
  QCOMPARE(labels.count(), 1);
  QCOMPARE(session.saveState(), SaveState::Saving);
  QTRY_COMPARE(session.saveState(), SaveState::Saved);
  QCOMPARE(states, (QList<SaveState>{SaveState::Saving, SaveState::Saved}));
  const auto reader = Workspace::open(fixture.workspacePath().toStdString(), session.beats()->fingerprint());
  QVERIFY(reader->isReadOnly());
  QCOMPARE(reader->loadJournal().size(), std::size_t{1});
  QCOMPARE(reader->loadJournal().front()->changes, (std::vector<LabelChange>{{0, from, to}}));
  QCOMPARE(session.historyOf(0).size(), std::size_t{1});
}

void TestSessionLabels::labelsAreFoundAgain() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  const ClassIndex to = otherClass(*fixture.session, 7);
  fixture.session->setCurrentBeat(7);
  fixture.session->relabel(to, true);
  fixture.start();
  QVERIFY(fixture.open());
  QCOMPARE((*fixture.session->labels())[7], to);
  QVERIFY(fixture.session->isEdited(7));
  QCOMPARE(fixture.session->counts().edited, std::size_t{1});
}

void TestSessionLabels::undoAndRedoJumpToTheBeat() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  const ClassIndex from = (*session.labels())[5];
  const ClassIndex to = otherClass(session, 5);
  session.setCurrentBeat(5);
  session.relabel(to, false);
  session.setCurrentBeat(100);
  QVERIFY(session.canUndo() && !session.canRedo());
  session.undo();
  QCOMPARE((*session.labels())[5], from);
  QCOMPARE(session.currentBeat(), std::optional<BeatIndex>(5));
  session.setCurrentBeat(100);
  session.redo();
  QCOMPARE((*session.labels())[5], to);
  QCOMPARE(session.currentBeat(), std::optional<BeatIndex>(5));
}

void TestSessionLabels::undoWorksAfterARestart() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  const ClassIndex from = (*fixture.session->labels())[0];
  fixture.session->relabel(otherClass(*fixture.session, 0), false);
  fixture.start();
  QVERIFY(fixture.open());
  QVERIFY(fixture.session->canUndo());
  fixture.session->undo();
  QCOMPARE((*fixture.session->labels())[0], from);
}

void TestSessionLabels::labellingManyIsOneStep() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  const auto before = session.labels();
  session.setSelection({10, 11, 12, 13, 14}, 14);
  session.relabel(4, false);
  for (BeatIndex beat = 10; beat < 15; ++beat) QCOMPARE((*session.labels())[beat], ClassIndex{4});
  session.undo();
  QCOMPARE(*session.labels(), *before);
}

void TestSessionLabels::acceptingSeveralClassesIsOneStep() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  QVERIFY(fixture.train());
  Session& session = *fixture.session;
  session.setSelection({5, 18, 31, 44}, 44);  // wrong, each in a class of its own
  const auto before = session.labels();
  session.acceptPrediction(false);
  std::set<ClassIndex> classes;
  for (const BeatIndex beat : {5, 18, 31, 44}) {
    QCOMPARE((*session.labels())[beat], session.predictions()->predicted(beat));
    QVERIFY(session.isEdited(beat));
    classes.insert((*session.labels())[beat]);
  }
  QVERIFY(classes.size() > 1);
  session.undo();
  QCOMPARE(*session.labels(), *before);
  QVERIFY(!session.canUndo());
}

void TestSessionLabels::labellingAWholeDataSetCopiesNoBeat() {
  SessionFixture fixture(20'000);
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  const auto before = session.labels();
  session.setSelection(*session.visibleBeats(), 0);
  session.relabel(4, false);
  QCOMPARE(session.saveState(), SaveState::Saving);
  session.undo();
  QCOMPARE(*session.labels(), *before);
  QCOMPARE(session.saveState(), SaveState::Saving);
  QVERIFY(fixture.save());
  QCOMPARE(session.saveState(), SaveState::Saved);
  const auto reader = Workspace::open(fixture.workspacePath().toStdString(), session.beats()->fingerprint());
  const auto steps = reader->loadJournal();
  QCOMPARE(steps.size(), std::size_t{2});
  QCOMPARE(steps[0]->changes.size(), std::size_t{16'000});
  QCOMPARE(steps[1]->changes.size(), std::size_t{16'000});
}

void TestSessionLabels::advancingMovesToTheNextVisibleBeat() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  session.setFilter({.labelled = ClassIndex{1}});
  QVERIFY(fixture.waitUntilIdle());
  session.setCurrentBeat(session.visibleBeats()->at(2));
  session.relabel(2, true);
  QCOMPARE(session.currentBeat(), std::optional(session.visibleBeats()->at(3)));
}

void TestSessionLabels::anEditedBeatStaysVisibleUntilTheFilterChanges() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  session.setFilter({.labelled = ClassIndex{1}});
  QVERIFY(fixture.waitUntilIdle());
  const std::size_t shown = session.visibleBeats()->size();
  const BeatIndex beat = *session.currentBeat();
  session.relabel(2, false);
  QVERIFY(fixture.waitUntilIdle());
  QCOMPARE(session.visibleBeats()->size(), shown);
  QCOMPARE(session.currentBeat(), std::optional(beat));
  session.setFilter({.labelled = ClassIndex{2}});
  QVERIFY(fixture.waitUntilIdle());
  session.setFilter({.labelled = ClassIndex{1}});
  QVERIFY(fixture.waitUntilIdle());
  QCOMPARE(session.visibleBeats()->size(), shown - 1);
}

void TestSessionLabels::countsAndTemplatesFollow() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  const auto before = session.counts();
  QSignalSpy templates(&session, &Session::templatesChanged);
  const ClassIndex from = (*session.labels())[0];
  const ClassIndex to = otherClass(session, 0);
  session.relabel(to, false);
  QTRY_COMPARE(session.counts().edited, std::size_t{1});
  QCOMPARE(session.counts().labelled[from], before.labelled[from] - 1);
  QCOMPARE(session.counts().labelled[to], before.labelled[to] + 1);
  QTRY_VERIFY(templates.count() >= 1);
}

void TestSessionLabels::aFailedSaveIsTriedAgain() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  const std::string database = (fixture.workspacePath() + "/workspace.sqlite").toStdString();
  {
    // Another program in the middle of a long write: the file is locked.
    test::DatabaseLock lock(database);
    session.relabel(otherClass(session, 0), false);
    QVERIFY(QTest::qWaitFor([&] { return session.saveState() == SaveState::Failed; }, 60'000));
    QCOMPARE(fixture.errors.size(), 1);
    QVERIFY(session.isEdited(0));
    QVERIFY(!fixture.save());
    QCOMPARE(fixture.errors.size(), 1);
  }
  // By itself, without another edit.
  QVERIFY(QTest::qWaitFor([&] { return session.saveState() == SaveState::Saved; }, 30'000));
  session.setCurrentBeat(1);
  session.relabel(otherClass(session, 1), false);
  QTRY_COMPARE(session.saveState(), SaveState::Saved);
  fixture.start();
  QVERIFY(fixture.open());
  QVERIFY(fixture.session->isEdited(0) && fixture.session->isEdited(1));
}

void TestSessionLabels::savingDoesNotHoldTheWindow() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  session.relabel(otherClass(session, 0), false);
  std::optional<bool> isOnDisk;
  session.finishSaving(this, [&](bool outcome) { isOnDisk = outcome; });
  QVERIFY(!isOnDisk && session.hasUnsavedWork());
  session.setCurrentBeat(1);
  session.relabel(otherClass(session, 1), false);  // is waited for as well
  QTRY_VERIFY(isOnDisk);
  QVERIFY(*isOnDisk);
  QCOMPARE(session.saveState(), SaveState::Saved);
  const auto reader = Workspace::open(fixture.workspacePath().toStdString(), session.beats()->fingerprint());
  QCOMPARE(reader->loadJournal().size(), std::size_t{2});
}

void TestSessionLabels::theDataSetStaysUntilItsLabelsAreOnDisk() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  const std::string database = (fixture.workspacePath() + "/workspace.sqlite").toStdString();
  {
    test::DatabaseLock lock(database);
    session.relabel(otherClass(session, 0), false);
    session.close();
    QVERIFY(session.beats());
    QTRY_VERIFY(fixture.errors.join(' ').contains("stays open"));
    QVERIFY(session.beats() && session.isEdited(0));
  }
  QTRY_VERIFY_WITH_TIMEOUT(session.saveState() == SaveState::Saved, 30'000);
  session.close();
  QTRY_VERIFY(!session.beats());
  fixture.start();
  QVERIFY(fixture.open());
  QVERIFY(fixture.session->isEdited(0));
}

void TestSessionLabels::destroyingTheSessionSavesFirst() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  for (BeatIndex beat = 0; beat < 30; ++beat) {
    fixture.session->setCurrentBeat(beat);
    fixture.session->relabel(otherClass(*fixture.session, beat), false);
  }
  fixture.start();  // at once
  QVERIFY(fixture.open());
  for (BeatIndex beat = 0; beat < 30; ++beat) QVERIFY(fixture.session->isEdited(beat));
}

void TestSessionLabels::labelsKeptNowhereHoldTheDataOpen() {
  SessionFixture fixture;
  QVERIFY(fixture.openWithoutWorkspace());
  Session& session = *fixture.session;
  QVERIFY(!session.hasEditsKeptNowhere());
  session.relabel(otherClass(session, 0), false);
  QCOMPARE(session.saveState(), SaveState::NoWorkspace);
  QVERIFY(session.hasEditsKeptNowhere());
  fixture.errors.clear();
  session.close();
  QVERIFY(session.beats() && session.isEdited(0));
  QCOMPARE(fixture.errors.size(), 1);
  session.exportCsv(fixture.folder.filePath("labels.csv"));
  QVERIFY(fixture.waitUntilIdle());
  QVERIFY(!session.hasEditsKeptNowhere());
  session.relabel(otherClass(session, 0), false);
  QVERIFY(session.hasEditsKeptNowhere());
  session.close();
  QVERIFY(session.beats());
  session.close();  // told once, meant now
  QTRY_VERIFY(!session.beats());
}

QTEST_MAIN(TestSessionLabels)
#include "tst_session_labels.moc"
