#include <SQLiteCpp/SQLiteCpp.h>

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/files.h"
#include "core/workspace/workspace.h"
#include "core/workspace/workspace_summary.h"
#include "tests/support/broken_path.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using namespace ectopy::test;
namespace fs = std::filesystem;

namespace {

const std::string kFingerprint(64, 'a');

QByteArray contentOf(const fs::path& path) {
  return QByteArray::fromStdString(readTextFile(path, 1 << 20));
}

/// The database of a new workspace after these statements of SQL.
QByteArray databaseAfter(const char* statements) {
  const QTemporaryDir folder;
  const fs::path workspace = folder.filePath("good.ectopy").toStdString();
  Workspace::open(workspace, kFingerprint);
  const fs::path file = workspace / "workspace.sqlite";
  {
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
    database.exec("PRAGMA journal_mode = DELETE");
    database.exec(statements);
  }
  return contentOf(file);
}

void row(const char* name, const QByteArray& bytes, const char* opening, const char* looking = nullptr) {
  QTest::newRow(name) << bytes << QString(opening) << QString(looking == nullptr ? opening : looking);
}

void addFiles() {
  const QByteArray good = databaseAfter("");
  row("folder", kFolder,
      "Could not open the workspace: F/workspace.sqlite can't be opened for it (unable to open database "
      "file).",
      "F: expected a workspace folder (NAME.ectopy), found none.");
  row("pipe", kPipe, "Could not open the workspace in F/workspace.sqlite: disk I/O error.",
      "F: expected a workspace folder (NAME.ectopy), found none.");
  row("text", "step,beat\n1,2\n", "F/workspace.sqlite is damaged (");
  row("magic alone", good.first(16), "F/workspace.sqlite is damaged (");
  row("header alone", good.first(100), "F/workspace.sqlite is damaged (");
  row("first page alone", good.first(4096), "F/workspace.sqlite is damaged (");
  row("last page gone", good.chopped(4096), "F/workspace.sqlite is damaged (");
}

void addDatabases() {
  row("another program's", databaseAfter("PRAGMA application_id = 1"),
      "F/workspace.sqlite is a database of another program, not a workspace; it was left alone.");
  row("newer", databaseAfter("PRAGMA user_version = 99"),
      "F/workspace.sqlite was made by a newer Ectopy (version 99 of its layout, this program knows 3).");
  row("version below 0", databaseAfter("PRAGMA user_version = -5"),
      "F/workspace.sqlite is damaged (version -5 of its layout)");
  row("view", databaseAfter("ALTER TABLE run RENAME TO old; CREATE VIEW run AS SELECT * FROM old"),
      "F/workspace.sqlite holds views or triggers, which no workspace has; it was left alone.");
  row("no data set", databaseAfter("DROP TABLE data_set"),
      "F/workspace.sqlite is damaged (its table data_set is missing)");
  row("no journal", databaseAfter("DROP TABLE journal"),
      "F/workspace.sqlite is damaged (its table journal is missing)");
}

}  // namespace

/// Broken workspaces, and the sentence each gives ("F" is the folder); a row may give only its beginning.
class TestBrokenWorkspace : public QObject {
  Q_OBJECT

 private slots:
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }

  void refuses_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("opening");
    QTest::addColumn<QString>("looking");
    addFiles();
    addDatabases();
  }
  void refuses() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, opening);
    QFETCH(QString, looking);
    makeBroken(file(), bytes);
    requireSentence([&] { summariseWorkspace(folder()); }, looking);
    requireSentence([&] { Workspace::open(folder(), kFingerprint)->loadJournal(); }, opening);
    if (fs::is_regular_file(file())) QCOMPARE(contentOf(file()), bytes);  // left as it was
  }

  // Cut at every byte of its header, and in every page but the last, of which nothing is used.
  void refusesEveryCut() {
    const QByteArray good = databaseAfter("");
    for (qsizetype size = 1; size <= good.size() - 4096; size += size < 128 ? 1 : 1021) {
      makeBroken(file(), good.first(size));
      const std::string found = errorText([&] { summariseWorkspace(folder()); });
      QVERIFY2(
          found.find("is damaged (") != std::string::npos || found.find("not complete") != std::string::npos,
          found.c_str());
    }
  }

  void saysWhenATableIsAnother() {
    makeBroken(file(), databaseAfter("ALTER TABLE journal DROP COLUMN notes"));
    requireSentence([&] { Workspace::open(folder(), kFingerprint); },
                    "Could not open the workspace in F/workspace.sqlite: table journal has 9 columns");
  }

  // A database of no bytes is one that was never begun.
  void beginsInAFileOfNoBytes() {
    makeBroken(file(), {});
    requireSentence([&] { summariseWorkspace(folder()); },
                    "F/workspace.sqlite is not complete yet: open it again.");
    QVERIFY(Workspace::open(folder(), kFingerprint)->loadJournal().empty());
  }

 private:
  fs::path folder() const { return m_folder->path().toStdString(); }
  fs::path file() const { return folder() / "workspace.sqlite"; }
  template <typename Call>
  void requireSentence(const Call& call, const QString& sentence) const {
    const QString found = QString::fromStdString(errorText(call)).replace(m_folder->path(), "F");
    QVERIFY2(found.startsWith(sentence) && found.endsWith('.'), qPrintable(found));
  }

  std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestBrokenWorkspace)
#include "tst_broken_workspace.moc"
