#include <QTemporaryDir>
#include <QtTest>
#include <random>

#include "core/base/error.h"
#include "core/workspace/journal_file.h"
#include "core/workspace/label_journal.h"
#include "core/workspace/workspace.h"
#include "tests/support/beat_builders.h"

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
  /// A place for an added beat: also whatever was before knows that it is not there.
  void addPlace(std::uint32_t record) {
    const auto place = static_cast<BeatIndex>(now.labels.size());
    const auto grow = [&](BeatFacts& facts) {
      facts.labels.push_back(kUnlabelled);
      facts.isFlagged.push_back(false);
      facts.isExcluded.push_back(false);
      facts.peaks[place] = {record, -1};
    };
    grow(now);
    for (auto* const many : {&past, &future, &afterStep}) std::ranges::for_each(*many, grow);
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
    BeatFacts file{{}, std::vector<bool>(m_beats), std::vector<bool>(m_beats), {}, {}};
    for (std::size_t i = 0; i < m_beats; ++i) file.labels.push_back(static_cast<ClassIndex>(below(5)));
    m_file = test::makeBeats({.classes = file.labels, .records = {"one", "two"}});
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
      QCOMPARE(journal.places(), model.now.labels.size());
      for (BeatIndex beat = 0; beat < journal.places(); ++beat) {
        const bool isLeft = model.now.isExcluded[beat];
        QCOMPARE((*journal.trainingLabels())[beat], isLeft ? kUnlabelled : model.now.labels[beat]);
        QCOMPARE(journal.isAbsent(beat), sampleOf(model, beat) < 0);
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
    importJournal(*fromJson, readJournalJson(place / "j.json", {}), m_file);
    const std::vector<ClassIndex> labels = test::labelsOf(*m_file);  // as where the beats are not at hand
    importJournal(*fromCsv, readJournalCsv(place / "j.csv", {}), labels);
    QCOMPARE(impliedFileLabels(file.journals, m_beats).size(), m_beats);
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
      m_journals.push_back(std::make_unique<LabelJournal>(m_file, m_workspace->loadJournal(kNames[who])));
  }

  std::int64_t sampleOf(const SimpleModel& model, BeatIndex beat) const {
    const auto found = model.now.peaks.find(beat);
    return found == model.now.peaks.end() ? m_file->columns().rSamples[beat] : found->second.sample;
  }
  std::uint32_t recordOf(const SimpleModel& model, BeatIndex beat) const {
    return beat < m_beats ? m_file->columns().records[beat] : model.now.peaks.at(beat).record;
  }
  bool isFree(const SimpleModel& model, const BeatPeak& peak, std::size_t except) const {
    for (BeatIndex beat = 0; beat < model.now.labels.size(); ++beat) {
      const std::int64_t there = sampleOf(model, beat);
      if (beat == except || recordOf(model, beat) != peak.record || there < 0) continue;
      if (std::abs(there - peak.sample) <= 36) return false;  // 0.1 s at 360 Hz
    }
    return true;
  }
  void putPeak(BeatFacts& facts, BeatIndex beat, const BeatPeak& peak) const {
    const bool isFiles = beat < m_beats && m_file->columns().rSamples[beat] == peak.sample;
    if (isFiles)
      facts.peaks.erase(beat);
    else
      facts.peaks[beat] = peak;
  }

  /// Adds, moves or deletes; what may not be is refused and changes nothing.
  JournalStepPointer editPeaks(LabelJournal& journal, SimpleModel& model, const EditSource& source) {
    const auto count = static_cast<unsigned>(model.now.labels.size());
    const BeatIndex beat = below(count);
    const BeatPeak peak{recordOf(model, beat), below(20 * 300)};
    const bool isThere = sampleOf(model, beat) >= 0;
    switch (below(3)) {
      case 0: {
        if (!isFree(model, peak, count)) return refused([&] { return journal.addBeat(peak, 0, source); });
        const auto label = static_cast<ClassIndex>(below(6) == 5 ? kUnlabelled : below(5));
        model.addPlace(peak.record);
        BeatFacts next = model.now;
        next.labels[count] = label;
        next.peaks[count] = peak;
        model.become(next);
        return journal.addBeat(peak, label, source);
      }
      case 1: {
        if (!isThere || !isFree(model, peak, beat))
          return refused([&] { return journal.moveBeat(beat, peak.sample, source); });
        BeatFacts next = model.now;
        putPeak(next, beat, peak);
        model.become(next);
        return journal.moveBeat(beat, peak.sample, source);
      }
      default:
        break;
    }
    const std::vector<BeatIndex> going = {beat, beat, below(count)};
    if (!isThere || sampleOf(model, going[2]) < 0)
      return refused([&] { return journal.deleteBeats(going, source); });
    BeatFacts next = model.now;
    for (const BeatIndex gone : going) {
      next.labels[gone] = kUnlabelled;
      next.isFlagged[gone] = next.isExcluded[gone] = false;
      next.notes.erase(gone);
      next.peaks[gone] = {recordOf(model, gone), -1};
    }
    model.become(next);
    return journal.deleteBeats(going, source);
  }

  template <typename Call>
  JournalStepPointer refused(const Call& call) {
    bool wasRefused = false;
    try {
      call();
    } catch (const Error&) {
      wasRefused = true;
    }
    [&] { QVERIFY(wasRefused); }();
    return {};
  }

  JournalStepPointer edit(LabelJournal& journal, SimpleModel& model, const EditSource& source) {
    if (below(3) == 0) return editPeaks(journal, model, source);
    std::vector<BeatIndex> beats(below(3) == 0 ? below(40) : 1);
    for (BeatIndex& beat : beats) beat = below(static_cast<unsigned>(model.now.labels.size()));
    if (std::ranges::any_of(beats, [&](BeatIndex beat) { return sampleOf(model, beat) < 0; }))
      return refused([&] { return journal.relabel(beats, 1, source); });
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
  std::size_t m_beats = 0;  // of the file
  std::shared_ptr<const BeatSet> m_file;
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
    for (unsigned seed = 1; seed <= 8; ++seed) QTest::addRow("seed %u", seed) << seed;
  }
  void behavesAsWholeCopiesWould() {
    QFETCH(unsigned, seed);
    const QTemporaryDir folder;
    const fs::path place = folder.path().toStdString();
    Work work(seed, place / "set.ectopy");
    for (int action = 0; action < 150 && !QTest::currentTestFailed(); ++action) {
      work.act();
      work.check();
    }
    work.handOn(place);
  }
};

QTEST_GUILESS_MAIN(TestJournalProperty)
#include "tst_journal_property.moc"
