#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/resource.h>
#include <unistd.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <functional>
#include <thread>

#include "core/base/error.h"
#include "core/workspace/workspace.h"
#include "core/workspace/workspace_summary.h"

using namespace ectopy;
namespace fs = std::filesystem;

namespace {

const std::string kFingerprint(64, 'a');
const EditSource kMe{"me", "key", "model \"b\""};

std::vector<JournalStepPointer> someSteps(std::size_t beats, int count) {
  LabelJournal journal(std::vector<ClassIndex>(beats, 0), {});
  for (int i = 0; i < count; ++i) {
    const std::vector<BeatIndex> chosen = {static_cast<BeatIndex>(i % beats), 0};
    journal.relabel(chosen, static_cast<ClassIndex>(1 + i % 4), kMe);
    if (i % 3 == 0) journal.undo(kMe);
    if (i % 6 == 0) journal.redo(kMe);
  }
  return journal.steps();
}

/// Their values: pointers to equal steps differ.
std::vector<JournalStep> valuesOf(const std::vector<JournalStepPointer>& steps) {
  std::vector<JournalStep> values;
  for (const auto& step : steps) values.push_back(*step);
  return values;
}

JournalStepPointer renumbered(const JournalStepPointer& step, std::int64_t number) {
  JournalStep changed = *step;
  changed.number = number;
  return std::make_shared<const JournalStep>(std::move(changed));
}

QString errorOf(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return QString::fromUtf8(error.what());
  }
  return {};
}

QByteArray bytesOf(const fs::path& path) {
  QFile file(QString::fromStdString(path.string()));
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

class TestWorkspace : public QObject {
  Q_OBJECT

 private slots:
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }
  void makesItsFolders();
  void keepsEntriesOverARestart();
  void takesStepsInOrderOnlyAndAllOrNone();
  void keepsFactsAndRuns();
  void secondWindowIsReadOnly();
  void refusesAnotherDataSet();
  void leavesADamagedFileAlone_data();
  void leavesADamagedFileAlone();
  void refusesAnotherProgramsDatabase();
  void refusesANewerLayout();
  void saysWhenItsFolderCanNotBeMade();
  void tellsOfAFullDiskAndKeepsAllOrNothing();
  void opensReadOnlyWhereNothingCanBeWritten();
  void isSummarised();
  void servesSeveralThreads();
  void keepsAMillionEntries();

 private:
  fs::path folder() const { return fs::path(m_folder->path().toStdString()) / "set.ectopy"; }
  std::unique_ptr<Workspace> open() const { return Workspace::open(folder(), kFingerprint); }
  std::unique_ptr<QTemporaryDir> m_folder;
};

void TestWorkspace::makesItsFolders() {
  const auto workspace = open();
  QVERIFY(!workspace->isReadOnly());
  QVERIFY(workspace->readOnlyReason().empty());
  QVERIFY(fs::exists(folder() / "workspace.sqlite"));
  QVERIFY(fs::is_directory(workspace->modelsFolder()));
  QVERIFY(fs::is_directory(workspace->reportsFolder()));
  QVERIFY(fs::is_directory(workspace->cacheFolder()));
  QVERIFY(workspace->loadJournal().empty());
}

void TestWorkspace::keepsEntriesOverARestart() {
  const auto steps = someSteps(10, 20);
  {
    const auto workspace = open();
    workspace->append({steps.data(), 1});
    workspace->append(std::span(steps).subspan(1));
    workspace->append({});
  }
  const auto loaded = open()->loadJournal();
  QCOMPARE(valuesOf(loaded), valuesOf(steps));
  const LabelJournal journal(std::vector<ClassIndex>(10, 0), loaded);
  QVERIFY(journal.canUndo());
}

void TestWorkspace::takesStepsInOrderOnlyAndAllOrNone() {
  const auto steps = someSteps(5, 2);
  const auto workspace = open();
  workspace->append({steps.data(), 1});
  QVERIFY(errorOf([&] { workspace->append({steps.data(), 1}); }).contains("step 1 can't follow"));
  auto withGap = std::vector(steps.begin() + 1, steps.end());
  withGap.back() = renumbered(withGap.back(), withGap.back()->number + 5);
  QVERIFY(errorOf([&] { workspace->append(withGap); }).contains("can't follow"));
  QCOMPARE(workspace->loadJournal().size(), std::size_t{1});
  workspace->append(std::span(steps).subspan(1));
  QCOMPARE(valuesOf(workspace->loadJournal()), valuesOf(steps));
}

void TestWorkspace::keepsFactsAndRuns() {
  {
    const auto workspace = open();
    QVERIFY(!workspace->value("page"));
    workspace->setValue("page", "train");
    workspace->setValue("page", "evaluate");
    workspace->setValue("path", "/a/'quoted'; DROP TABLE fact");
    QCOMPARE(workspace->addRun({0, "2026-01-01T00:00:00Z", "one", "one.safetensors", "{}"}), std::int64_t{1});
    QCOMPARE(workspace->addRun({0, "2026-01-02T00:00:00Z", "two", "two.safetensors", "{\"a\":1}"}),
             std::int64_t{2});
  }
  const auto workspace = open();
  QCOMPARE(*workspace->value("page"), std::string("evaluate"));
  QCOMPARE(*workspace->value("path"), std::string("/a/'quoted'; DROP TABLE fact"));
  const auto runs = workspace->runs();
  QCOMPARE(runs.size(), std::size_t{2});
  QCOMPARE(runs[1].id, std::int64_t{2});
  QCOMPARE(runs[1].name, std::string("two"));
  QCOMPARE(runs[1].infoJson, std::string("{\"a\":1}"));
}

void TestWorkspace::secondWindowIsReadOnly() {
  const auto steps = someSteps(5, 3);
  auto first = open();
  first->append(steps);
  first->setValue("page", "browse");
  const auto second = open();
  QVERIFY(second->isReadOnly());
  const auto reason = QString::fromStdString(second->readOnlyReason());
  QVERIFY2(reason.contains(QString("process %1 on ").arg(::getpid())), qPrintable(reason));
  QCOMPARE(valuesOf(second->loadJournal()), valuesOf(steps));
  QCOMPARE(*second->value("page"), std::string("browse"));
  QCOMPARE(errorOf([&] { second->setValue("page", "x"); }), reason);
  QCOMPARE(errorOf([&] { second->append(steps); }), reason);
  QCOMPARE(errorOf([&] { second->addRun({}); }), reason);
  first.reset();
  QVERIFY(!open()->isReadOnly());
}

void TestWorkspace::refusesAnotherDataSet() {
  open()->append(someSteps(5, 3));
  const auto sentence = errorOf([&] { Workspace::open(folder(), std::string(64, 'b')); });
  QVERIFY2(sentence.contains("another data set") && sentence.contains("aaaaaaaaaaaa"), qPrintable(sentence));
  QVERIFY(!open()->isReadOnly());
}

void TestWorkspace::leavesADamagedFileAlone_data() {
  QTest::addColumn<int>("keptPercent");
  QTest::newRow("last page gone") << 95;
  QTest::newRow("half") << 50;
  QTest::newRow("no database") << -1;
}

void TestWorkspace::leavesADamagedFileAlone() {
  QFETCH(int, keptPercent);
  open()->append(someSteps(5000, 4000));
  const fs::path file = folder() / "workspace.sqlite";
  QVERIFY(!fs::exists(file.string() + "-wal"));
  QFile damaged(QString::fromStdString(file.string()));
  if (keptPercent < 0) {
    QVERIFY(damaged.open(QIODevice::WriteOnly | QIODevice::Truncate));
    damaged.write(
        "these are not the labels you are looking for, and they are longer than a header is. "
        "Really: a database begins with sixteen bytes that these are not.");
    damaged.close();
  } else {
    QVERIFY(damaged.resize(damaged.size() * keptPercent / 100));
  }
  const QByteArray before = bytesOf(file);
  const auto sentence = errorOf([&] { open(); });
  QVERIFY2(sentence.contains("is damaged") && sentence.contains("workspace.sqlite"), qPrintable(sentence));
  QCOMPARE(bytesOf(file), before);
}

void TestWorkspace::refusesAnotherProgramsDatabase() {
  fs::create_directories(folder());
  const fs::path file = folder() / "workspace.sqlite";
  SQLite::Database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE t(a)");
  const QByteArray before = bytesOf(file);
  QVERIFY(errorOf([&] { open(); }).contains("another program"));
  QCOMPARE(bytesOf(file), before);
}

void TestWorkspace::refusesANewerLayout() {
  open();
  const fs::path file = folder() / "workspace.sqlite";
  SQLite::Database(file.string(), SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 99");
  QVERIFY(errorOf([&] { open(); }).contains("newer Ectopy (version 99"));
}

void TestWorkspace::saysWhenItsFolderCanNotBeMade() {
  const fs::path file = fs::path(m_folder->path().toStdString()) / "file";
  QVERIFY(QFile(QString::fromStdString(file.string())).open(QIODevice::WriteOnly));
  QVERIFY(errorOf([&] { Workspace::open(file, kFingerprint); }).contains("can't be made"));
  QVERIFY(errorOf([&] { Workspace::open(file / "set.ectopy", kFingerprint); }).contains("can't be made"));
}

void TestWorkspace::tellsOfAFullDiskAndKeepsAllOrNothing() {
  const auto steps = someSteps(5, 3);
  const auto workspace = open();
  workspace->append(steps);
  LabelJournal journal(std::vector<ClassIndex>(60000, 0), {});
  std::vector<BeatIndex> all(60000);
  for (BeatIndex i = 0; i < all.size(); ++i) all[i] = i;
  const auto bulk = renumbered(journal.relabel(all, 2, kMe), steps.back()->number + 1);

  // The longest file the process may write stands in for the end of the disk.
  rlimit before{};
  QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto oldHandler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit tight{256 * 1024, before.rlim_max};
  QCOMPARE(::setrlimit(RLIMIT_FSIZE, &tight), 0);
  const auto sentence = errorOf([&] { workspace->append({&bulk, 1}); });
  QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, oldHandler);

  QVERIFY2(sentence.startsWith("Could not save the labels"), qPrintable(sentence));
  QCOMPARE(valuesOf(workspace->loadJournal()), valuesOf(steps));
  workspace->append({&bulk, 1});
  QCOMPARE(workspace->loadJournal().back()->changes, bulk->changes);
}

void TestWorkspace::opensReadOnlyWhereNothingCanBeWritten() {
  const auto steps = someSteps(5, 3);
  open()->append(steps);
  const bool isRoot = ::geteuid() == 0;
  constexpr uid_t kNobody = 65534;
  fs::permissions(m_folder->path().toStdString(), fs::perms(0755));
  for (const auto& item : fs::recursive_directory_iterator(folder()))
    fs::permissions(item.path(), fs::perms(item.is_directory() ? 0555 : 0444));
  fs::permissions(folder(), fs::perms(0555));
  // Nothing is forbidden to root, so it becomes somebody else for a moment.
  if (isRoot && ::seteuid(kNobody) != 0) QSKIP("root can't become another user here");
  std::vector<JournalStepPointer> loaded;
  QString reason;
  const auto sentence = errorOf([&] {
    const auto workspace = open();
    reason = QString::fromStdString(workspace->readOnlyReason());
    loaded = workspace->loadJournal();
  });
  if (isRoot) QCOMPARE(::seteuid(0), 0);
  fs::permissions(folder(), fs::perms(0755));
  QVERIFY2(sentence.isEmpty(), qPrintable(sentence));
  QVERIFY2(reason.contains("can't be written to"), qPrintable(reason));
  QCOMPARE(valuesOf(loaded), valuesOf(steps));
}

void TestWorkspace::isSummarised() {
  {
    const auto workspace = open();
    LabelJournal journal(std::vector<ClassIndex>(10, 0), {});
    const std::vector<BeatIndex> three = {1, 2, 3};
    const std::vector<BeatIndex> one = {1};
    journal.relabel(three, 2, {"ann", "bulk", ""});
    journal.relabel(one, 0, {"bob", "key", ""});  // as the file has it again
    journal.relabel(one, 4, kMe);
    journal.undo(kMe);
    workspace->append(journal.steps());
    workspace->setValue(kDataPathKey, "/data/x.beats");
    workspace->addRun({0, "2026-01-01T00:00:00Z", "one", "one.safetensors", "{}"});
    QFile model(QString::fromStdString((workspace->modelsFolder() / "one.safetensors").string()));
    QVERIFY(model.open(QIODevice::WriteOnly));
    // While it is open, the same is seen.
    QCOMPARE(summariseWorkspace(folder()).steps, std::int64_t{4});
    QVERIFY(!summariseWorkspace(folder()).beats);
    workspace->setValue(kBeatCountKey, "10");
  }
  const QByteArray before = bytesOf(folder() / "workspace.sqlite");
  const WorkspaceSummary summary = summariseWorkspace(folder());
  QCOMPARE(summary.dataPath, std::string("/data/x.beats"));
  QCOMPARE(summary.beats, std::optional<std::int64_t>(10));
  QCOMPARE(summary.fingerprint, kFingerprint);
  QCOMPARE(summary.steps, std::int64_t{4});
  QCOMPARE(summary.editedBeats, std::int64_t{2});
  QCOMPARE(summary.annotators, (std::vector<std::string>{"ann"}));
  QCOMPARE(summary.models, std::int64_t{1});
  QCOMPARE(summary.runs, std::int64_t{1});
  QCOMPARE(bytesOf(folder() / "workspace.sqlite"), before);
  QVERIFY(errorOf([&] { summariseWorkspace(folder().parent_path()); }).contains("found none"));
}

void TestWorkspace::servesSeveralThreads() {
  const auto workspace = open();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (int i = 1; i <= 20; ++i) {
        const auto step =
            std::make_shared<const JournalStep>(JournalStep{.number = i, .changes = {LabelChange{}}});
        if (t == 0) workspace->append({&step, 1});
        workspace->setValue("key" + std::to_string(t), std::to_string(i));
        workspace->loadJournal();
      }
    });
  for (std::thread& thread : threads) thread.join();
  QCOMPARE(workspace->loadJournal().size(), std::size_t{20});
  for (int t = 0; t < 4; ++t) QCOMPARE(*workspace->value("key" + std::to_string(t)), std::string("20"));
}

void TestWorkspace::keepsAMillionEntries() {
  constexpr std::size_t kBeats = 100000;
  LabelJournal journal(std::vector<ClassIndex>(kBeats, 0), {});
  std::vector<BeatIndex> all(kBeats);
  for (BeatIndex i = 0; i < kBeats; ++i) all[i] = i;
  const auto workspace = open();
  for (int i = 0; i < 10; ++i) {
    const auto step = journal.relabel(all, static_cast<ClassIndex>(1 + i % 2), kMe);
    workspace->append({&step, 1});
  }
  const LabelJournal again(std::vector<ClassIndex>(kBeats, 0), workspace->loadJournal());
  QCOMPARE(again.steps().size(), std::size_t{10});
  QCOMPARE(again.steps().back()->changes.size(), kBeats);
  QCOMPARE(*again.labels(), *journal.labels());
}

QTEST_GUILESS_MAIN(TestWorkspace)
#include "tst_workspace.moc"
