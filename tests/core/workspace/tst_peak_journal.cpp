#include <QTest>

#include "core/workspace/label_journal.h"
#include "tests/support/beat_builders.h"
#include "tests/support/error_text.h"

using namespace ectopy;

namespace {

const EditSource kMe{"me", "key", ""};
using Beats = std::vector<BeatIndex>;

/// Four beats of each of two records, 300 samples apart from 300 on, at 360 Hz.
std::shared_ptr<const BeatSet> twoRecords() {
  return test::makeBeats({.classes = std::vector<ClassIndex>(8, 0), .records = {"one", "two"}});
}

}  // namespace

/// R peaks in the journal: beats added, moved and taken away.
class TestPeakJournal : public QObject {
  Q_OBJECT

 private slots:
  void anAddedBeatTakesTheNextPlaceForEver() {
    LabelJournal journal(twoRecords(), {});
    const auto step = journal.addBeat({1, 450}, 3, kMe);
    QCOMPARE(step->peaks, (std::vector<PeakChange>{{8, 1, -1, 450}}));
    QCOMPARE(journal.places(), std::size_t{9});
    QCOMPARE((*journal.labels())[8], ClassIndex{3});
    QVERIFY(journal.isEdited(8));
    QCOMPARE(journal.corrections(), Beats{8});
    journal.undo(kMe);
    QVERIFY(journal.isAbsent(8));
    QCOMPARE((*journal.labels())[8], kUnlabelled);
    QCOMPARE(journal.corrections(), Beats());
    QCOMPARE(journal.addBeat({1, 460}, kUnlabelled, kMe)->peaks.front().beat, BeatIndex{9});
    QVERIFY(journal.isAbsent(8));
    QCOMPARE(journal.peaks(), (PeakEdits{{8, {1, -1}}, {9, {1, 460}}}));
    QCOMPARE(LabelJournal(twoRecords(), journal.steps()).now(), journal.now());
  }

  void aBeatThatCameBackIsNoEdit() {
    LabelJournal journal(twoRecords(), {});
    journal.moveBeat(2, 912, kMe);
    QCOMPARE(journal.peakOf(2), (BeatPeak{0, 912}));
    QCOMPARE(journal.moveBeat(2, 912, kMe), nullptr);
    journal.moveBeat(2, 900, kMe);
    QCOMPARE(journal.peaks(), PeakEdits());
    QCOMPARE(journal.historyOf(2).size(), std::size_t{2});
    QCOMPARE(journal.historyOf(2).back().what, BeatFact::Peak);
    QCOMPARE(journal.historyOf(2).back().fromSample, std::int64_t{912});
    QCOMPARE(journal.historyOf(2).back().toSample, std::int64_t{900});
  }

  void whatWasSaidOfADeletedBeatComesBack() {
    LabelJournal journal(twoRecords(), {});
    journal.setFlag(Beats{1}, true, kMe);
    journal.setExcluded(Beats{1, 2}, true, kMe);
    journal.setNote(Beats{1}, "odd", kMe);
    const BeatFacts before = journal.now();
    const auto step = journal.deleteBeats(Beats{2, 1, 2}, kMe);
    QCOMPARE(step->peaks.size(), std::size_t{2});
    QVERIFY(journal.isAbsent(1) && journal.isAbsent(2));
    QVERIFY(journal.flagged().empty() && journal.excluded().empty() && journal.notes().empty());
    QCOMPARE((*journal.labels())[1], kUnlabelled);
    journal.undo(kMe);
    QCOMPARE(journal.now(), before);
    journal.redo(kMe);
    QVERIFY(journal.isAbsent(1));
    const auto restored = journal.restore(3, kMe);
    QCOMPARE(restored->peaks.size(), std::size_t{2});
    QCOMPARE(journal.now(), before);
    QCOMPARE(LabelJournal(twoRecords(), journal.steps()).now(), before);
  }

  void restoringTakesAddedBeatsAwayAndBringsThemBack() {
    LabelJournal journal(twoRecords(), {});
    journal.addBeat({0, 750}, 2, kMe);
    journal.moveBeat(8, 755, kMe);
    const BeatFacts then = journal.now();
    journal.restore(0, kMe);
    QVERIFY(journal.isAbsent(8));
    QCOMPARE(journal.asOf(0), journal.now());
    journal.restore(2, kMe);
    QCOMPARE(journal.now(), then);
  }

  void refusesInASentence() {
    LabelJournal journal(twoRecords(), {});
    const auto refuses = [&](const auto& call, const char* says) {
      const std::string sentence = test::errorText(call);
      QVERIFY2(sentence.find(says) != std::string::npos, sentence.c_str());
      QCOMPARE(journal.steps().size(), std::size_t{1});
    };
    journal.deleteBeats(Beats{3}, kMe);
    refuses([&] { journal.addBeat({0, 636}, 0, kMe); }, "Another beat stands 100 ms from there");
    refuses([&] { journal.moveBeat(0, 580, kMe); }, "Another beat stands 56 ms from there");
    refuses([&] { journal.moveBeat(3, 1250, kMe); }, "was taken away");
    refuses([&] { journal.deleteBeats(Beats{0, 3}, kMe); }, "was taken away");
    refuses([&] { journal.relabel(Beats{3}, 1, kMe); }, "was taken away");
    refuses([&] { journal.setFlag(Beats{3}, true, kMe); }, "was taken away");
    refuses([&] { journal.addBeat({2, 500}, 0, kMe); }, "cut from records");
    refuses([&] { journal.addBeat({0, -1}, 0, kMe); }, "before its record begins");
    refuses([&] { journal.moveBeat(8, 10, kMe); }, "there are 8 beats");
    QVERIFY(journal.addBeat({0, 1200}, 0, kMe));  // where the deleted one stood
  }

  void beatsWithoutRecordsHaveNoPeaks() {
    LabelJournal journal(test::makeBeats({.beats = 4}), {});
    const auto refuses = [](const auto& call) {
      QVERIFY(test::errorText(call).find("cut from records") != std::string::npos);
    };
    refuses([&] { journal.deleteBeats(Beats{0}, kMe); });
    refuses([&] { journal.moveBeat(0, 5, kMe); });
    refuses([&] { journal.addBeat({0, 5}, 0, kMe); });
    QVERIFY(journal.steps().empty());
  }

  void refusesStepsThatDoNotFit_data() {
    QTest::addColumn<int>("damage");
    QTest::addColumn<QString>("says");
    QTest::newRow("place left out") << 0 << "names beat 9, there are 8";
    QTest::newRow("not where it says") << 1 << "expects beat 0 at sample 301 of record 0, found it at 300";
    QTest::newRow("other record") << 2 << "expects beat 0 at sample 300 of record 1";
    QTest::newRow("unknown record") << 3 << "names record 5, there are 2";
    QTest::newRow("nowhere to nowhere") << 4 << "moves beat 8 from -1 to -1";
    QTest::newRow("beyond all records") << 8 << "moves beat 8 from -1 to 281474976710657";
    QTest::newRow("label of an absent beat") << 5 << "says something of beat 3, which is not there";
    QTest::newRow("deleted with its label") << 6 << "says something of beat 3, which is not there";
    QTest::newRow("undo of another move") << 7 << "does not hold the changes of step 4";
  }
  void refusesStepsThatDoNotFit() {
    QFETCH(int, damage);
    QFETCH(QString, says);
    LabelJournal journal(twoRecords(), {});
    journal.addBeat({1, 450}, 3, kMe);
    journal.moveBeat(0, 310, kMe);
    journal.deleteBeats(Beats{3}, kMe);
    journal.moveBeat(5, 605, kMe);
    journal.undo(kMe);
    journal.relabel(Beats{4}, 1, kMe);
    std::vector<JournalStep> steps;
    for (const JournalStepPointer& step : journal.steps()) steps.push_back(*step);
    if (damage == 0) steps[0].peaks[0].beat = 9;
    if (damage == 1) steps[1].peaks[0].from = 301;
    if (damage == 2) steps[1].peaks[0].record = 1;
    if (damage == 3) steps[0].peaks[0].record = 5;
    if (damage == 4) steps[0].peaks[0].to = -1;
    if (damage == 5) steps[5].changes[0] = {3, kUnlabelled, 1};
    if (damage == 6) steps[2].changes.clear();
    if (damage == 8) steps[0].peaks[0].to = (std::int64_t{1} << 48) + 1;
    if (damage == 7) steps[4].peaks[0].to = 607;
    std::vector<JournalStepPointer> damaged;
    for (const JournalStep& step : steps) damaged.push_back(std::make_shared<const JournalStep>(step));
    const std::string sentence = test::errorText([&] { LabelJournal(twoRecords(), damaged); });
    QVERIFY2(QString::fromStdString(sentence).contains(says), sentence.c_str());
  }
};

QTEST_GUILESS_MAIN(TestPeakJournal)
#include "tst_peak_journal.moc"
