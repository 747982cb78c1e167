#include <QTemporaryDir>
#include <QtTest>
#include <random>

#include "core/workspace/journal_file.h"
#include "core/workspace/label_journal.h"
#include "core/workspace/workspace.h"

using namespace ectopy;
namespace fs = std::filesystem;

namespace {

const std::string kFingerprint(64, 'a');
constexpr std::size_t kAnnotators = 2;
const std::array<std::string, kAnnotators> kNames = {"ann", "bob, the \"second\""};

/// Whole copies: what everything must come out at.
struct SimpleModel {
  BeatFacts now;
  std::vector<BeatFacts> past;
  std::vector<BeatFacts> future;
  std::vector<BeatFacts> afterStep;  // [0]: the file

  explicit SimpleModel(const BeatFacts& file) : now(file), afterStep{file} {}
  void become(const BeatFacts& next) {
    if (next == now) return;
    past.push_back(std::exchange(now, next));
    future.clear();
    afterStep.push_back(now);
  }
  void undo() {
    if (past.empty()) return;
    future.push_back(std::exchange(now, past.back()));
    past.pop_back();
    afterStep.push_back(now);
  }
  void redo() {
    if (future.empty()) return;
    past.push_back(std::exchange(now, future.back()));
    future.pop_back();
    afterStep.push_back(now);
  }
};

/// Annotators at work on one workspace, each beside its simple model.
class Work {
 public:
  Work(unsigned seed, fs::path folder) : m_random(seed), m_folder(std::move(folder)) {
    m_beats = 1 + below(30);
    BeatFacts file{{}, std::vector<bool>(m_beats), std::vector<bool>(m_beats), {}};
    for (std::size_t i = 0; i < m_beats; ++i) file.labels.push_back(static_cast<ClassIndex>(below(5)));
    m_models.assign(kAnnotators, SimpleModel(file));
    restart();
  }

  void act() {
    const unsigned who = below(kAnnotators);
    LabelJournal& journal = *m_journals[who];
    SimpleModel& model = m_models[who];
    const EditSource source{kNames[who], "test", ""};
    JournalStepPointer step;
    switch (below(12)) {
      case 0:
      case 1:
        step = journal.undo(source);
        model.undo();
        break;
      case 2:
        step = journal.redo(source);
        model.redo();
        break;
      case 3:
        return restart();
      case 4: {
        const std::size_t to = below(static_cast<unsigned>(model.afterStep.size()));
        step = journal.restore(static_cast<std::int64_t>(to), source);
        model.become(BeatFacts(model.afterStep[to]));
        break;
      }
      default:
        step = edit(journal, model, source);
    }
    if (step) m_workspace->append({&step, 1}, kNames[who]);
  }

  void check() {
    for (std::size_t who = 0; who < kAnnotators; ++who) {
      const LabelJournal& journal = *m_journals[who];
      const SimpleModel& model = m_models[who];
      QCOMPARE(journal.now(), model.now);
      QCOMPARE(journal.canUndo(), !model.past.empty());
      QCOMPARE(journal.canRedo(), !model.future.empty());
      QCOMPARE(journal.steps().size() + 1, model.afterStep.size());
      for (BeatIndex beat = 0; beat < m_beats; ++beat) {
        const bool isLeft = model.now.isExcluded[beat];
        QCOMPARE((*journal.trainingLabels())[beat], isLeft ? kUnlabelled : model.now.labels[beat]);
      }
    }
  }

  /// The whole journal out and into another workspace.
  void handOn(const fs::path& place) {
    const JournalFile file = journalOf(*m_workspace);
    writeJournalJson(place / "j.json", file, {});
    writeJournalCsv(place / "j.csv", file, {});
    const auto fromJson = Workspace::open(place / "json.ectopy", kFingerprint);
    const auto fromCsv = Workspace::open(place / "csv.ectopy", kFingerprint);
    const auto& labels = m_models[0].afterStep[0].labels;
    importJournal(*fromJson, readJournalJson(place / "j.json", {}), labels);
    importJournal(*fromCsv, readJournalCsv(place / "j.csv", {}), labels);
    for (const Workspace* other : {fromJson.get(), fromCsv.get()}) {
      QCOMPARE(other->annotators(), m_workspace->annotators());
      for (const std::string& name : kNames) {
        const auto expected = m_workspace->loadJournal(name);
        const auto found = other->loadJournal(name);
        QCOMPARE(found.size(), expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) QCOMPARE(*found[i], *expected[i]);
      }
    }
  }

 private:
  unsigned below(unsigned limit) { return static_cast<unsigned>(m_random() % limit); }

  void restart() {
    m_workspace.reset();
    m_workspace = Workspace::open(m_folder, kFingerprint);
    m_journals.clear();
    for (std::size_t who = 0; who < kAnnotators; ++who)
      m_journals.push_back(std::make_unique<LabelJournal>(m_models[who].afterStep[0].labels,
                                                          m_workspace->loadJournal(kNames[who])));
  }

  JournalStepPointer edit(LabelJournal& journal, SimpleModel& model, const EditSource& source) {
    std::vector<BeatIndex> beats(below(3) == 0 ? below(40) : 1);
    for (BeatIndex& beat : beats) beat = below(static_cast<unsigned>(m_beats));
    BeatFacts next = model.now;
    const unsigned what = below(6);
    const bool isOn = below(2) == 0;
    const auto to = static_cast<ClassIndex>(below(6) == 5 ? kUnlabelled : below(5));
    const std::string note = below(3) == 0 ? "" : "a \"note\",\r\nof ♥ " + std::to_string(below(3));
    for (const BeatIndex beat : beats) {
      if (what < 3) next.labels[beat] = to;
      if (what == 3) next.isFlagged[beat] = isOn;
      if (what == 4) next.isExcluded[beat] = isOn;
      if (what == 5 && note.empty()) next.notes.erase(beat);
      if (what == 5 && !note.empty()) next.notes[beat] = note;
    }
    model.become(next);
    if (what < 3) return journal.relabel(beats, to, source);
    if (what == 3) return journal.setFlag(beats, isOn, source);
    if (what == 4) return journal.setExcluded(beats, isOn, source);
    return journal.setNote(beats, note, source);
  }

  std::mt19937 m_random;
  fs::path m_folder;
  std::size_t m_beats = 0;
  std::vector<SimpleModel> m_models;
  std::unique_ptr<Workspace> m_workspace;
  std::vector<std::unique_ptr<LabelJournal>> m_journals;
};

}  // namespace

/// Random work of two annotators against a simple model in memory.
class TestJournalProperty : public QObject {
  Q_OBJECT

 private slots:
  void behavesAsWholeCopiesWould_data() {
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 6; ++seed) QTest::addRow("seed %u", seed) << seed;
  }
  void behavesAsWholeCopiesWould() {
    QFETCH(unsigned, seed);
    const QTemporaryDir folder;
    const fs::path place = folder.path().toStdString();
    Work work(seed, place / "set.ectopy");
    for (int action = 0; action < 120 && !QTest::currentTestFailed(); ++action) {
      work.act();
      work.check();
    }
    work.handOn(place);
  }
};

QTEST_GUILESS_MAIN(TestJournalProperty)
#include "tst_journal_property.moc"
