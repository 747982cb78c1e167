#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

#include "core/base/files.h"
#include "core/io/wfdb_record.h"
#include "tests/support/data_folder.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using test::errorText;

class WfdbDatabaseTest : public QObject {
  Q_OBJECT

 private slots:
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }

  void followsTheRecordsFile() {
    for (const char* name : {"a.hea", "b.hea", "c.hea"}) write(name);
    write("RECORDS", "c\r\n\nmissing\na\n");
    QCOMPARE(names(), (QStringList{"c", "a"}));
  }

  void sortsWithoutOne() {
    for (const char* name : {"b.hea", "a.hea", "a.dat"}) write(name);
    QCOMPARE(names(), (QStringList{"a", "b"}));
  }

  void looksIntoFoldersOfPatients() {
    QVERIFY(QDir(m_folder->path()).mkpath("patient002"));
    QVERIFY(QDir(m_folder->path()).mkpath("patient001"));
    write("patient002/b.hea");
    write("patient001/a.hea");
    QCOMPARE(names(), (QStringList{"a", "b"}));
  }

  // A database of thousands of records, with its list and without.
  void listsThousandsOfRecords() {
    QString list;
    for (int i = 0; i < 5000; ++i) {
      const QString name = QString("r%1").arg(i, 5, 10, QChar('0'));
      QFile header(m_folder->filePath(name + ".hea"));
      QVERIFY(header.open(QIODevice::WriteOnly));
      list += name + "\n";
    }
    QCOMPARE(names().size(), 5000);
    QCOMPARE(names().constFirst(), QString("r00000"));
    QCOMPARE(names().constLast(), QString("r04999"));
    write("RECORDS", list.toUtf8().constData());
    QCOMPARE(names().size(), 5000);
    QVERIFY(QFile::remove(m_folder->filePath("r00007.hea")));
    QVERIFY(!names().contains("r00007"));
  }

  void saysWhatIsWrong() {
    const std::string folder = m_folder->path().toStdString();
    QCOMPARE(errorText([&] { listWfdbRecords(folder); }),
             folder + " holds no records: expected WFDB headers (.hea), found none.");
    QCOMPARE(errorText([&] { listWfdbRecords(folder + "/none"); }),
             "There is no folder " + folder + "/none.");
    write("RECORDS", "../../secret\n");
    QCOMPARE(errorText([&] { listWfdbRecords(folder); }),
             folder + "/RECORDS: expected records in this folder, found \"../../secret\".");
  }

  void findsTheRecordsOfPtb() {
    ECTOPY_NEEDS_DATA();
    QCOMPARE(listWfdbRecords(test::dataFolder() / "ptbdb").size(), std::size_t{2});
  }

 private:
  void write(const char* name, const char* text = "") const {
    writeFileAtomically(m_folder->filePath(name).toStdString(), text);
  }
  QStringList names() const {
    QStringList found;
    for (const auto& path : listWfdbRecords(m_folder->path().toStdString())) {
      found << QString::fromStdString(path.stem().string());
    }
    return found;
  }

  std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(WfdbDatabaseTest)
#include "tst_wfdb_database.moc"
