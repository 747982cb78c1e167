#include <QFile>
#include <QtTest>

#include "tests/support/cli_process.h"
#include "tests/support/data_folder.h"

using namespace ectopy::test;

namespace {

QByteArray expected(const char* name) {
  QFile file(QString::fromStdString((dataFolder() / ".." / "expected" / name).string()));
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
}

QString record(const char* name) {
  return QString::fromStdString((dataFolder() / name).string());
}

}  // namespace

class TestCliDump : public QObject {
  Q_OBJECT

 private slots:
  void printsWhatPhysioNetsProgramsPrint() {
    ECTOPY_NEEDS_DATA();
    QCOMPARE(runCli({"dump", record("wfdb-formats/binformats")}).out, expected("rdsamp/binformats.txt"));
    QCOMPARE(runCli({"dump", record("wfdb-formats/multi-segment/041s/041s"), "--lines", "2000"}).out,
             expected("rdsamp/041s_041s.txt"));
    QCOMPARE(runCli({"dump", record("mitdb/203"), "--annotator", "atr"}).out, expected("rdann/203.txt"));
  }

  void printsAPart() {
    ECTOPY_NEEDS_DATA();
    const CliOutcome samples = runCli({"dump", record("mitdb/100"), "--from", "5", "--to", "7"});
    QCOMPARE(samples.out,
             QByteArray("              5\t    995\t   1011\n              6\t    995\t   1011\n"));
    const CliOutcome marks =
        runCli({"dump", record("mitdb/100"), "--annotator", "atr", "--from", "50", "--lines", "1"});
    QCOMPARE(marks.out, QByteArray("    0:00.214       77     N    0    0    0\n"));
  }

  void saysWhatIsWrong() {
    ECTOPY_NEEDS_DATA();
    const CliOutcome outcome = runCli({"dump", record("mitdb/100"), "--annotator", "none"});
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY(outcome.sentence().endsWith("100.none: there is no such file."));
    QCOMPARE(runCli({"dump", record("mitdb/100"), "--from", "-3"}).exitCode, 2);
  }
};

QTEST_GUILESS_MAIN(TestCliDump)
#include "tst_cli_dump.moc"
