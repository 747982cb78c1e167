#include "core/io/path_kind.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

#include "core/base/files.h"
#include "tests/support/data_folder.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using test::errorText;

class PathKindTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    const QDir folder(m_folder.path());
    for (const char* name : {"work.ectopy", "database", "nothing", "plain", "edf", "edf/a"})
      QVERIFY(folder.mkdir(name));
    for (const char* name : {"database/100.hea", "database/100.dat", "database/100.atr", "rows.csv",
                             "x.BEATS", "m.safetensors", "plain/workspace.sqlite", "notes.pdf"}) {
      writeFileAtomically(path(name), "");
    }
    writeFileAtomically(path("rows.txt"), "1.0,0.5,0\n");
    writeFileAtomically(path("night.EDF"), "");
    writeFileAtomically(path("night.REC"), "0       X X X X");
    writeFileAtomically(path("notes.rec"), "of another recorder");
    writeFileAtomically(path("night.bin"),
                        "\xff"
                        "BIOSEMI");
    writeFileAtomically(path("edf/a/night.BDF"), "");
    writeFileAtomically(path("signal.csv"), "time,MLII\n0,0.1\n0.01,0.2\n");
    writeFileAtomically(path("database/100.csv"), "0.1\n0.2\n");
    writeFileAtomically(path("counts.txt"), "995\t1011\n995\t1011\n994\t1008\n");
    writeFileAtomically(path("m.bin"), std::string_view("\x02\0\0\0\0\0\0\0{}", 10));
  }

  void tellsWhatIsThere_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("kind");
    QTest::newRow("header") << "database/100.hea"
                            << "wfdb-record";
    QTest::newRow("record name") << "database/100"
                                 << "wfdb-record";
    QTest::newRow("signals") << "database/100.dat"
                             << "wfdb-record";
    QTest::newRow("annotations") << "database/100.atr"
                                 << "wfdb-record";
    QTest::newRow("database") << "database"
                              << "wfdb-database";
    QTest::newRow("database/") << "database/"
                               << "wfdb-database";
    QTest::newRow("csv") << "rows.csv"
                         << "heartbeat-csv";
    QTest::newRow("csv by content") << "rows.txt"
                                    << "heartbeat-csv";
    QTest::newRow("EDF") << "night.EDF"
                         << "edf";
    QTest::newRow("EDF as .REC") << "night.REC"
                                 << "edf";
    QTest::newRow("BDF by content") << "night.bin"
                                    << "edf";
    QTest::newRow("folder of EDF files") << "edf"
                                         << "wfdb-database";
    QTest::newRow("signal") << "signal.csv"
                            << "signal-text";
    QTest::newRow("signal beside its record") << "database/100.csv"
                                              << "signal-text";
    QTest::newRow("counts") << "counts.txt"
                            << "signal-text";
    QTest::newRow("beats") << "x.BEATS"
                           << "beat-file";
    QTest::newRow("model") << "m.safetensors"
                           << "model";
    QTest::newRow("model by content") << "m.bin"
                                      << "model";
    QTest::newRow("workspace") << "work.ectopy"
                               << "workspace";
    QTest::newRow("workspace/") << "work.ectopy/"
                                << "workspace";
    QTest::newRow("renamed workspace") << "plain"
                                       << "workspace";
  }
  void tellsWhatIsThere() {
    QFETCH(QString, name);
    QFETCH(QString, kind);
    const auto found = nameOf(pathKind(path(name.toStdString())));
    QCOMPARE(QString::fromStdString(std::string(found)), kind);
  }

  void saysWhatItExpected() {
    QCOMPARE(errorText([&] { pathKind(path("none")); }),
             "There is no file or folder " + path("none").string() + ".");
    QCOMPARE(errorText([&] { pathKind(path("nothing")); }),
             path("nothing").string() + " holds no records: expected WFDB headers (.hea), found none.");
    QCOMPARE(
        errorText([&] { pathKind(path("notes.pdf")); }),
        path("notes.pdf").string() +
            " can't be opened: expected a WFDB record (.hea), an EDF or BDF file, a folder of records, "
            "signals "
            "as text (.csv, .txt), a heartbeat CSV (.csv), a beat file (.beats), a model (.safetensors) or a "
            "workspace (.ectopy).");
  }

  void aRecFileOfAnotherRecorderIsNoEdfFile() {
    QVERIFY(errorText([&] { pathKind(path("notes.rec")); }).find("can't be opened") != std::string::npos);
  }

  void knowsTheRealDatabases() {
    ECTOPY_NEEDS_DATA();
    QVERIFY(pathKind(test::dataFolder() / "mitdb") == PathKind::WfdbDatabase);
    QVERIFY(pathKind(test::dataFolder() / "ptbdb") == PathKind::WfdbDatabase);
    QVERIFY(pathKind(test::dataFolder() / "mitdb" / "203") == PathKind::WfdbRecord);
    QVERIFY(pathKind(test::dataFolder() / "heartbeat-csv" / "malformed_ptb_n10.csv") ==
            PathKind::HeartbeatCsv);
  }

 private:
  std::filesystem::path path(const std::string& name) const {
    return std::filesystem::path(m_folder.path().toStdString()) / name;
  }

  QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(PathKindTest)
#include "tst_path_kind.moc"
