#include <sys/wait.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QTest>
#include <array>
#include <csignal>

#include "core/workspace/workspace.h"

using namespace ectopy;

namespace {

const std::string kFingerprint(64, 'a');
constexpr std::size_t kBeats = 50;

/// Labels as fast as it can and tells the last step of each append once it returned. Never ends by itself.
[[noreturn]] void labelForEver(const std::filesystem::path& folder, int told) {
  try {
    const auto workspace = Workspace::open(folder, kFingerprint);
    LabelJournal journal(std::vector<ClassIndex>(kBeats, 0), workspace->loadJournal());
    for (std::size_t i = 0; !workspace->isReadOnly(); ++i) {
      const auto to = static_cast<ClassIndex>(1 + journal.steps().size() % 3);
      const std::array<BeatIndex, 3> beats = {static_cast<BeatIndex>(i % kBeats),
                                              static_cast<BeatIndex>((i + 7) % kBeats),
                                              static_cast<BeatIndex>((i + 20) % kBeats)};
      const auto step = i % 5 == 4 ? journal.undo({}) : journal.relabel(beats, to, {"child", "crash", ""});
      if (!step) continue;
      workspace->append({&step, 1});
      const std::int64_t number = step->number;
      if (::write(told, &number, sizeof number) != sizeof number) break;
    }
  } catch (...) {
  }
  ::_exit(1);
}

}  // namespace

class TestWorkspaceCrash : public QObject {
  Q_OBJECT

 private slots:
  void everySavedStepSurvivesAKill();
};

void TestWorkspaceCrash::everySavedStepSurvivesAKill() {
  const QTemporaryDir temporary;
  const std::filesystem::path folder = std::filesystem::path(temporary.path().toStdString()) / "set.ectopy";
  std::int64_t before = 0;
  for (const int stepsBeforeTheKill : {1, 40, 150}) {
    std::array<int, 2> pipe{};
    QCOMPARE(::pipe(pipe.data()), 0);
    const pid_t child = ::fork();
    QVERIFY(child >= 0);
    if (child == 0) labelForEver(folder, pipe[1]);
    ::close(pipe[1]);
    std::int64_t told = 0;
    for (int i = 0; i < stepsBeforeTheKill; ++i)
      QCOMPARE(::read(pipe[0], &told, sizeof told), ssize_t{sizeof told});
    QCOMPARE(::kill(child, SIGKILL), 0);
    QCOMPARE(::waitpid(child, nullptr, 0), child);
    for (std::int64_t last = 0; ::read(pipe[0], &last, sizeof last) == ssize_t{sizeof last};) told = last;
    ::close(pipe[0]);
    QVERIFY(told >= before + stepsBeforeTheKill);

    const auto workspace = Workspace::open(folder, kFingerprint);
    QVERIFY(!workspace->isReadOnly());
    const LabelJournal journal(std::vector<ClassIndex>(kBeats, 0), workspace->loadJournal());
    // One more may have reached the disk without having been told.
    QVERIFY(journal.steps().back()->number == told || journal.steps().back()->number == told + 1);
    before = journal.steps().back()->number;
  }
}

QTEST_GUILESS_MAIN(TestWorkspaceCrash)
#include "tst_workspace_crash.moc"
