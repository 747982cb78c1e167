#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/resource.h>

#include <QTemporaryDir>
#include <QtTest>
#include <array>
#include <csignal>

#include "core/base/files.h"
#include "core/workspace/folder_lock.h"
#include "core/workspace/workspace.h"
#include "core/workspace/workspace_summary.h"
#include "tests/support/beat_builders.h"
#include "tests/support/error_text.h"

using namespace ectopy;
namespace fs = std::filesystem;

namespace {

const std::string kFingerprint(64, 'a');

/// The tables as the first layout had them; its journal is of all who labelled.
constexpr auto kFirstLayout = R"sql(
  CREATE TABLE data_set(fingerprint TEXT NOT NULL);
  CREATE TABLE fact(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE journal_step(
    step INTEGER PRIMARY KEY, kind INTEGER NOT NULL, target_step INTEGER NOT NULL, who TEXT NOT NULL,
    at TEXT NOT NULL, why TEXT NOT NULL, suggested_by TEXT NOT NULL);
  CREATE TABLE journal_change(
    step INTEGER NOT NULL REFERENCES journal_step(step), place INTEGER NOT NULL, beat INTEGER NOT NULL,
    from_class INTEGER NOT NULL, to_class INTEGER NOT NULL, PRIMARY KEY(step, place)) WITHOUT ROWID;
  CREATE TABLE run(
    id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, name TEXT NOT NULL, model_file TEXT NOT NULL,
    info_json TEXT NOT NULL);
  PRAGMA application_id = 0x45637479;
  PRAGMA user_version = 1;
  INSERT INTO fact VALUES ('view.beat', '3');
  INSERT INTO run VALUES (1, '2026-01-01T00:00:00.000Z', 'one', 'one.safetensors', '{}');
  INSERT INTO journal_step VALUES
    (1, 0, 0, 'bob', '2026-03-01T12:00:00.125Z', 'key', ''),
    (2, 0, 0, 'ann', '2026-03-01T12:00:01.000Z', 'bulk', 'model'),
    (3, 1, 2, 'ann', '2026-03-01T12:00:02.000Z', 'undo', ''),
    (4, 0, 0, 'ann', 'yesterday', 'key', '');
  INSERT INTO journal_change VALUES
    (1, 0, 1, 0, 2), (2, 0, 1, 2, 3), (2, 1, 4, 255, 3), (3, 0, 4, 3, 255), (3, 1, 1, 3, 2), (4, 0, 0, 0, 1);
)sql";

/// The second, with one journal an annotator, and without R peaks.
constexpr auto kSecondLayout = R"sql(
  CREATE TABLE data_set(fingerprint TEXT NOT NULL);
  CREATE TABLE fact(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE annotator(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE word(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
  CREATE TABLE journal(
    place INTEGER PRIMARY KEY, kind INTEGER NOT NULL, target_step INTEGER NOT NULL, who INTEGER NOT NULL,
    at_ms INTEGER NOT NULL, why INTEGER NOT NULL, suggested_by INTEGER NOT NULL, changes BLOB NOT NULL,
    notes BLOB);
  CREATE TABLE run(
    id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, name TEXT NOT NULL, model_file TEXT NOT NULL,
    info_json TEXT NOT NULL);
  PRAGMA application_id = 0x45637479;
  PRAGMA user_version = 2;
  INSERT INTO annotator VALUES (1, 'ann'), (2, 'bob');
  INSERT INTO word VALUES (1, 'ann'), (2, 'key'), (3, ''), (4, 'bob');
  INSERT INTO journal VALUES
    ((1 << 40) + 1, 0, 0, 1, 1767225600125, 2, 3, x'00000000000100' || x'01000000000200', NULL),
    ((1 << 40) + 2, 0, 0, 1, 1767225600126, 2, 3, x'', x'02000000' || x'00000000' || x'020000006869'),
    ((2 << 40) + 1, 0, 0, 4, 1767225600127, 2, 3, x'00000000000400', NULL);
)sql";

const std::vector<ClassIndex> kFileLabels = {0, 0, 0, 0, kUnlabelled};
const std::vector<ClassIndex> kLabels = {1, 2, 0, 0, kUnlabelled};

std::vector<ClassIndex> labelsIn(const Workspace& workspace) {
  return *LabelJournal(kFileLabels, workspace.loadJournal()).labels();
}

}  // namespace

/// Workspaces of earlier programs.
class TestWorkspaceLayouts : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void theFirstBecomesTheJournalOfWhoMadeMostOfIt();
  void isReadWhereNothingMayBeWritten();
  void stillReadsTheFirstWhenItCanNotClimb();
  void isSummarisedUnchanged();
  void theSecondTakesRPeaks();
  void theSecondIsReadWhereNothingMayBeWritten();

 private:
  void makeSecond();
  fs::path folder() const { return fs::path(m_folder->path().toStdString()) / "set.ectopy"; }
  fs::path file() const { return folder() / "workspace.sqlite"; }
  std::unique_ptr<QTemporaryDir> m_folder;
};

void TestWorkspaceLayouts::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  fs::create_directories(folder());
  SQLite::Database database(file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  database.exec(kFirstLayout);
  database.exec("INSERT INTO data_set VALUES ('" + kFingerprint + "')");
}

void TestWorkspaceLayouts::theFirstBecomesTheJournalOfWhoMadeMostOfIt() {
  for (int opening = 0; opening < 2; ++opening) {
    const auto workspace = Workspace::open(folder(), kFingerprint);
    QCOMPARE(workspace->annotators(), std::vector<std::string>{"ann"});
    LabelJournal journal(kFileLabels, workspace->loadJournal());
    QCOMPARE(*journal.labels(), kLabels);
    QCOMPARE(journal.steps().size(), std::size_t{4});
    const JournalStep& first = *journal.steps()[0];
    QCOMPARE(first.who, std::string("bob"));
    QCOMPARE(first.why, std::string("key"));
    QCOMPARE(journal.historyOf(1).front().when, std::string("2026-03-01T12:00:00.125Z"));
    QCOMPARE(journal.steps()[1]->suggestedBy, std::string("model"));
    QCOMPARE(journal.steps()[2]->kind, JournalKind::Undo);
    QCOMPARE(journal.steps()[3]->whenMs, std::int64_t{0});  // was no time
    QCOMPARE(*workspace->value("view.beat"), std::string("3"));
    QCOMPARE(workspace->runs().size(), std::size_t{1});
  }
  const auto workspace = Workspace::open(folder(), kFingerprint);
  LabelJournal journal(kFileLabels, workspace->loadJournal("ann"));
  const auto undone = journal.undo({"ann", "undo", ""});
  workspace->append({&undone, 1});
  QCOMPARE(workspace->loadJournal("ann").size(), std::size_t{5});
  QCOMPARE(SQLite::Database(file().string()).execAndGet("PRAGMA user_version").getInt(), 3);
}

void TestWorkspaceLayouts::isReadWhereNothingMayBeWritten() {
  const FolderLock another(folder() / "workspace.lock");
  const auto reader = Workspace::open(folder(), kFingerprint);
  QVERIFY(reader->isReadOnly());
  QCOMPARE(labelsIn(*reader), kLabels);
  QCOMPARE(reader->annotators(), std::vector<std::string>{"ann"});
  QCOMPARE(reader->loadJournal("ann").size(), std::size_t{4});
  QVERIFY(reader->loadJournal("bob").empty());
  QCOMPARE(SQLite::Database(file().string()).execAndGet("PRAGMA user_version").getInt(), 1);
}

void TestWorkspaceLayouts::stillReadsTheFirstWhenItCanNotClimb() {
  // The longest file the process may write stands in for the end of the disk.
  rlimit before{};
  QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto oldHandler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit tight{16 * 1024, before.rlim_max};
  QCOMPARE(::setrlimit(RLIMIT_FSIZE, &tight), 0);
  const std::string sentence = test::errorText([&] { Workspace::open(folder(), kFingerprint); });
  QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, oldHandler);
  QVERIFY2(sentence.starts_with("Could not open the workspace"), sentence.c_str());
  QCOMPARE(SQLite::Database(file().string()).execAndGet("SELECT count(*) FROM journal_change").getInt(), 6);
  QCOMPARE(labelsIn(*Workspace::open(folder(), kFingerprint)), kLabels);
}

void TestWorkspaceLayouts::isSummarisedUnchanged() {
  const std::string before = readTextFile(file(), 1 << 20);
  const WorkspaceSummary summary = summariseWorkspace(folder());
  QCOMPARE(summary.steps, std::int64_t{4});
  QCOMPARE(summary.editedBeats, std::int64_t{2});
  QCOMPARE(summary.annotators, std::vector<std::string>{"ann"});
  QCOMPARE(readTextFile(file(), 1 << 20), before);
}

void TestWorkspaceLayouts::makeSecond() {
  fs::remove(file());
  SQLite::Database database(file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  database.exec(kSecondLayout);
  database.exec("INSERT INTO data_set VALUES ('" + kFingerprint + "')");
}

void TestWorkspaceLayouts::theSecondTakesRPeaks() {
  makeSecond();
  const auto beats = test::makeBeats({.classes = kFileLabels, .records = {"one"}});
  for (int opening = 0; opening < 2; ++opening) {
    const auto workspace = Workspace::open(folder(), kFingerprint);
    QCOMPARE(workspace->annotators(), (std::vector<std::string>{"ann", "bob"}));
    QCOMPARE(SQLite::Database(file().string()).execAndGet("PRAGMA user_version").getInt(), 3);
    LabelJournal journal(beats, workspace->loadJournal("ann"));
    QCOMPARE(journal.noteOf(2), std::string("hi"));
    QCOMPARE(journal.places(), std::size_t(5 + opening));
    QCOMPARE(labelsIn(*workspace).at(1), ClassIndex{2});
    if (opening == 1) return;
    const auto added = journal.addBeat({0, 450}, 3, {"ann", "double click", ""});
    const std::array moved = {added, journal.moveBeat(0, 310, {"ann", "drag", ""})};
    workspace->append(moved, "ann");
  }
}

void TestWorkspaceLayouts::theSecondIsReadWhereNothingMayBeWritten() {
  makeSecond();
  const FolderLock another(folder() / "workspace.lock");
  const auto reader = Workspace::open(folder(), kFingerprint);
  QVERIFY(reader->isReadOnly());
  QCOMPARE(reader->loadJournal("ann").size(), std::size_t{2});
  QCOMPARE(labelsIn(*reader), (std::vector<ClassIndex>{1, 2, 0, 0, kUnlabelled}));
  QCOMPARE(summariseWorkspace(folder()).editedBeats, std::int64_t{2});
  QCOMPARE(SQLite::Database(file().string()).execAndGet("PRAGMA user_version").getInt(), 2);
}

QTEST_GUILESS_MAIN(TestWorkspaceLayouts)
#include "tst_workspace_layouts.moc"
