#include <QProcess>
#include <QTest>

namespace {

struct Outcome {
  int exitCode = -1;
  QString out;
  QString err;
};

Outcome run(const QStringList& arguments) {
  QProcess process;
  process.start(QStringLiteral(ECTOPY_BINARY_DIR "/bin/ectopy"), arguments);
  process.waitForFinished(60'000);
  return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
          QString::fromUtf8(process.readAllStandardOutput()),
          QString::fromUtf8(process.readAllStandardError())};
}

}  // namespace

/// The program's command line.
class TestProgram : public QObject {
  Q_OBJECT

 private slots:
  void itSaysItsVersion();
  void itListsItsOptions();
  void wrongUseIsRefused_data();
  void wrongUseIsRefused();
};

void TestProgram::itSaysItsVersion() {
  const Outcome outcome = run({"--version"});
  QCOMPARE(outcome.exitCode, 0);
  QCOMPARE(outcome.out.trimmed(), QStringLiteral("Ectopy " ECTOPY_VERSION));
}

void TestProgram::itListsItsOptions() {
  const Outcome outcome = run({"--help"});
  QCOMPARE(outcome.exitCode, 0);
  for (const char* option : {"--demo", "--theme", "--workspace", "[path]"}) {
    QVERIFY2(outcome.out.contains(option), option);
  }
}

void TestProgram::wrongUseIsRefused_data() {
  QTest::addColumn<QStringList>("arguments");
  QTest::addColumn<QString>("word");
  QTest::newRow("unknown option") << QStringList{"--colour"} << "colour";
  QTest::newRow("unknown theme") << QStringList{"--theme", "pink"} << "pink";
}

void TestProgram::wrongUseIsRefused() {
  QFETCH(QStringList, arguments);
  QFETCH(QString, word);
  const Outcome outcome = run(arguments);
  QCOMPARE(outcome.exitCode, 2);
  QVERIFY2(outcome.err.contains(word), qPrintable(outcome.err));
}

QTEST_GUILESS_MAIN(TestProgram)
#include "tst_program.moc"
