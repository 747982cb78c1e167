#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/cli_process.h"

using ectopy::test::CliOutcome;
using ectopy::test::runCli;

/// A model that meets beats cut by another rule than its own.
class CliOtherRules : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void recordingsAreCutAnew();
  void transferCutsAnewToo();
  void beatsWithoutRecordingsAreRefusedOrFitted();

 private:
  QString at(const QString& name) const { return m_folder.filePath(name); }
  CliOutcome evaluation(const QString& data) const {
    return runCli(
        {"evaluate", "--model", at("m.safetensors"), "--data", at(data), "--part", "all", "--json"});
  }
  static QString warningOf(const CliOutcome& outcome) {
    return outcome.json()["warnings"].toArray().first().toString();
  }

  QTemporaryDir m_folder;
};

void CliOtherRules::initTestCase() {
  QCOMPARE(runCli({"demo", "--out", at("demo")}).exitCode, 0);
  QCOMPARE(runCli({"cut", at("demo/arrhythmia"), "--rule", "paper", "--out", at("paper.beats")}).exitCode, 0);
  QCOMPARE(
      runCli({"train", "--data", at("demo/arrhythmia.beats"), "--epochs", "1", "--out", at("m.safetensors")})
          .exitCode,
      0);
}

void CliOtherRules::recordingsAreCutAnew() {
  const CliOutcome own = evaluation("demo/arrhythmia.beats");
  QVERIFY(own.json()["warnings"].toArray().isEmpty());
  const CliOutcome anew = evaluation("paper.beats");
  QVERIFY2(anew.exitCode == 0, anew.err);
  QVERIFY2(warningOf(anew).contains("were cut anew from their"), anew.out);
  QVERIFY(anew.err.contains("were cut anew from their"));
  QCOMPARE(anew.json()["accuracy"], own.json()["accuracy"]);
  QCOMPARE(anew.json()["confusion"], own.json()["confusion"]);
  const CliOutcome predicted = runCli({"predict", "--model", at("m.safetensors"), "--data", at("paper.beats"),
                                       "--csv", at("p.csv"), "--json"});
  QVERIFY2(warningOf(predicted).contains("were cut anew"), predicted.err);
}

void CliOtherRules::transferCutsAnewToo() {
  const CliOutcome outcome =
      runCli({"transfer", "--from", at("m.safetensors"), "--mode", "freeze", "--data", at("paper.beats"),
              "--epochs", "1", "--out", at("t.safetensors"), "--json"});
  QVERIFY2(outcome.exitCode == 0, outcome.err);
  QVERIFY2(warningOf(outcome).contains("were cut anew"), outcome.out);
  // What came out takes beats of its parent's rule.
  const CliOutcome own =
      runCli({"evaluate", "--model", at("t.safetensors"), "--data", at("demo/arrhythmia.beats"), "--json"});
  QVERIFY2(own.exitCode == 0 && own.json()["warnings"].toArray().isEmpty(), own.err);
}

void CliOtherRules::beatsWithoutRecordingsAreRefusedOrFitted() {
  QVERIFY(QFile::rename(at("demo/arrhythmia"), at("demo/elsewhere")));
  const CliOutcome resampled = evaluation("paper.beats");
  QVERIFY2(warningOf(resampled).contains("resampled"), resampled.err);
  QCOMPARE(runCli({"cut", at("demo/elsewhere"), "--rule", "context", "--out", at("c.beats")}).exitCode, 0);
  QVERIFY(QFile::rename(at("demo/elsewhere"), at("demo/gone")));
  const CliOutcome refused = evaluation("c.beats");
  QCOMPARE(refused.exitCode, 1);
  QVERIFY2(refused.sentence().contains("not of one kind"), refused.err);
  // New weights take beats of any rule.
  const CliOutcome scratch = runCli({"transfer", "--from", at("m.safetensors"), "--mode", "scratch", "--data",
                                     at("c.beats"), "--epochs", "1", "--json"});
  QVERIFY2(scratch.exitCode == 0, scratch.err);
  QVERIFY2(warningOf(scratch).contains("taken as they are"), scratch.out);
}

QTEST_GUILESS_MAIN(CliOtherRules)
#include "tst_cli_other_rules.moc"
