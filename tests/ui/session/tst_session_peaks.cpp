#include <algorithm>

#include "core/beats/cutting.h"
#include "core/beats/demo.h"
#include "core/beats/peak_edits.h"
#include "core/workspace/folder_lock.h"
#include "core/workspace/label_journal.h"
#include "core/workspace/workspace.h"
#include "tests/ui/session/session_fixture.h"
#include "ui/session/review_desk.h"

using namespace ectopy;
using namespace ectopy::ui;
using ectopy::test::SessionFixture;

namespace {

/// A session over two synthetic records of a minute.
struct PeaksFixture : SessionFixture {
  PeaksFixture() { writeDemo(folder.path().toStdString(), {.patients = 2, .secondsPerRecord = 60}, {}); }
  QString demoPath() const { return folder.filePath("arrhythmia"); }

  /// Opens the records and waits until the current beat's is read.
  bool openRecords(BeatIndex current = 20) {
    session->open(demoPath(), folder.filePath("demo.ectopy"));
    if (!QTest::qWaitFor([this] { return session->beats() && session->jobs().isIdle(); }, 20'000))
      return false;
    session->setCurrentBeat(current);
    session->recordingOf(current);
    return QTest::qWaitFor([this, current] { return session->recordingOf(current) != nullptr; }, 20'000);
  }
  std::int64_t sampleOf(BeatIndex beat) const { return session->beats()->columns().rSamples[beat]; }
  bool openModel() {
    const QString file = folder.filePath("fake.safetensors");
    saveModelOf(learner, *session->beats(), file.toStdString());
    session->openModel(file);
    return QTest::qWaitFor([this] { return session->predictions() && session->jobs().isIdle(); }, 20'000);
  }
};

/// Everything that is one a beat has one for each.
void requireFitting(const Session& session) {
  const std::size_t places = session.beats()->size();
  QCOMPARE(session.labels()->size(), places);
  QCOMPARE(session.trainingLabels()->size(), places);
  if (session.parts()) QCOMPARE(session.parts()->size(), places);
  if (session.predictions()) QCOMPARE(session.predictions()->size(), places);
  for (const BeatIndex beat : *session.visibleBeats())
    QVERIFY(beat < places && !session.beats()->isAbsent(beat));
  for (const BeatIndex beat : session.selection()) QVERIFY(beat < places && !session.beats()->isAbsent(beat));
}

}  // namespace

class TestSessionPeaks : public QObject {
  Q_OBJECT

 private slots:
  void anAddedBeatBecomesTheCurrentOne();
  void aMovedBeatIsCutAnewAndMovesBack();
  void deletedBeatsLeaveEverything();
  void editsAreFoundAgainAndUndone();
  void theModelJudgesWhatChanged();
  void aTrainingLearnsFromTheCorrectedBeats();
  void eachAnnotatorHasPeaksOfTheirOwn();
  void manyMovesInARowComeOutAtTheLast();
  void whatCanNotBeIsRefusedAndKeptNowhere();
  void beatsWithoutRecordingSayWhy();
  void aReadOnlyWorkspaceSaysWhy();
  void anAuditLeavesThemAlone();
};

void TestSessionPeaks::anAddedBeatBecomesTheCurrentOne() {
  PeaksFixture fixture;
  QVERIFY(fixture.openRecords());
  Session& session = *fixture.session;
  const auto places = static_cast<BeatIndex>(session.beats()->size());
  const std::int64_t between = (fixture.sampleOf(20) + fixture.sampleOf(21)) / 2;
  QSignalSpy recut(&session, &Session::beatsRecut);
  session.addBeatAt(0, between);
  session.relabel(2, true);  // a key pressed before the record is cut is meant for the new beat
  QTRY_COMPARE(session.currentBeat(), std::optional(places));
  QVERIFY(fixture.waitUntilIdle());
  requireFitting(session);
  QVERIFY(recut.count() >= 1);
  QCOMPARE(fixture.sampleOf(places), between);
  QCOMPARE((*session.labels())[places], ClassIndex{2});
  QVERIFY(!session.sourceSampleOf(places));
  const auto& shown = *session.visibleBeats();
  const auto place = std::ranges::find(shown, places);
  QVERIFY(place != shown.end());
  QCOMPARE(*(place - 1), BeatIndex{20});
  QVERIFY(std::ranges::any_of(session.beats()->beat(places), [](float sample) { return sample > 0; }));

  session.undo();  // the label
  QCOMPARE((*session.labels())[places], kUnlabelled);
  session.undo();  // the beat
  QTRY_VERIFY(session.beats()->isAbsent(places));
  QVERIFY(fixture.waitUntilIdle());
  requireFitting(session);
  QCOMPARE(session.currentBeat(), std::optional<BeatIndex>(21));
  QCOMPARE(session.counts().beats, std::size_t{places});
  session.redo();
  QTRY_COMPARE(session.currentBeat(), std::optional(places));
  QCOMPARE(fixture.errors, QStringList());
}

void TestSessionPeaks::aMovedBeatIsCutAnewAndMovesBack() {
  PeaksFixture fixture;
  QVERIFY(fixture.openRecords());
  Session& session = *fixture.session;
  const auto source = session.beats();
  const std::int64_t before = fixture.sampleOf(20);
  session.moveBeat(20, before + 9);
  QCOMPARE(session.peakOf(20).sample, before + 9);
  QTRY_COMPARE(fixture.sampleOf(20), before + 9);
  QVERIFY(fixture.waitUntilIdle());
  requireFitting(session);
  const auto expected = withPeaks(source, {{20, {0, before + 9}}}, {}).beats;
  QVERIFY(std::ranges::equal(session.beats()->columns().samples, expected->columns().samples));
  QCOMPARE(session.beats()->fingerprint(), expected->fingerprint());
  const auto& marks = session.recordingOf(20)->annotations.at("atr");
  QVERIFY(std::ranges::any_of(marks, [&](const Annotation& mark) { return mark.sample == before + 9; }));
  QVERIFY(std::ranges::none_of(marks, [&](const Annotation& mark) { return mark.sample == before; }));
  QCOMPARE(session.currentBeat(), std::optional<BeatIndex>(20));
  session.moveSelection(-9);
  QTRY_COMPARE(session.beats(), source);
  session.undo();
  QTRY_COMPARE(fixture.sampleOf(20), before + 9);
  session.snapSelection();
  QTRY_VERIFY(std::abs(fixture.sampleOf(20) - before) <= 2);
  QCOMPARE(session.historyOf(20).size(), std::size_t{4});
}

void TestSessionPeaks::deletedBeatsLeaveEverything() {
  PeaksFixture fixture;
  QVERIFY(fixture.openRecords());
  Session& session = *fixture.session;
  const std::size_t places = session.beats()->size();
  const Labels labels = session.labels();
  const std::vector<BeatIndex> shown = *session.visibleBeats();
  session.setSelection({20, 21, 23}, 21);
  session.toggleFlag();
  QVERIFY(fixture.waitUntilIdle());
  session.deleteSelection();
  QTRY_VERIFY(session.beats()->isAbsent(21));
  QVERIFY(fixture.waitUntilIdle());
  requireFitting(session);
  QCOMPARE(session.counts().beats, places - 3);
  QCOMPARE(session.counts().unlabelled, std::size_t{0});
  QCOMPARE(session.counts().flagged, std::size_t{0});
  QCOMPARE(session.visibleBeats()->size(), places - 3);
  QCOMPARE(session.currentBeat(), std::optional<BeatIndex>(22));
  session.setCurrentBeat(21);  // there is none
  QCOMPARE(session.currentBeat(), std::optional<BeatIndex>(22));
  session.relabelBeats(std::vector<WantedLabel>{{21, 1}, {22, 1}}, "test");
  QCOMPARE((*session.labels())[21], kUnlabelled);
  session.undo();
  session.undo();
  QTRY_VERIFY(!session.beats()->isAbsent(21));
  QVERIFY(fixture.waitUntilIdle());
  QCOMPARE(*session.labels(), *labels);
  QCOMPARE(session.counts().flagged, std::size_t{3});
  QCOMPARE(*session.visibleBeats(), shown);
  requireFitting(session);
}

void TestSessionPeaks::editsAreFoundAgainAndUndone() {
  PeaksFixture fixture;
  QVERIFY(fixture.openRecords());
  const auto places = static_cast<BeatIndex>(fixture.session->beats()->size());
  const std::int64_t before = fixture.sampleOf(20);
  const std::int64_t between = (before + fixture.sampleOf(21)) / 2;
  fixture.session->moveBeat(20, before + 7);
  fixture.session->addBeatAt(0, between);
  fixture.session->relabel(1, false);
  QTRY_COMPARE(fixture.session->currentBeat(), std::optional(places));
  QVERIFY(fixture.waitUntilIdle());
  const auto beats = fixture.session->beats();
  fixture.start();
  QVERIFY(fixture.openRecords(places));
  Session& session = *fixture.session;
  QCOMPARE(session.beats()->fingerprint(), beats->fingerprint());
  QVERIFY(std::ranges::equal(session.beats()->columns().samples, beats->columns().samples));
  QCOMPARE((*session.labels())[places], ClassIndex{1});
  requireFitting(session);
  for (int step = 0; step < 3; ++step) session.undo();
  QTRY_COMPARE(fixture.sampleOf(20), before);
  QVERIFY(session.beats()->isAbsent(places));
  QVERIFY(!session.canUndo());
  QVERIFY(fixture.save());
  const auto reader = Workspace::open(fixture.folder.filePath("demo.ectopy").toStdString(),
                                      session.beats()->sourceFingerprint());
  QCOMPARE(reader->loadJournal().size(), std::size_t{6});
  QCOMPARE(fixture.errors, QStringList());
}

void TestSessionPeaks::theModelJudgesWhatChanged() {
  PeaksFixture fixture;
  QVERIFY(fixture.openRecords());
  QVERIFY(fixture.openModel());
  Session& session = *fixture.session;
  const auto places = static_cast<BeatIndex>(session.beats()->size());
  const auto before = session.predictions();
  QSignalSpy predicted(&session, &Session::predictionsChanged);
  session.addBeatAt(0, (fixture.sampleOf(20) + fixture.sampleOf(21)) / 2);
  QTRY_COMPARE(session.currentBeat(), std::optional(places));
  QVERIFY(fixture.waitUntilIdle());
  requireFitting(session);
  QVERIFY(predicted.count() >= 1);
  QVERIFY(session.predictions() != before);
  QCOMPARE(session.predictions()->dataFingerprint, session.beats()->fingerprint());
  const auto row = [](const Predictions& predictions, BeatIndex beat) { return predictions.of(beat); };
  QVERIFY(std::ranges::equal(row(*session.predictions(), 60), row(*before, 60)));  // of no changed row
  QVERIFY(session.evaluation());
  QVERIFY(session.split() && session.parts());
  const auto& parts = *session.parts();
  QVERIFY(parts[places] == parts[20] || parts[places] == parts[21]);  // the nearer one's
  session.acceptPrediction(false);
  QVERIFY((*session.labels())[places] != kUnlabelled);
}

void TestSessionPeaks::aTrainingLearnsFromTheCorrectedBeats() {
  PeaksFixture fixture;
  QVERIFY(fixture.openRecords());
  Session& session = *fixture.session;
  session.deleteSelection();
  session.setCurrentBeat(30);
  QTRY_VERIFY(session.beats()->isAbsent(20));
  QVERIFY(fixture.train());
  QCOMPARE(session.model()->info().dataFingerprint, session.beats()->fingerprint());
  QVERIFY(session.beats()->fingerprint() != session.beats()->sourceFingerprint());
  requireFitting(session);
  QCOMPARE(fixture.errors, QStringList());
}

void TestSessionPeaks::eachAnnotatorHasPeaksOfTheirOwn() {
  PeaksFixture fixture;
  QVERIFY(fixture.openRecords());
  Session& session = *fixture.session;
  const auto source = session.beats();
  const auto places = static_cast<BeatIndex>(source->size());
  session.addBeatAt(0, (fixture.sampleOf(20) + fixture.sampleOf(21)) / 2);
  QTRY_COMPARE(session.currentBeat(), std::optional(places));
  const QString first = session.annotator();
  session.setAnnotator("somebody else");
  QTRY_COMPARE(session.beats(), source);
  QVERIFY(fixture.waitUntilIdle());
  requireFitting(session);
  QVERIFY(session.currentBeat() && *session.currentBeat() < places);
  session.setAnnotator(first);
  QTRY_COMPARE(session.beats()->size(), std::size_t{places} + 1);
  QVERIFY(fixture.waitUntilIdle());
  requireFitting(session);
}

void TestSessionPeaks::manyMovesInARowComeOutAtTheLast() {
  PeaksFixture fixture;
  QVERIFY(fixture.openRecords());
  Session& session = *fixture.session;
  const auto source = session.beats();
  const std::int64_t before = fixture.sampleOf(20);
  for (int step = 0; step < 12; ++step) {
    session.moveSelection(1);
    if (step % 4 == 3) QTest::qWait(5);
  }
  QTRY_COMPARE(fixture.sampleOf(20), before + 12);
  QVERIFY(fixture.waitUntilIdle());
  const auto expected = withPeaks(source, {{20, {0, before + 12}}}, {}).beats;
  QVERIFY(std::ranges::equal(session.beats()->columns().samples, expected->columns().samples));
  for (int step = 0; step < 12; ++step) session.undo();
  QTRY_COMPARE(session.beats(), source);
}

void TestSessionPeaks::whatCanNotBeIsRefusedAndKeptNowhere() {
  PeaksFixture fixture;
  QVERIFY(fixture.openRecords());
  Session& session = *fixture.session;
  session.addBeatAt(0, fixture.sampleOf(20) + 20);
  QVERIFY2(fixture.errors.value(0).contains("56 ms from there"), qPrintable(fixture.errors.value(0)));
  session.moveBeat(20, fixture.sampleOf(21) - 10);
  QVERIFY2(fixture.errors.value(1).contains("28 ms from there"), qPrintable(fixture.errors.value(1)));
  session.moveBeat(20, 99'999'999);
  QVERIFY2(fixture.errors.value(2).contains("can't stand at sample"), qPrintable(fixture.errors.value(2)));
  QVERIFY(session.journalSteps().empty());
  QVERIFY(!session.beats()->overlay());
}

void TestSessionPeaks::beatsWithoutRecordingSayWhy() {
  SessionFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  session.setCurrentBeat(3);
  session.recordingOf(3);
  QTRY_VERIFY(!session.recordingProblem(3).isEmpty());
  QCOMPARE(session.whyNotEditPeaks(), session.recordingProblem(3));
  session.deleteSelection();
  QCOMPARE(fixture.errors.value(0), session.recordingProblem(3));
  QVERIFY(session.journalSteps().empty());
}

void TestSessionPeaks::aReadOnlyWorkspaceSaysWhy() {
  PeaksFixture fixture;
  const std::filesystem::path workspace = fixture.folder.filePath("demo.ectopy").toStdString();
  std::filesystem::create_directories(workspace);
  Workspace::open(workspace, openBeats(fixture.demoPath().toStdString(),
                                       suggestedCut(fixture.demoPath().toStdString()), {})
                                 ->fingerprint());
  const FolderLock another(workspace / "workspace.lock");
  QVERIFY(fixture.openRecords());
  const std::int64_t before = fixture.sampleOf(20);
  QVERIFY(fixture.session->whyNotEditPeaks() == fixture.session->whyNotEdit());
  QVERIFY(!fixture.session->whyNotEditPeaks().isEmpty());
  fixture.session->moveBeat(20, before + 5);
  QVERIFY(fixture.waitUntilIdle());
  QCOMPARE(fixture.sampleOf(20), before);
  QVERIFY(fixture.session->journalSteps().empty());
}

void TestSessionPeaks::anAuditLeavesThemAlone() {
  PeaksFixture fixture;
  QVERIFY(fixture.openRecords());
  Session& session = *fixture.session;
  session.review().make(ReviewKind::Audit, {.auditBeats = 10});
  QTRY_VERIFY(session.review().hidesOpinions());
  QVERIFY(fixture.waitUntilIdle());
  session.recordingOf(*session.currentBeat());
  QVERIFY(fixture.waitUntilIdle());
  QVERIFY(session.whyNotEditPeaks().contains("audit"));
  session.deleteSelection();
  QVERIFY(session.journalSteps().empty());
}

QTEST_MAIN(TestSessionPeaks)
#include "tst_session_peaks.moc"
