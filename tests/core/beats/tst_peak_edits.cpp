#include "core/beats/peak_edits.h"

#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <map>

#include "core/beats/beat_filter.h"
#include "core/beats/cut_fitting.h"
#include "core/beats/cutting.h"
#include "core/beats/demo.h"
#include "core/beats/label_annotations.h"
#include "core/io/heartbeat_csv.h"
#include "core/io/wfdb_annotations.h"
#include "core/workspace/label_journal.h"
#include "tests/support/beat_builders.h"
#include "tests/support/data_folder.h"
#include "tests/support/error_text.h"

using namespace ectopy;
namespace fs = std::filesystem;

namespace {

const EditSource kMe{"me", "test", ""};

/// The beats of a journal's R peaks.
CorrectedBeats recut(const std::shared_ptr<const BeatSet>& base, const LabelJournal& journal) {
  return withPeaks(base, journal.peaks(), {});
}

bool sameNumber(float one, float other) {
  return one == other || (std::isnan(one) && std::isnan(other));
}

/// Moves the beat marked at `from` in an annotation list of the test's own making; -1: nowhere.
void moveMark(std::vector<Annotation>& marks, std::int64_t from, std::int64_t to) {
  if (from < 0) {
    marks.push_back({.sample = to, .code = 1, .text = {}});
  } else {
    const auto at = std::ranges::find_if(marks, [&](const Annotation& mark) {
      return mark.sample == from && aamiClassOf(mark.code, ClassMap::Ml).has_value();
    });
    QVERIFY(at != marks.end());
    if (to < 0)
      marks.erase(at);
    else
      at->sample = to;
  }
  std::ranges::stable_sort(marks, {}, &Annotation::sample);
}

/// Every beat of a corrected set against a fresh cut of a record whose annotations say the same.
void requireFresh(const BeatSet& found, const BeatSet& fresh) {
  std::map<std::int64_t, BeatIndex> rows;
  for (BeatIndex row = 0; row < fresh.size(); ++row) rows[fresh.columns().rSamples[row]] = row;
  std::size_t compared = 0;
  for (BeatIndex beat = 0; beat < found.size(); ++beat) {
    if (found.isAbsent(beat)) continue;
    const auto row = rows.find(found.columns().rSamples[beat]);
    if (row == rows.end()) continue;  // can't be cut any more: keeps its row
    ++compared;
    QVERIFY(std::ranges::equal(found.beat(beat), fresh.beat(row->second)));
    QVERIFY(std::ranges::equal(found.featuresOf(beat), fresh.featuresOf(row->second)));
    QVERIFY(sameNumber(found.columns().rrBefore[beat], fresh.columns().rrBefore[row->second]));
    QVERIFY(sameNumber(found.columns().rrAfter[beat], fresh.columns().rrAfter[row->second]));
  }
  QVERIFY(compared + 2 >= fresh.size() && compared > 10);
}

}  // namespace

class TestPeakEdits : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void equalsAFreshCut_data();
  void equalsAFreshCut();
  void undoneEditsGiveTheVeryBeats();
  void theSetBeforeSavesWorkAndChangesNothing();
  void anAbsentBeatIsInNothing();
  void annotationsAreWrittenCorrected();
  void otherRulesTakeTheCorrectedPeaks();
  void detectedBeatsToo();
  void beatsOfADiagnosisToo();
  void anAddedBeatJoinsItsNeighboursPart();
  void refusesWhatCanNotBeCut();
  void saysWhichRecordIsGone();
  void refusesEditsOfOtherBeats();

 private:
  fs::path demo() const { return fs::path(m_folder.path().toStdString()) / "arrhythmia"; }
  QTemporaryDir m_folder;
};

void TestPeakEdits::initTestCase() {
  writeDemo(m_folder.path().toStdString(), {.patients = 2, .secondsPerRecord = 60}, {});
}

void TestPeakEdits::equalsAFreshCut_data() {
  QTest::addColumn<QString>("record");
  QTest::addColumn<int>("rule");
  for (const char* const record : {"", "100", "203"})
    for (const CutRule rule : {CutRule::Kaggle, CutRule::Paper, CutRule::Context})
      QTest::addRow("%s %s", *record ? record : "demo", std::string(nameOf(rule)).c_str())
          << record << static_cast<int>(rule);
}

void TestPeakEdits::equalsAFreshCut() {
  QFETCH(QString, record);
  QFETCH(int, rule);
  if (!record.isEmpty()) ECTOPY_NEEDS_DATA();
  const fs::path header = record.isEmpty() ? demo() / "demo01.hea"
                                           : test::dataFolder() / "mitdb" / (record + ".hea").toStdString();
  const BeatCut cut = defaultCut(static_cast<CutRule>(rule));
  const auto base = openBeats(header, cut, {});
  const auto& samples = base->columns().rSamples;
  LabelJournal journal(base, {});
  const std::int64_t between = (samples[20] + samples[21]) / 2;
  journal.moveBeat(5, samples[5] + 9, kMe);
  journal.deleteBeats(std::vector<BeatIndex>{12, 13}, kMe);
  journal.addBeat({0, between}, 2, kMe);
  journal.moveBeat(30, samples[30] - 11, kMe);
  const CorrectedBeats found = recut(base, journal);
  QVERIFY(found.warnings.empty());

  Recording recording = openRawRecording(*base, 0, {});
  auto& marks = recording.annotations.at("atr");
  moveMark(marks, samples[5], samples[5] + 9);
  moveMark(marks, samples[12], -1);
  moveMark(marks, samples[13], -1);
  moveMark(marks, -1, between);
  moveMark(marks, samples[30], samples[30] - 11);
  BeatSetBuilder builder;
  cutRecording(recording, cut, 0, builder);
  const auto fresh = std::move(builder).build(base->facts());

  QCOMPARE(found.beats->size(), base->size() + 1);
  QCOMPARE(fresh->size(), base->size() - 1);
  requireFresh(*found.beats, *fresh);
  QVERIFY(std::ranges::find(found.changed, BeatIndex{5}) != found.changed.end());
  QCOMPARE(found.changed.back(), static_cast<BeatIndex>(base->size()));
  QVERIFY(!std::ranges::equal(found.beats->beat(5), base->beat(5)));
  QVERIFY(found.beats->fingerprint() != base->fingerprint());
  QCOMPARE(found.beats->sourceFingerprint(), base->fingerprint());
}

void TestPeakEdits::undoneEditsGiveTheVeryBeats() {
  const auto base = openBeats(demo(), defaultCut(CutRule::Context), {});
  LabelJournal journal(base, {});
  journal.moveBeat(5, base->columns().rSamples[5] + 9, kMe);
  const auto once = recut(base, journal).beats;
  journal.undo(kMe);
  const CorrectedBeats back = withPeaks(
      base, journal.peaks(),
      [](std::uint32_t, const JobContext&) -> std::shared_ptr<const Recording> { return {}; }, {}, once);
  QCOMPARE(back.beats, base);
  QVERIFY(std::ranges::find(back.changed, BeatIndex{5}) != back.changed.end());
}

void TestPeakEdits::theSetBeforeSavesWorkAndChangesNothing() {
  const auto base = openBeats(demo(), defaultCut(CutRule::Kaggle), {});
  const auto second = std::ranges::find(base->columns().records, 1U) - base->columns().records.begin();
  LabelJournal journal(base, {});
  journal.moveBeat(3, base->columns().rSamples[3] + 5, kMe);
  journal.deleteBeats(std::vector<BeatIndex>{8}, kMe);
  journal.addBeat({0, base->columns().rSamples[8]}, kUnlabelled, kMe);
  auto before = recut(base, journal).beats;
  std::vector<std::uint32_t> asked;
  const RecordingSource counting = [&](std::uint32_t record, const JobContext& job) {
    asked.push_back(record);
    return std::make_shared<const Recording>(openRawRecording(*base, record, job));
  };
  const auto step = [&](const char* what) {
    const CorrectedBeats quick = withPeaks(base, journal.peaks(), counting, {}, before);
    const auto whole = recut(base, journal).beats;
    QVERIFY2(std::ranges::equal(quick.beats->columns().samples, whole->columns().samples), what);
    QVERIFY2(std::ranges::equal(quick.beats->columns().classes, whole->columns().classes), what);
    QVERIFY2(std::ranges::equal(quick.beats->columns().rSamples, whole->columns().rSamples), what);
    QVERIFY2(std::ranges::equal(quick.beats->columns().records, whole->columns().records), what);
    QCOMPARE(quick.beats->fingerprint(), whole->fingerprint());
    before = quick.beats;
  };
  journal.moveBeat(static_cast<BeatIndex>(second + 4),
                   base->columns().rSamples[static_cast<std::size_t>(second + 4)] - 4, kMe);
  step("moved in the second record");
  QCOMPARE(asked, std::vector<std::uint32_t>{1});
  journal.restore(2, kMe);
  step("back to the deleted one");
  journal.undo(kMe);
  step("undone");
  journal.restore(0, kMe);
  step("as the file has it, an absent place left");
  QCOMPARE(before->size(), base->size() + 1);
  QCOMPARE(before->columns().classes[8], base->columns().classes[8]);
}

void TestPeakEdits::anAbsentBeatIsInNothing() {
  const auto base = openBeats(demo(), defaultCut(CutRule::Kaggle), {});
  LabelJournal journal(base, {});
  journal.deleteBeats(std::vector<BeatIndex>{8}, kMe);
  journal.addBeat({0, base->columns().rSamples[8] + 3}, kUnlabelled, kMe);
  journal.undo(kMe);
  const auto beats = recut(base, journal).beats;
  for (const BeatIndex gone : {BeatIndex{8}, static_cast<BeatIndex>(base->size())}) {
    QVERIFY(beats->isAbsent(gone));
    QCOMPARE(beats->columns().rSamples[gone], std::int64_t{-1});
    QCOMPARE(beats->columns().classes[gone], kUnlabelled);
    QVERIFY(std::ranges::all_of(beats->beat(gone), [](float sample) { return sample == 0; }));
  }
  const BeatFilterInput input{.beats = *beats, .labels = *journal.labels()};
  const auto shown = applyFilter({}, input, {});
  QCOMPARE(shown.size(), base->size() - 1);
  QVERIFY(std::ranges::find(shown, BeatIndex{8}) == shown.end());
  QCOMPARE(applyFilter({.onlyUnlabelled = true}, input, {}).size(), std::size_t{0});
  const BeatCounts counts = countBeats(input);
  QCOMPARE(counts.beats, base->size() - 1);
  QCOMPARE(counts.unlabelled, std::size_t{0});
  QCOMPARE(counts.edited, std::size_t{0});
  QCOMPARE(rowsOf(*beats, *journal.labels()).classes.size(), base->size() - 1);
}

void TestPeakEdits::annotationsAreWrittenCorrected() {
  const auto base = openBeats(demo() / "demo01.hea", defaultCut(CutRule::Kaggle), {});
  const auto& samples = base->columns().rSamples;
  LabelJournal journal(base, {});
  journal.moveBeat(5, samples[5] + 9, kMe);
  journal.deleteBeats(std::vector<BeatIndex>{12}, kMe);
  const std::int64_t between = (samples[20] + samples[21]) / 2;
  journal.addBeat({0, between}, 2, kMe);
  journal.addBeat({0, (samples[30] + samples[31]) / 2}, kUnlabelled, kMe);
  const auto beats = recut(base, journal).beats;
  const fs::path place = fs::path(m_folder.path().toStdString()) / "written";
  fs::create_directories(place);
  const auto files = exportAnnotations(*beats, *journal.labels(), {.annotator = "fix", .folder = place}, {});
  const auto written = readWfdbAnnotations(files.at(0)).annotations;
  const auto symbolAt = [&](std::int64_t sample) {
    const auto found = std::ranges::find(written, sample, &Annotation::sample);
    return found == written.end() ? std::string() : symbolOf(found->code);
  };
  const auto inFile = readWfdbAnnotations(demo() / "demo01.atr").annotations;
  QCOMPARE(written.size(), inFile.size() + 1);
  QCOMPARE(symbolAt(samples[5]), std::string());
  QVERIFY(!symbolAt(samples[5] + 9).empty());
  QCOMPARE(symbolAt(samples[12]), std::string());
  QCOMPARE(symbolAt(between), std::string("V"));
  QCOMPARE(symbolAt((samples[30] + samples[31]) / 2), std::string("?"));
}

void TestPeakEdits::otherRulesTakeTheCorrectedPeaks() {
  const auto base = openBeats(demo(), defaultCut(CutRule::Kaggle), {});
  LabelJournal journal(base, {});
  journal.moveBeat(5, base->columns().rSamples[5] + 9, kMe);
  journal.deleteBeats(std::vector<BeatIndex>{12}, kMe);
  const auto beats = recut(base, journal).beats;
  const FittedBeats fitted = fitToCut(beats, defaultCut(CutRule::Context), {});
  const auto found = std::ranges::find(fitted.origin, BeatIndex{5});
  QVERIFY(found != fitted.origin.end());
  QCOMPARE(fitted.beats->columns().rSamples[static_cast<std::size_t>(found - fitted.origin.begin())],
           base->columns().rSamples[5] + 9);
  QVERIFY(std::ranges::find(fitted.origin, BeatIndex{12}) == fitted.origin.end());
}

void TestPeakEdits::detectedBeatsToo() {
  BeatCut cut = defaultCut(CutRule::Kaggle);
  cut.detected = true;
  const auto base = openBeats(demo() / "demo01.hea", cut, {});
  LabelJournal journal(base, {});
  journal.moveBeat(5, base->columns().rSamples[5] + 9, kMe);
  journal.deleteBeats(std::vector<BeatIndex>{12}, kMe);
  const auto beats = recut(base, journal).beats;
  QVERIFY(!std::ranges::equal(beats->beat(5), base->beat(5)));
  QVERIFY(std::ranges::equal(beats->beat(30), base->beat(30)));
  const Recording recording = openRawRecording(*beats, 0, {});
  QCOMPARE(recording.annotations.at("atr").size(), base->size() - 1);
  QCOMPARE(fitToCut(beats, defaultCut(CutRule::Paper), {}).beats->size(), base->size() - 1);
}

void TestPeakEdits::beatsOfADiagnosisToo() {
  BeatCut cut = defaultCut(CutRule::Paper);
  cut.task = BeatTask::NormalInfarction;
  const auto base = openBeats(demo().parent_path() / "infarction", cut, {});
  LabelJournal journal(base, {});
  journal.moveBeat(5, base->columns().rSamples[5] + 9, kMe);
  const CorrectedBeats found = recut(base, journal);
  QVERIFY(found.warnings.empty());
  QVERIFY(!std::ranges::equal(found.beats->beat(5), base->beat(5)));
  QCOMPARE(found.beats->columns().classes[5], base->columns().classes[5]);
}

void TestPeakEdits::anAddedBeatJoinsItsNeighboursPart() {
  const auto base = openBeats(demo(), defaultCut(CutRule::Kaggle), {});
  LabelJournal journal(base, {});
  const auto& samples = base->columns().rSamples;
  journal.deleteBeats(std::vector<BeatIndex>{12}, kMe);
  journal.addBeat({0, samples[20] + 45}, 1, kMe);
  const auto beats = recut(base, journal).beats;
  const Split ofBase = makeStableSplit(*base, base->columns().classes, "beat", 1);
  const Split split = makeStableSplit(*beats, *journal.labels(), "beat", 1);
  const auto before = partOfEachBeat(ofBase, base->size());
  const auto after = partOfEachBeat(split, beats->size());
  QVERIFY(std::equal(before.begin(), before.end(), after.begin()));
  QCOMPARE(after[base->size()], before[20]);
  QCOMPARE(carriedTo(ofBase, *beats), split);
  QCOMPARE(carriedTo(split, *beats), split);
}

void TestPeakEdits::refusesWhatCanNotBeCut() {
  const auto requireRefused = [](const BeatSet& base, const Recording& recording, std::int64_t sample,
                                 const char* says) {
    const auto added = static_cast<BeatIndex>(base.size());
    const PeakEdits edits{{added, {0, sample}}};
    const std::string sentence = test::errorText([&] { requirePeaksFit(base, edits, {{added}}, recording); });
    QVERIFY2(sentence.find(says ? says : "no error") != std::string::npos, sentence.c_str());
  };
  for (const CutRule rule : {CutRule::Kaggle, CutRule::Paper, CutRule::Context}) {
    const auto base = openBeats(demo() / "demo01.hea", defaultCut(rule), {});
    Recording recording = openRawRecording(*base, 0, {});
    const std::int64_t end = recording.sampleCount;
    const std::int64_t last = recording.annotations.at("atr").back().sample;
    const std::int64_t good = base->columns().rSamples[20] + 60;
    requireRefused(*base, recording, good, nullptr);
    requireRefused(*base, recording, end, "can't stand at sample 21600: record demo01 has 21600");
    requireRefused(*base, recording, base->columns().rSamples[20] + 20, "is annotated 56 ms from there");
    if (rule == CutRule::Kaggle)
      requireRefused(*base, recording, last + 50, "No annotation follows in the record");
    else
      requireRefused(*base, recording, end - 2, "reach beyond the record");
    std::vector<std::int16_t> holed(static_cast<std::size_t>(end), 7);
    holed[static_cast<std::size_t>(good + 4)] = Samples::kMissing16;
    for (Lead& lead : recording.leads) lead.samples = Samples(holed);
    requireRefused(*base, recording, good, "Samples of the record are missing there");
  }
}

void TestPeakEdits::saysWhichRecordIsGone() {
  const QTemporaryDir other;
  const fs::path place = fs::path(other.path().toStdString()) / "arrhythmia";
  fs::copy(demo(), place);
  const auto base = openBeats(place, defaultCut(CutRule::Kaggle), {});
  LabelJournal journal(base, {});
  journal.moveBeat(5, base->columns().rSamples[5] + 9, kMe);
  journal.addBeat({0, base->columns().rSamples[20] + 60}, 1, kMe);
  fs::remove(place / "demo01.dat");
  const CorrectedBeats found = recut(base, journal);
  QCOMPARE(found.warnings.size(), std::size_t{1});
  QVERIFY2(found.warnings[0].starts_with("Record demo01: its R peaks were corrected, but it can't be cut"),
           found.warnings[0].c_str());
  QVERIFY(std::ranges::equal(found.beats->beat(5), base->beat(5)));
  QCOMPARE(found.beats->columns().rSamples[5], base->columns().rSamples[5] + 9);
  QVERIFY(!found.beats->isAbsent(static_cast<BeatIndex>(base->size())));
}

void TestPeakEdits::refusesEditsOfOtherBeats() {
  const auto base = test::makeBeats({.beats = 8, .records = {"one", "two"}});
  for (const PeakEdits& edits : {PeakEdits{{0, {1, 300}}}, PeakEdits{{0, {5, 300}}}, PeakEdits{{9, {0, 300}}},
                                 PeakEdits{{0, {0, -2}}}})
    QVERIFY(test::errorText([&] { withPeaks(base, edits, {}); }).find("is of other beats") !=
            std::string::npos);
  QCOMPARE(withPeaks(base, {}, {}).beats, base);
}

QTEST_GUILESS_MAIN(TestPeakEdits)
#include "tst_peak_edits.moc"
