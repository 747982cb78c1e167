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

std::vector<JournalEntry> editedEntries() {
  LabelJournal journal({0, 0, 0, 0}, {});
  const std::vector<BeatIndex> bulk = {0, 2};
  journal.relabel(bulk, 1, kMe);
  journal.undo(kMe);
  journal.redo(kMe);
  return journal.entries();
}

}  // namespace

class TestLabelJournal : public QObject {
  Q_OBJECT

 private slots:
  void startsFromTheFileLabels();
  void bulkEditIsOneStepAndLeavesOutWhatIsSo();
  void undoAndRedoAreEntries();
  void aNewLabelEndsRedo();
  void oldLabelsStayAsTheyWere();
  void knowsABeatsHistory();
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
  QVERIFY(journal.undo(kMe).empty() && journal.redo(kMe).empty());
}

void TestLabelJournal::bulkEditIsOneStepAndLeavesOutWhatIsSo() {
  LabelJournal journal({0, 1, 0}, {});
  const std::vector<BeatIndex> beats = {2, 0, 1, 2};
  const auto entries = journal.relabel(beats, 1, {"me", "bulk", "model-a"});
  QCOMPARE(entries.size(), std::size_t{2});
  for (const JournalEntry& entry : entries) {
    QCOMPARE(entry.step, std::int64_t{1});
    QCOMPARE(entry.why, std::string("bulk"));
    QCOMPARE(entry.suggestedBy, std::string("model-a"));
    QCOMPARE(entry.when.size(), std::size_t{24});
    QCOMPARE(entry.when.back(), 'Z');
  }
  QCOMPARE(*journal.labels(), (std::vector<ClassIndex>{1, 1, 1}));
  QVERIFY(journal.isEdited(0) && !journal.isEdited(1) && journal.isEdited(2));
  QVERIFY(journal.relabel(beats, 1, kMe).empty());
  journal.undo(kMe);
  QCOMPARE(*journal.labels(), (std::vector<ClassIndex>{0, 1, 0}));
  QVERIFY(!journal.isEdited(0));
}

void TestLabelJournal::undoAndRedoAreEntries() {
  const auto entries = editedEntries();
  QCOMPARE(entries.size(), std::size_t{6});
  QCOMPARE(entries[2].kind, JournalKind::Undo);
  QCOMPARE(entries[2].targetStep, std::int64_t{1});
  QCOMPARE(entries[2].step, std::int64_t{2});
  QCOMPARE(int(entries[2].from), 1);
  QCOMPARE(int(entries[2].to), 0);
  QCOMPARE(entries[4].kind, JournalKind::Redo);
  QCOMPARE(entries[4].targetStep, std::int64_t{1});
  LabelJournal again({0, 0, 0, 0}, entries);
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
  QVERIFY(journal.redo(kMe).empty());
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
  LabelJournal journal({0, 0, 0, 0}, editedEntries());
  const auto history = journal.historyOf(2);
  QCOMPARE(history.size(), std::size_t{3});
  QCOMPARE(history[0].kind, JournalKind::Label);
  QCOMPARE(history[1].kind, JournalKind::Undo);
  QCOMPARE(history[2].kind, JournalKind::Redo);
  QVERIFY(journal.historyOf(1).empty());
  QVERIFY(journal.historyOf(99).empty());
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
  auto journal = std::make_unique<LabelJournal>(fileLabels, std::vector<JournalEntry>{});
  std::vector<JournalEntry> stored;
  const auto store = [&](const std::vector<JournalEntry>& entries) {
    stored.insert(stored.end(), entries.begin(), entries.end());
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
        QCOMPARE(journal->entries(), stored);
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
  QTest::newRow("two actions") << 7 << "mixes entries";
  QTest::newRow("half an undo") << 8 << "does not hold the changes of step 1";
}

void TestLabelJournal::refusesEntriesThatDoNotFit() {
  QFETCH(int, damage);
  QFETCH(QString, says);
  auto entries = editedEntries();
  switch (damage) {
    case 0:
      entries[1].beat = 4;
      break;
    case 1:
      entries[0].from = 3;
      break;
    case 2:
      entries.erase(entries.begin(), entries.begin() + 2);
      break;
    case 3:
      entries[2].targetStep = entries[3].targetStep = 7;
      break;
    case 4:
      entries[2].kind = entries[3].kind = JournalKind::Redo;
      break;
    case 5:
      entries[2].to = 4;
      break;
    case 6:
      entries[2].kind = entries[3].kind = static_cast<JournalKind>(9);
      break;
    case 7:
      entries[1].who = "someone else";
      break;
    case 8:
      entries.erase(entries.begin() + 3);
      break;
  }
  try {
    LabelJournal journal({0, 0, 0, 0}, entries);
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
  QVERIFY(journal.entries().empty());
}

QTEST_GUILESS_MAIN(TestLabelJournal)
#include "tst_label_journal.moc"
