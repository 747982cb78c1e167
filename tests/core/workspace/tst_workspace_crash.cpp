#include <sys/wait.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QTest>
#include <array>
#include <csignal>
#include <random>

#include "core/workspace/label_journal.h"
#include "core/workspace/workspace.h"
#include "tests/support/beat_builders.h"

using namespace ectopy;

namespace {

const std::string kFingerprint(64, 'a');
constexpr std::size_t kBeats = 50;
constexpr int kKills = 10;  // unless ECTOPY_KILLS says otherwise

/// What is told of a step once it is on disk.
struct Saved {
  std::int64_t number = 0;
  std::int64_t beat = 0;  // of its first change, of an R peak where there is one
  std::int64_t to = 0;

  explicit Saved(const JournalStep& step = {}) : number(step.number) {
    if (!step.peaks.empty()) {
      beat = step.peaks.front().beat;
      to = step.peaks.front().to;
    } else if (!step.changes.empty()) {
      beat = step.changes.front().beat;
      to = step.changes.front().to;
    }
  }
};

std::shared_ptr<const BeatSet> fileBeats() {
  return test::makeBeats({.classes = std::vector<ClassIndex>(kBeats, 0), .records = {"one"}});
}

/// Labels, adds, moves and deletes in turn.
JournalStepPointer edit(LabelJournal& journal, std::size_t turn) {
  const EditSource source{"child", "crash", ""};
  const auto to = static_cast<ClassIndex>(1 + journal.steps().size() % 3);
  const auto beat = static_cast<BeatIndex>(turn % kBeats);
  switch (turn % 7) {
    case 2:
      return journal.addBeat({0, 300 * std::int64_t{kBeats} + 50 * std::int64_t(journal.places())}, to,
                             source);
    case 3:
      return journal.isAbsent(beat)
                 ? nullptr
                 : journal.moveBeat(beat,
                                    journal.peakOf(beat).sample % 300 == 0 ? journal.peakOf(beat).sample + 40
                                                                           : 300 * (beat + 1),
                                    source);
    case 4:
      return journal.undo({});
    case 5: {
      const auto last = static_cast<BeatIndex>(journal.places() - 1);
      return last < kBeats || journal.isAbsent(last) ? nullptr : journal.deleteBeats({&last, 1}, source);
    }
    default:
      break;
  }
  const std::array<BeatIndex, 3> beats = {beat, static_cast<BeatIndex>((turn + 7) % kBeats),
                                          static_cast<BeatIndex>((turn + 20) % kBeats)};
  return journal.relabel(beats, to, source);
}

/// Labels as fast as it can and tells the last step of each append once it returned. Never ends by itself.
[[noreturn]] void labelForEver(const std::filesystem::path& folder, int told) {
  try {
    const auto workspace = Workspace::open(folder, kFingerprint);
    LabelJournal journal(fileBeats(), workspace->loadJournal());
    for (std::size_t i = 0; !workspace->isReadOnly(); ++i) {
      const auto step = edit(journal, i);
      if (!step) continue;
      workspace->append({&step, 1});
      const Saved saved(*step);
      if (::write(told, &saved, sizeof saved) != sizeof saved) break;
    }
  } catch (...) {
  }
  ::_exit(1);
}

/// Labels in a process of its own until it is killed at a random moment; what it told, in order.
void labelUntilKilled(const std::filesystem::path& folder, std::mt19937& random, std::vector<Saved>& told) {
  std::array<int, 2> pipe{};
  QCOMPARE(::pipe(pipe.data()), 0);
  const pid_t child = ::fork();
  QVERIFY(child >= 0);
  if (child == 0) labelForEver(folder, pipe[1]);
  ::close(pipe[1]);
  Saved saved;
  // Sometimes before its first step, while it opens; mostly amid many.
  if (random() % 5 != 0) {
    QCOMPARE(::read(pipe[0], &saved, sizeof saved), ssize_t{sizeof saved});
    told.push_back(saved);
  }
  ::usleep(static_cast<useconds_t>(random() % 60000));
  QCOMPARE(::kill(child, SIGKILL), 0);
  QCOMPARE(::waitpid(child, nullptr, 0), child);
  while (::read(pipe[0], &saved, sizeof saved) == ssize_t{sizeof saved}) told.push_back(saved);
  ::close(pipe[0]);
}

}  // namespace

class TestWorkspaceCrash : public QObject {
  Q_OBJECT

 private slots:
  void everySavedStepSurvivesAKill();
};

// ECTOPY_KILLS=200 tst_workspace_crash: the long run.
void TestWorkspaceCrash::everySavedStepSurvivesAKill() {
  const QTemporaryDir temporary;
  const std::filesystem::path folder = std::filesystem::path(temporary.path().toStdString()) / "set.ectopy";
  const int kills =
      qEnvironmentVariableIsSet("ECTOPY_KILLS") ? qEnvironmentVariableIntValue("ECTOPY_KILLS") : kKills;
  std::mt19937 random(5);
  std::size_t before = 0;
  std::size_t checked = 0;
  std::size_t peaks = 0;
  for (int kill = 0; kill < kills; ++kill) {
    std::vector<Saved> told;
    labelUntilKilled(folder, random, told);
    const auto workspace = Workspace::open(folder, kFingerprint);
    QVERIFY(!workspace->isReadOnly());
    LabelJournal journal(fileBeats(), workspace->loadJournal());
    // One more may have reached the disk without having been told.
    const std::size_t found = journal.steps().size();
    QVERIFY(found == before + told.size() || found == before + told.size() + 1);
    for (const Saved& saved : told) {
      const JournalStep& step = *journal.steps().at(static_cast<std::size_t>(saved.number - 1));
      QCOMPARE(Saved(step).beat, saved.beat);
      QCOMPARE(Saved(step).to, saved.to);
      peaks += step.peaks.size();
    }
    checked += told.size();
    if (const auto undone = journal.undo({"parent", "undo", ""})) workspace->append({&undone, 1});
    before = workspace->loadJournal().size();
    QCOMPARE(before, journal.steps().size());
  }
  QVERIFY(peaks > 0);
  qInfo("%d kills, %zu saved edits, %zu of R peaks, all there", kills, checked, peaks);
}

QTEST_GUILESS_MAIN(TestWorkspaceCrash)
#include "tst_workspace_crash.moc"
