#include <set>

#include "core/workspace/workspace.h"
#include "tests/ui/session/session_fixture.h"

using namespace ectopy;
using namespace ectopy::ui;
using ectopy::test::SessionFixture;

/// Annotators, flags, exclusions, notes and going back to a step.
class TestSessionAnnotators : public QObject {
  Q_OBJECT

 private slots:
  void eachAnnotatorHasLabelsOfTheirOwn();
  void theAnnotatorIsFoundAgain();
  void aLabelGivenWhileTheNextOneComesIsKeptUnderItsGiver();
  void anotherOnesLabelsCanBeRead();
  void aNameMustBeOne();
  void withoutAWorkspaceThereIsOneAnnotator();
  void marksAreKeptAndCounted();
  void nothingIsLabelledWhileAJournalComes();
  void aMarkGoesToAllOfTheSelection();
  void anExcludedBeatIsNotLearnedFrom();
  void undoOfANoteJumpsToItsBeat();
  void restoringIsAStep();
  void theLastLabelIsRepeated();
  void listedBeatsKeepTheirOrder();
  void aReadOnlyWorkspaceRefusesMarks();

 private:
  static bool become(SessionFixture& fixture, const QString& name) {
    fixture.session->setAnnotator(name);
    return QTest::qWaitFor([&] { return fixture.session->annotator() == name; }, 20'000) &&
           fixture.waitUntilIdle();
  }
};

void TestSessionAnnotators::eachAnnotatorHasLabelsOfTheirOwn() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  QCOMPARE(session.annotators().size(), 1);
  const QString own = session.annotator();
  const ClassIndex file = (*session.labels())[0];
  const ClassIndex mine = file == 1 ? 2 : 1;
  session.relabel(mine, false);
  QVERIFY(become(fixture, "anna"));
  QCOMPARE(session.annotators(), (QStringList{own, "anna"}));
  QCOMPARE((*session.labels())[0], file);
  QVERIFY(!session.canUndo());
  QTRY_COMPARE(session.counts().edited, std::size_t{0});
  session.relabel(3, false);
  QCOMPARE(session.historyOf(0).back().who, std::string("anna"));
  QVERIFY(become(fixture, own));
  QCOMPARE((*session.labels())[0], mine);
  QVERIFY(session.canUndo());
  QTRY_COMPARE(session.counts().edited, std::size_t{1});
  QVERIFY(become(fixture, "anna"));
  QCOMPARE((*session.labels())[0], ClassIndex{3});
  QVERIFY2(fixture.errors.isEmpty(), qPrintable(fixture.errors.join(' ')));
}

void TestSessionAnnotators::theAnnotatorIsFoundAgain() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  const QString own = fixture.session->annotator();
  fixture.session->relabel(2, false);
  QVERIFY(become(fixture, "anna"));
  fixture.session->relabel(4, false);
  QVERIFY(fixture.save());
  fixture.start();
  QVERIFY(fixture.open());
  QCOMPARE(fixture.session->annotator(), QString("anna"));
  QCOMPARE(fixture.session->annotators(), (QStringList{own, "anna"}));
  QCOMPARE((*fixture.session->labels())[0], ClassIndex{4});
}

void TestSessionAnnotators::aLabelGivenWhileTheNextOneComesIsKeptUnderItsGiver() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  session.setAnnotator("anna");
  session.relabel(4, false);  // nobody has been told that anna is there
  QTRY_COMPARE(session.annotator(), QString("anna"));
  QVERIFY(session.journalSteps().empty());
  const auto reader = Workspace::open(fixture.workspacePath().toStdString(), session.beats()->fingerprint());
  QCOMPARE(reader->loadJournal().size(), std::size_t{1});
  QCOMPARE(reader->loadJournal("anna").size(), std::size_t{0});
}

void TestSessionAnnotators::anotherOnesLabelsCanBeRead() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  const QString own = session.annotator();
  session.relabel(4, false);
  QVERIFY(become(fixture, "anna"));
  Labels theirs;
  session.readLabelsOf(own, this, [&](Labels labels) { theirs = std::move(labels); });
  QTRY_VERIFY(theirs != nullptr);
  QCOMPARE((*theirs)[0], ClassIndex{4});
  QCOMPARE((*theirs)[1], (*session.labels())[1]);
}

void TestSessionAnnotators::aNameMustBeOne() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  const QString own = fixture.session->annotator();
  fixture.session->setAnnotator("  ");
  QCOMPARE(fixture.errors.size(), 1);
  QVERIFY(fixture.errors.back().contains("needs a name"));
  fixture.session->setAnnotator(QString(70, QChar(0x5fc3)));  // 210 bytes
  QCOMPARE(fixture.errors.size(), 2);
  QVERIFY(fixture.waitUntilIdle());
  QCOMPARE(fixture.session->annotator(), own);
}

void TestSessionAnnotators::withoutAWorkspaceThereIsOneAnnotator() {
  SessionFixture fixture;
  QVERIFY(fixture.openWithoutWorkspace());
  fixture.session->relabel(4, false);
  fixture.errors.clear();
  fixture.session->setAnnotator("anna");
  QCOMPARE(fixture.errors.size(), 1);
  QVERIFY(fixture.errors.back().contains("kept nowhere"));
  QCOMPARE((*fixture.session->labels())[0], ClassIndex{4});
}

void TestSessionAnnotators::marksAreKeptAndCounted() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  fixture.session->setCurrentBeat(7);
  fixture.session->toggleFlag();
  fixture.session->toggleExcluded();
  fixture.session->setNote(std::vector<BeatIndex>{9}, "wide, slurred");
  QTRY_COMPARE(fixture.session->counts().noted, std::size_t{1});
  QVERIFY(fixture.save());
  fixture.start();
  QVERIFY(fixture.open());
  const Session& session = *fixture.session;
  QVERIFY(session.marks()->flagged(7) && session.marks()->excluded(7) && session.marks()->noted(9));
  QVERIFY(!session.marks()->flagged(9) && !session.marks()->noted(7));
  QCOMPARE(session.noteOf(9), QString("wide, slurred"));
  QCOMPARE(session.counts().flagged, std::size_t{1});
  QCOMPARE(session.counts().excluded, std::size_t{1});
  QCOMPARE(session.counts().edited, std::size_t{0});
  fixture.session->setFilter({.onlyFlagged = true});
  QTRY_COMPARE(*session.visibleBeats(), (std::vector<BeatIndex>{7}));
}

void TestSessionAnnotators::nothingIsLabelledWhileAJournalComes() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  session.relabel(3, false);
  const QString file = fixture.folder.filePath("journal.json");
  session.exportJournal(file);
  QTRY_VERIFY(QFile::exists(file));
  QVERIFY(fixture.waitUntilIdle());
  session.open(fixture.dataPath(), fixture.folder.filePath("another.ectopy"));
  QTRY_VERIFY(session.workspaceFolder().endsWith("another.ectopy"));
  QVERIFY(fixture.waitUntilIdle());
  session.importJournal(file);
  session.relabel(4, false);
  QVERIFY(!fixture.errors.isEmpty() && fixture.errors.back().contains("being imported"));
  QTRY_COMPARE((*session.labels())[0], ClassIndex{3});
  session.relabel(4, false);
  QVERIFY(fixture.save());
  QCOMPARE(session.journalSteps().size(), std::size_t{2});
  fixture.errors.clear();
  session.importJournal(fixture.dataPath());  // none at all
  QTRY_COMPARE(fixture.errors.size(), 1);
  QVERIFY(session.canEdit());
}

void TestSessionAnnotators::aMarkGoesToAllOfTheSelection() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  session.setCurrentBeat(3);
  session.toggleFlag();
  session.setSelection({2, 3, 4}, 4);
  session.toggleFlag();  // one has none: all get it
  QTRY_COMPARE(session.counts().flagged, std::size_t{3});
  session.toggleFlag();
  QTRY_COMPARE(session.counts().flagged, std::size_t{0});
  session.undo();
  QTRY_COMPARE(session.counts().flagged, std::size_t{3});
  QCOMPARE(session.journalSteps().size(), std::size_t{4});
}

void TestSessionAnnotators::anExcludedBeatIsNotLearnedFrom() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  session.setCurrentBeat(5);
  session.relabel(4, false);
  QVERIFY(fixture.train());
  const QString withIt = QString::fromStdString(session.runs().front().infoJson);
  QVERIFY(!withIt.isEmpty());
  QVERIFY(session.whyNotFineTune().isEmpty());
  QCOMPARE((*session.trainingLabels())[5], ClassIndex{4});
  session.toggleExcluded();
  QCOMPARE((*session.trainingLabels())[5], kUnlabelled);
  QCOMPARE((*session.labels())[5], ClassIndex{4});
  QVERIFY(session.whyNotFineTune().contains("no corrections"));
}

void TestSessionAnnotators::undoOfANoteJumpsToItsBeat() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  session.setNote(std::vector<BeatIndex>{200}, "here");
  session.setCurrentBeat(1);
  session.undo();
  QCOMPARE(session.currentBeat(), std::optional<BeatIndex>(200));
  QVERIFY(session.noteOf(200).isEmpty());
  session.redo();
  QCOMPARE(session.noteOf(200), QString("here"));
}

void TestSessionAnnotators::restoringIsAStep() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  const std::vector<ClassIndex> file = *session.labels();
  session.relabel(file[0] == 4 ? 3 : 4, true);
  const std::vector<ClassIndex> afterOne = *session.labels();
  session.relabel((*session.labels())[1] == 4 ? 3 : 4, true);
  session.toggleFlag();
  session.restore(1);
  QCOMPARE(*session.labels(), afterOne);
  QVERIFY(!session.marks()->flagged(2));
  session.restore(0);
  QCOMPARE(*session.labels(), file);
  session.undo();
  QCOMPARE(*session.labels(), afterOne);
  session.restore(99);
  QCOMPARE(fixture.errors.size(), 1);
  QVERIFY(fixture.errors.back().contains("no step 99"));
}

void TestSessionAnnotators::theLastLabelIsRepeated() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  session.repeatLabel(true);
  QVERIFY(fixture.notes.back().contains("no label to repeat"));
  QVERIFY(session.journalSteps().empty());
  session.relabel(3, true);
  session.setCurrentBeat(10);
  session.repeatLabel(true);
  QCOMPARE((*session.labels())[10], ClassIndex{3});
  QCOMPARE(session.currentBeat(), std::optional<BeatIndex>(11));
}

void TestSessionAnnotators::listedBeatsKeepTheirOrder() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  session.showListed("a cluster", {30, 4, 18});
  QTRY_COMPARE(*session.visibleBeats(), (std::vector<BeatIndex>{30, 4, 18}));
  QCOMPARE(session.currentBeat(), std::optional<BeatIndex>(30));
  session.step(1);
  QCOMPARE(session.currentBeat(), std::optional<BeatIndex>(4));
  session.setFilter({.order = BeatOrder::Listed});
  QCOMPARE(session.filter().order, BeatOrder::File);
  QTRY_COMPARE(session.visibleBeats()->size(), session.beats()->size());
}

void TestSessionAnnotators::aReadOnlyWorkspaceRefusesMarks() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session second([&]() -> Learner& { return fixture.learner; });
  QStringList errors;
  connect(&second, &Session::message, this, [&](const QString& sentence, bool isError) {
    if (isError) errors << sentence;
  });
  second.open(fixture.dataPath(), fixture.workspacePath());
  QTRY_VERIFY(second.beats() != nullptr);
  second.toggleFlag();
  second.setNote(std::vector<BeatIndex>{0}, "lost?");
  QCOMPARE(errors.size(), 2);
  QVERIFY(second.journalSteps().empty());
  QVERIFY(!second.marks()->flagged(0));
}

QTEST_MAIN(TestSessionAnnotators)
#include "tst_session_annotators.moc"
