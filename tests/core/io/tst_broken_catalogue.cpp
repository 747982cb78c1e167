#include <QTemporaryDir>
#include <QtTest>

#include "core/io/ptbxl_catalogue.h"
#include "core/io/wfdb_record.h"
#include "tests/support/broken_path.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using namespace ectopy::test;
namespace fs = std::filesystem;

namespace {

using Files = QMap<QString, QByteArray>;
constexpr const char* kColumns = "ecg_id,patient_id,scp_codes,strat_fold,filename_lr,filename_hr\n";
constexpr const char* kStatements = ",diagnostic,diagnostic_class\nNORM,1.0,NORM\n";

/// A PTB-XL folder with these lines below the names of the columns.
Files withRows(const QByteArray& rows) {
  return {{"ptbxl_database.csv", kColumns + rows}, {"scp_statements.csv", kStatements}};
}

void row(const char* name, const Files& files, const char* sentence) {
  QTest::newRow(name) << files << QString(sentence);
}

void addTables() {
  row("no tables", {}, "Can't read F/scp_statements.csv: there is no such file.");
  row("statements of no bytes", {{"scp_statements.csv", ""}},
      "scp_statements.csv, line 1: expected a row that names the columns, found nothing.");
  row("statements are a folder", {{"scp_statements.csv", kFolder}},
      "Can't read F/scp_statements.csv: it is a folder, not a file.");
  row("statements are a pipe", {{"scp_statements.csv", kPipe}},
      "Can't read F/scp_statements.csv: it is no regular file.");
  row("no records table", {{"scp_statements.csv", kStatements}},
      "Can't read F/ptbxl_database.csv: there is no such file.");
  row("records table of no bytes", {{"scp_statements.csv", kStatements}, {"ptbxl_database.csv", ""}},
      "ptbxl_database.csv, line 1: expected a row that names the columns, found nothing.");
  row("records table is a folder", {{"scp_statements.csv", kStatements}, {"ptbxl_database.csv", kFolder}},
      "Can't read F/ptbxl_database.csv: it is a folder, not a file.");
  row("records table is a pipe", {{"scp_statements.csv", kStatements}, {"ptbxl_database.csv", kPipe}},
      "Can't read F/ptbxl_database.csv: it is no regular file.");
  row("column there twice",
      {{"scp_statements.csv", kStatements}, {"ptbxl_database.csv", "ecg_id,ecg_id\n1,1\n"}},
      "ptbxl_database.csv, line 1: expected one column \"ecg_id\", found several.");
  row("another table", {{"scp_statements.csv", kStatements}, {"ptbxl_database.csv", "a,b\n1,2\n"}},
      "ptbxl_database.csv, line 1: expected one column \"ecg_id\", found none among \"a,b\".");
  row("too many columns",
      {{"scp_statements.csv", kStatements}, {"ptbxl_database.csv", QByteArray(100'000, ',')}},
      "ptbxl_database.csv, line 1: expected at most ");
}

void addRows() {
  const auto refusedRow = [](const char* name, const QByteArray& line, const char* why) {
    const std::string start = "F/ptbxl_database.csv: expected rows of records, found none that can be used: ";
    row(name, withRows(line), (start + "ptbxl_database.csv, line 2: " + why).c_str());
  };
  row("no rows", withRows(""),
      "F/ptbxl_database.csv: expected rows of records, found none that can be used.");
  row("quote without end", withRows("1,1,\"{},1,a,b\n"),
      "ptbxl_database.csv, line 2: expected a quote that ends the quoted field, found the end of the file.");
  row("text behind a quote", withRows("1,1,\"{}\"x,1,a,b\n"),
      "ptbxl_database.csv, line 2: expected a comma behind a quoted field, found \"x,1,a,b");
  refusedRow("short row", "1,1\n", "expected 6 fields, found 2: the row is left out.");
  refusedRow("no patient", "1,,{},1,a,b\n", "expected a patient_id, found nothing: the record is left out.");
  refusedRow("fold of 1e300", "1,1,{},1e300,a,b\n", "expected a strat_fold of 1 or above, found \"1e300\"");
  refusedRow("codes cut off", "1,1,{'NORM': 100.0,1,a,b\n", "");
  refusedRow("codes of nothing", "1,1,{:},1,a,b\n", "expected a code in quotes in codes like");
  refusedRow("path above", "1,1,{},1,a,../../etc/passwd\n",
             "expected a record's file name below this folder, found \"../../etc/passwd\"");
  refusedRow("absolute path", "1,1,{},1,a,/etc/passwd\n",
             "expected a record's file name below this folder, found \"/etc/passwd\"");
}

}  // namespace

/// Broken catalogues, and the sentence each gives ("F" is their folder); a row may give only its beginning.
class TestBrokenCatalogue : public QObject {
  Q_OBJECT

 private slots:
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }

  void refusesPtbXl_data() {
    QTest::addColumn<Files>("files");
    QTest::addColumn<QString>("sentence");
    addTables();
    addRows();
  }
  void refusesPtbXl() {
    QFETCH(Files, files);
    QFETCH(QString, sentence);
    make(files);
    requireSentence([&] { readPtbXlCatalogue(folder(), {}); }, sentence);
  }

  void refusesDatabases_data() {
    QTest::addColumn<Files>("files");
    QTest::addColumn<QString>("sentence");
    row("no records", {}, "F holds no records: expected WFDB headers (.hea), found none.");
    row("records that are not there", {{"RECORDS", "100\n101\n"}},
        "F holds no records: expected WFDB headers");
    row("record above", {{"RECORDS", "../../etc/passwd\n"}},
        "F/RECORDS: expected records in this folder, found \"../../etc/passwd\".");
    row("record from the root", {{"RECORDS", "/etc/passwd\n"}},
        "F/RECORDS: expected records in this folder, found \"/etc/passwd\".");
    row("list of no text", {{"RECORDS", QByteArray("\0\1\2\3", 4)}},
        "F/RECORDS: expected records in this folder, found \"????\".");
    row("list is a folder", {{"RECORDS", kFolder}}, "F holds no records: expected WFDB headers");
    row("list is a pipe", {{"RECORDS", kPipe}}, "F holds no records: expected WFDB headers");
  }
  void refusesDatabases() {
    QFETCH(Files, files);
    QFETCH(QString, sentence);
    make(files);
    requireSentence([&] { listWfdbRecords(folder()); }, sentence);
  }

 private:
  fs::path folder() const { return m_folder->path().toStdString(); }
  void make(const Files& files) const {
    for (auto file = files.cbegin(); file != files.cend(); ++file) {
      makeBroken(folder() / file.key().toStdString(), file.value());
    }
  }
  template <typename Call>
  void requireSentence(const Call& call, const QString& sentence) const {
    const QString found = QString::fromStdString(errorText(call)).replace(m_folder->path(), "F");
    QVERIFY2(found.startsWith(sentence) && found.endsWith('.'), qPrintable(found));
  }

  std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestBrokenCatalogue)
#include "tst_broken_catalogue.moc"
