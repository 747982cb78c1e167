#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>

#include "tests/support/cli_process.h"

using ectopy::test::CliOutcome;
using ectopy::test::runCli;

/// A training that is interrupted, as by Ctrl+C or a lost battery, and goes on.
class CliResume : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void cleanup();
  void killedAndResumedEqualsUnbroken();
  void stoppedAndResumedEqualsUnbroken();
  void anInterruptedTrainingIsNotOverwritten();
  void refusesAnotherTrainingAndDamage();
  void resumeNeedsAFile();
  void transferResumes();

 private:
  QString at(const QString& name) const { return m_folder.filePath(name); }
  QStringList training(const QString& out) const {
    return {"train",
            "--data",
            at("demo/arrhythmia.beats"),
            "--architecture",
            "ectopy-beat",
            "--epochs",
            "3",
            "--checkpoint-every",
            "0",
            "--json",
            "--out",
            at(out)};
  }
  /// Starts a training of m.safetensors and sends it a signal once its checkpoint is there.
  CliOutcome interrupt(const QStringList& arguments, int signal) const;
  QString checkpoint() const { return at("m.safetensors.checkpoint"); }

  QTemporaryDir m_folder;
  QJsonObject m_unbroken;
};

void CliResume::initTestCase() {
  QCOMPARE(runCli({"demo", "--out", at("demo")}).exitCode, 0);
  m_unbroken = runCli(training("unbroken.safetensors")).json();
  QCOMPARE(m_unbroken["epochs"].toInt(), 3);
  QVERIFY(!QFile::exists(at("unbroken.safetensors.checkpoint")));
}

void CliResume::cleanup() {
  QFile::remove(checkpoint());
  QFile::remove(at("m.safetensors"));
}

CliOutcome CliResume::interrupt(const QStringList& arguments, int signal) const {
  QProcess process;
  process.start(ectopy::test::cliProgram(), arguments);
  while (!QFile::exists(checkpoint()) && !process.waitForFinished(5)) {
  }
  process.waitForFinished(300);  // somewhere within an epoch
  ::kill(static_cast<pid_t>(process.processId()), signal);
  process.waitForFinished();
  const bool isNormal = process.exitStatus() == QProcess::NormalExit;
  return {isNormal ? process.exitCode() : -2, process.readAllStandardOutput(),
          process.readAllStandardError()};
}

void CliResume::killedAndResumedEqualsUnbroken() {
  const QStringList arguments = training("m.safetensors");
  QCOMPARE(interrupt(arguments, SIGKILL).exitCode, -2);
  QVERIFY(QFile::exists(checkpoint()));
  QVERIFY(!QFile::exists(at("m.safetensors")));
  const CliOutcome resumed = runCli(arguments + QStringList{"--resume", "--threads", "1"});
  QVERIFY2(resumed.exitCode == 0, resumed.err);
  QVERIFY2(resumed.err.contains("goes on in epoch"), resumed.err);
  QCOMPARE(resumed.json()["weightsSha256"], m_unbroken["weightsSha256"]);
  QCOMPARE(resumed.json()["test"], m_unbroken["test"]);
  QCOMPARE(resumed.json()["epochs"], m_unbroken["epochs"]);
  QVERIFY(!QFile::exists(checkpoint()));
}

void CliResume::stoppedAndResumedEqualsUnbroken() {
  const QStringList arguments = training("m.safetensors");
  const CliOutcome stopped = interrupt(arguments, SIGTERM);
  QCOMPARE(stopped.exitCode, 130);
  QVERIFY2(stopped.err.contains("is kept in " + checkpoint().toUtf8() + ": the same command with --resume"),
           stopped.err);
  QCOMPARE(runCli(arguments + QStringList{"--resume"}).json()["weightsSha256"], m_unbroken["weightsSha256"]);
}

void CliResume::anInterruptedTrainingIsNotOverwritten() {
  QCOMPARE(interrupt(training("m.safetensors"), SIGKILL).exitCode, -2);
  const CliOutcome again = runCli(training("m.safetensors"));
  QCOMPARE(again.exitCode, 1);
  QVERIFY2(again.sentence().contains("holds an interrupted training"), again.err);
  QVERIFY(QFile::exists(checkpoint()));
}

void CliResume::refusesAnotherTrainingAndDamage() {
  QCOMPARE(interrupt(training("m.safetensors"), SIGKILL).exitCode, -2);
  const QStringList resume = training("m.safetensors") + QStringList{"--resume"};
  const CliOutcome other = runCli(resume + QStringList{"--seed", "2"});
  QCOMPARE(other.exitCode, 1);
  QVERIFY2(other.sentence().contains("setting seed: expected 2, found 1"), other.err);
  QFile file(checkpoint());
  QVERIFY(file.resize(file.size() - 1));
  const CliOutcome damaged = runCli(resume);
  QCOMPARE(damaged.exitCode, 1);
  QVERIFY2(damaged.sentence().contains("cut short"), damaged.err);
  QVERIFY(QFile::exists(checkpoint()));
}

void CliResume::resumeNeedsAFile() {
  const CliOutcome outcome = runCli({"train", "--data", at("demo/arrhythmia.beats"), "--resume"});
  QCOMPARE(outcome.exitCode, 1);
  QVERIFY2(outcome.sentence().contains("--checkpoint"), outcome.err);
}

void CliResume::transferResumes() {
  const QStringList arguments = {"transfer",
                                 "--from",
                                 at("unbroken.safetensors"),
                                 "--data",
                                 at("demo/arrhythmia.beats"),
                                 "--mode",
                                 "finetune",
                                 "--seed",
                                 "4",
                                 "--epochs",
                                 "3",
                                 "--checkpoint-every",
                                 "0",
                                 "--json",
                                 "--out"};
  const QJsonObject unbroken = runCli(arguments + QStringList{at("t.safetensors")}).json();
  QVERIFY(unbroken.contains("weightsSha256"));
  QCOMPARE(interrupt(arguments + QStringList{at("m.safetensors")}, SIGKILL).exitCode, -2);
  const CliOutcome resumed = runCli(arguments + QStringList{at("m.safetensors"), "--resume"});
  QVERIFY2(resumed.err.contains("goes on in epoch"), resumed.err);
  QCOMPARE(resumed.json()["weightsSha256"], unbroken["weightsSha256"]);
}

QTEST_GUILESS_MAIN(CliResume)
#include "tst_cli_resume.moc"
