#include <QTest>
#include <random>

#include "core/base/error.h"
#include "core/workspace/label_journal.h"

using namespace ectopy;

namespace {

const EditSource kMe{"me", "key", ""};

/// Labels as whole copies: what undo and redo must come out at.
struct NaiveModel {
  std::vector<ClassIndex> labels;
  std::vector<std::vector<ClassIndex>> past;
  std::vector<std::vector<ClassIndex>> future;

  void relabel(std::span<const BeatIndex> beats, ClassIndex to) {
    auto next = labels;
    for (const BeatIndex beat : beats) next[beat] = to;
    if (next == labels) return;
    past.push_back(std::exchange(labels, next));
    future.clear();
  }
  void undo() {
    if (past.empty()) return;
    future.push_back(std::exchange(labels, past.back()));
    past.pop_back();
  }
  void redo() {
    if (future.empty()) return;
    past.push_back(std::exchange(labels, future.back()));
    future.pop_back();
  }
};

std::vector<JournalStepPointer> editedSteps() {
  LabelJournal journal({0, 0, 0, 0}, {});
  const std::vector<BeatIndex> bulk = {0, 2};
  journal.relabel(bulk, 1, kMe);
  journal.undo(kMe);
  journal.redo(kMe);
  return journal.steps();
}

}  // namespace

class TestLabelJournal : public QObject {
  Q_OBJECT

 private slots:
  void startsFromTheFileLabels();
  void bulkEditIsOneStepAndLeavesOutWhatIsSo();
  void severalClassesAreOneStep();
  void undoAndRedoAreEntries();
  void aNewLabelEndsRedo();
  void oldLabelsStayAsTheyWere();
  void knowsABeatsHistory();
  void correctionsAreWhatAPersonLabelled();
  void marksAndNotesAreStepsToo();
  void goesBackToAnyStep();
  void behavesAsWholeCopiesWould_data();
  void behavesAsWholeCopiesWould();
  void refusesEntriesThatDoNotFit_data();
  void refusesEntriesThatDoNotFit();
  void refusesABeatThatIsNotThere();
};

void TestLabelJournal::startsFromTheFileLabels() {
  LabelJournal journal({0, 1, kUnlabelled}, {});
  QCOMPARE(*journal.labels(), (std::vector<ClassIndex>{0, 1, kUnlabelled}));
  QVERIFY(!journal.canUndo() && !journal.canRedo());
  QVERIFY(!journal.undo(kMe) && !journal.redo(kMe));
}

void TestLabelJournal::bulkEditIsOneStepAndLeavesOutWhatIsSo() {
  LabelJournal journal({0, 1, 0}, {});
  const std::vector<BeatIndex> beats = {2, 0, 1, 2};
  const auto step = journal.relabel(beats, 1, {"me", "bulk", "model-a"});
  QCOMPARE(step->number, std::int64_t{1});
  QCOMPARE(step->changes, (std::vector<LabelChange>{{0, 0, 1}, {2, 0, 1}}));
  QCOMPARE(step->why, std::string("bulk"));
  QCOMPARE(step->suggestedBy, std::string("model-a"));
  QVERIFY(step->whenMs > 1'700'000'000'000);
  const auto when = journal.historyOf(2).front().when;
  QCOMPARE(when.size(), std::size_t{24});
  QCOMPARE(when.back(), 'Z');
  QCOMPARE(*journal.labels(), (std::vector<ClassIndex>{1, 1, 1}));
  QVERIFY(journal.isEdited(0) && !journal.isEdited(1) && journal.isEdited(2));
  QVERIFY(!journal.relabel(beats, 1, kMe));
  journal.undo(kMe);
  QCOMPARE(*journal.labels(), (std::vector<ClassIndex>{0, 1, 0}));
  QVERIFY(!journal.isEdited(0));
}

void TestLabelJournal::severalClassesAreOneStep() {
  LabelJournal journal({0, 1, 0, 4}, {});
  const std::vector<WantedLabel> wanted = {{3, 2}, {0, 1}, {1, 1}, {2, 4}, {2, 3}};
  const auto step = journal.relabel(wanted, kMe);
  QCOMPARE(step->changes, (std::vector<LabelChange>{{0, 0, 1}, {2, 0, 3}, {3, 4, 2}}));
  QCOMPARE(*journal.labels(), (std::vector<ClassIndex>{1, 1, 3, 2}));
  journal.undo(kMe);
  QCOMPARE(*journal.labels(), (std::vector<ClassIndex>{0, 1, 0, 4}));
  QVERIFY(!journal.canUndo());
}

void TestLabelJournal::undoAndRedoAreEntries() {
  const auto steps = editedSteps();
  QCOMPARE(steps.size(), std::size_t{3});
  QCOMPARE(steps[1]->kind, JournalKind::Undo);
  QCOMPARE(steps[1]->targetStep, std::int64_t{1});
  QCOMPARE(steps[1]->number, std::int64_t{2});
  QCOMPARE(steps[1]->changes, (std::vector<LabelChange>{{2, 1, 0}, {0, 1, 0}}));
  QCOMPARE(steps[2]->kind, JournalKind::Redo);
  QCOMPARE(steps[2]->targetStep, std::int64_t{1});
  LabelJournal again({0, 0, 0, 0}, steps);
  QCOMPARE(*again.labels(), (std::vector<ClassIndex>{1, 0, 1, 0}));
  QVERIFY(again.canUndo() && !again.canRedo());
}

void TestLabelJournal::aNewLabelEndsRedo() {
  LabelJournal journal({0, 0}, {});
  const BeatIndex first = 0;
  journal.relabel({&first, 1}, 1, kMe);
  journal.undo(kMe);
  QVERIFY(journal.canRedo());
  journal.relabel({&first, 1}, 0, kMe);  // changes nothing, so it ends nothing
  QVERIFY(journal.canRedo());
  journal.relabel({&first, 1}, 2, kMe);
  QVERIFY(!journal.canRedo());
  QVERIFY(!journal.redo(kMe));
}

void TestLabelJournal::oldLabelsStayAsTheyWere() {
  LabelJournal journal({0, 0}, {});
  const auto before = journal.labels();
  const BeatIndex beat = 1;
  journal.relabel({&beat, 1}, 3, kMe);
  QCOMPARE(int((*before)[1]), 0);
  QCOMPARE(int((*journal.labels())[1]), 3);
}

void TestLabelJournal::knowsABeatsHistory() {
  LabelJournal journal({0, 0, 0, 0}, editedSteps());
  const auto history = journal.historyOf(2);
  QCOMPARE(history.size(), std::size_t{3});
  QCOMPARE(history[0].kind, JournalKind::Label);
  QCOMPARE(history[1].kind, JournalKind::Undo);
  QCOMPARE(history[2].kind, JournalKind::Redo);
  QVERIFY(journal.historyOf(1).empty());
  QVERIFY(journal.historyOf(99).empty());
}

void TestLabelJournal::marksAndNotesAreStepsToo() {
  using Beats = std::vector<BeatIndex>;
  LabelJournal journal({0, 0, 0}, {});
  journal.relabel(Beats{0, 1}, 1, kMe);
  QVERIFY(journal.setFlag(Beats{1, 2}, true, kMe));
  QVERIFY(!journal.setFlag(Beats{1}, true, kMe));  // is so already
  journal.setExcluded(Beats{1}, true, kMe);
  journal.setNote(Beats{1}, "odd T wave", kMe);
  QCOMPARE(journal.flagged(), (Beats{1, 2}));
  QCOMPARE(journal.excluded(), Beats{1});
  QCOMPARE(journal.noteOf(1), std::string("odd T wave"));
  QCOMPARE(journal.corrections(), Beats{0});  // nothing is learned from what is excluded
  QCOMPARE(*journal.trainingLabels(), (std::vector<ClassIndex>{1, kUnlabelled, 0}));
  QCOMPARE(*journal.labels(), (std::vector<ClassIndex>{1, 1, 0}));
  const auto history = journal.historyOf(1);
  QCOMPARE(history.size(), std::size_t{4});
  QCOMPARE(history[1].what, BeatFact::Flag);
  QCOMPARE(history[2].what, BeatFact::Exclusion);
  QCOMPARE(history[3].toNote, std::string("odd T wave"));
  journal.undo(kMe);
  journal.undo(kMe);
  QVERIFY(journal.noteOf(1).empty() && !journal.isExcluded(1) && journal.isFlagged(1));
  QVERIFY_EXCEPTION_THROWN(journal.setNote(Beats{0}, "\xFF", kMe), Error);
  QCOMPARE(LabelJournal({0, 0, 0}, journal.steps()).now(), journal.now());
}

void TestLabelJournal::goesBackToAnyStep() {
  using Beats = std::vector<BeatIndex>;
  LabelJournal journal({0, 0, 0}, {});
  journal.relabel(Beats{0}, 1, kMe);
  journal.setNote(Beats{2}, "first", kMe);
  journal.relabel(Beats{0, 1}, 2, kMe);
  journal.setNote(Beats{2}, "second", kMe);
  const BeatFacts before = journal.now();
  const auto step = journal.restore(2, {"me", "as after step 2", ""});
  QCOMPARE(*journal.labels(), (std::vector<ClassIndex>{1, 0, 0}));
  QCOMPARE(journal.noteOf(2), std::string("first"));
  QCOMPARE(journal.asOf(2), journal.now());
  QCOMPARE(step->number, std::int64_t{5});
  QVERIFY(!journal.restore(2, kMe));  // is so already
  journal.undo(kMe);
  QCOMPARE(journal.now(), before);
  QVERIFY_EXCEPTION_THROWN(journal.restore(7, kMe), Error);
}

void TestLabelJournal::behavesAsWholeCopiesWould_data() {
  QTest::addColumn<unsigned>("seed");
  for (unsigned seed = 1; seed <= 20; ++seed) QTest::addRow("seed %u", seed) << seed;
}

void TestLabelJournal::behavesAsWholeCopiesWould() {
  QFETCH(unsigned, seed);
  std::mt19937 random(seed);
  const auto below = [&](unsigned limit) { return random() % limit; };
  const std::size_t beats = 1 + below(40);
  NaiveModel model;
  for (std::size_t i = 0; i < beats; ++i) model.labels.push_back(static_cast<ClassIndex>(below(5)));
  const auto fileLabels = model.labels;
  auto journal = std::make_unique<LabelJournal>(fileLabels, std::vector<JournalStepPointer>{});
  std::vector<JournalStepPointer> stored;
  const auto store = [&](const JournalStepPointer& step) {
    if (step) stored.push_back(step);
  };
  for (int action = 0; action < 400; ++action) {
    switch (below(8)) {
      case 0:
      case 1:
        store(journal->undo(kMe));
        model.undo();
        break;
      case 2:
        store(journal->redo(kMe));
        model.redo();
        break;
      case 3:  // restart
        QCOMPARE(journal->steps(), stored);
        journal = std::make_unique<LabelJournal>(fileLabels, stored);
        break;
      default: {
        std::vector<BeatIndex> chosen(below(4) == 0 ? below(30) : 1);
        for (BeatIndex& beat : chosen) beat = below(static_cast<unsigned>(beats));
        const auto to = static_cast<ClassIndex>(below(6) == 5 ? kUnlabelled : below(5));
        store(journal->relabel(chosen, to, kMe));
        model.relabel(chosen, to);
      }
    }
    QCOMPARE(*journal->labels(), model.labels);
    QCOMPARE(journal->canUndo(), !model.past.empty());
    QCOMPARE(journal->canRedo(), !model.future.empty());
    for (BeatIndex beat = 0; beat < beats; ++beat)
      QCOMPARE(journal->isEdited(beat), model.labels[beat] != fileLabels[beat]);
  }
}

void TestLabelJournal::refusesEntriesThatDoNotFit_data() {
  QTest::addColumn<int>("damage");
  QTest::addColumn<QString>("says");
  QTest::newRow("beat") << 0 << "names beat 4, there are 4";
  QTest::newRow("from") << 1 << "expects class 3 on beat 0, found 0";
  QTest::newRow("gap") << 2 << "stands where step 1 was expected";
  QTest::newRow("undo of nothing") << 3 << "which was not next to be undone";
  QTest::newRow("redo of nothing") << 4 << "which was not next to be redone";
  QTest::newRow("undo of another") << 5 << "does not hold the changes of step 1";
  QTest::newRow("kind") << 6 << "unknown kind";
  QTest::newRow("half an undo") << 7 << "does not hold the changes of step 1";
}

void TestLabelJournal::refusesEntriesThatDoNotFit() {
  QFETCH(int, damage);
  QFETCH(QString, says);
  std::vector<JournalStep> steps;
  for (const auto& step : editedSteps()) steps.push_back(*step);
  switch (damage) {
    case 0:
      steps[0].changes[1].beat = 4;
      break;
    case 1:
      steps[0].changes[0].from = 3;
      break;
    case 2:
      steps.erase(steps.begin());
      break;
    case 3:
      steps[1].targetStep = 7;
      break;
    case 4:
      steps[1].kind = JournalKind::Redo;
      break;
    case 5:
      steps[1].changes[0].to = 4;
      break;
    case 6:
      steps[1].kind = static_cast<JournalKind>(9);
      break;
    case 7:
      steps[1].changes.pop_back();
      break;
  }
  std::vector<JournalStepPointer> damaged;
  for (const JournalStep& step : steps) damaged.push_back(std::make_shared<const JournalStep>(step));
  try {
    LabelJournal journal({0, 0, 0, 0}, damaged);
    QFAIL("accepted");
  } catch (const Error& error) {
    QVERIFY2(QString(error.what()).contains(says), error.what());
  }
}

void TestLabelJournal::refusesABeatThatIsNotThere() {
  LabelJournal journal({0, 0}, {});
  const std::vector<BeatIndex> beats = {0, 2};
  QVERIFY_EXCEPTION_THROWN(journal.relabel(beats, 1, kMe), Error);
  QCOMPARE(*journal.labels(), (std::vector<ClassIndex>{0, 0}));
  QVERIFY(journal.steps().empty());
}

void TestLabelJournal::correctionsAreWhatAPersonLabelled() {
  using Beats = std::vector<BeatIndex>;
  LabelJournal journal({0, 0, 0, 0, kUnlabelled}, {});
  QCOMPARE(journal.corrections(), Beats());
  journal.relabel(Beats{3, 1}, 1, kMe);
  journal.relabel(Beats{1}, 0, kMe);  // as the file says, by a person's word
  QCOMPARE(journal.corrections(), (Beats{1, 3}));
  journal.relabel(Beats{2, 4}, 1, kMe);
  journal.undo(kMe);
  QCOMPARE(journal.corrections(), (Beats{1, 3}));
  journal.redo(kMe);
  QCOMPARE(journal.corrections(), (Beats{1, 2, 3, 4}));
  QCOMPARE(LabelJournal({0, 0, 0, 0, kUnlabelled}, journal.steps()).corrections(), (Beats{1, 2, 3, 4}));
}

QTEST_GUILESS_MAIN(TestLabelJournal)
#include "tst_label_journal.moc"
