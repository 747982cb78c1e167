#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

#include "core/beats/beat_file.h"
#include "core/workspace/workspace.h"
#include "core/workspace/workspace_summary.h"
#include "tests/support/beat_builders.h"
#include "tests/support/cli_process.h"

using namespace ectopy;
using ectopy::test::CliOutcome;
using ectopy::test::runCli;

/// Fine-tuning on a workspace's corrections.
class CliCorrections : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void learnsCorrectionsAndTellsWhatItCost();
  void theSameCorrectionsGiveTheSameWeights();
  void theTestPartStaysUnseen();
  void goesOnFromItself();
  void unlabelledBeatsAreReplayedAsTheModelSeesThem();
  void refusesWhatCannotBe();

 private:
  QString at(const QString& name) const { return m_folder.filePath(name); }
  /// A workspace in which beats of class 1 (S) are said to be V.
  void makeWorkspace(const QString& name, std::size_t corrections);
  QStringList fineTuning(const QString& workspace) const {
    return {"transfer", "--from", at("m.safetensors"), "--corrections", at(workspace), "--json"};
  }

  QTemporaryDir m_folder;
  std::shared_ptr<const BeatSet> m_beats;
};

void CliCorrections::initTestCase() {
  m_beats = test::makeBeats({.beats = 1500, .records = {"r1", "r2", "r3", "r4"}});
  writeBeatFile(at("d.beats").toStdString(), *m_beats, {});
  const CliOutcome trained = runCli({"train", "--data", at("d.beats"), "--split", "beat", "--architecture",
                                     "ectopy-beat", "--epochs", "8", "--batch-size", "64", "--average-decay",
                                     "0.9", "--out", at("m.safetensors"), "--json"});
  QVERIFY2(trained.exitCode == 0, trained.err);
  QVERIFY(trained.json()["test"].toObject()["macroF1"].toDouble() > 0.97);
  makeWorkspace("w.ectopy", 300);
}

void CliCorrections::makeWorkspace(const QString& name, std::size_t corrections) {
  const auto workspace = Workspace::open(at(name).toStdString(), m_beats->fingerprint());
  workspace->setValue(kDataPathKey, at("d.beats").toStdString());
  LabelJournal journal(test::labelsOf(*m_beats), {});
  std::vector<BeatIndex> some;
  for (BeatIndex beat = 0; beat < m_beats->size() && some.size() < corrections; ++beat)
    if (m_beats->columns().classes[beat] == 1) some.push_back(beat);
  if (const auto step = journal.relabel(some, 2, {"me", "key", ""})) workspace->append(std::vector{step});
}

void CliCorrections::learnsCorrectionsAndTellsWhatItCost() {
  const CliOutcome outcome = runCli(fineTuning("w.ectopy") + QStringList{"--out", at("c.safetensors")});
  QVERIFY2(outcome.exitCode == 0, outcome.err);
  const QJsonObject json = outcome.json();
  const QJsonObject figures = json["corrections"].toObject();
  QCOMPARE(figures["corrections"].toInt(), 300);
  const QJsonObject learned = figures["learned"].toObject();
  const QJsonObject heldBack = figures["heldBack"].toObject();
  QCOMPARE(learned["beats"].toInt() + heldBack["beats"].toInt(), 300);
  QVERIFY(heldBack["beats"].toInt() >= 5);
  QVERIFY(heldBack["rightBefore"].toInt() <= 5);
  QVERIFY(heldBack["rightAfter"].toInt() > heldBack["beats"].toInt() / 2);
  QVERIFY(learned["rightAfter"].toInt() > learned["rightBefore"].toInt());
  QCOMPARE(figures["otherBeats"].toInt(), 1200);
  QVERIFY(figures.contains("othersChanged"));
  QVERIFY(figures["restOfTestPart"].toObject()["before"].toObject()["macroF1"].toDouble() > 0.97);
  QCOMPARE(figures["testPart"].toObject()["after"].toObject()["accuracy"],
           json["test"].toObject()["accuracy"]);
  QCOMPARE(json["mode"].toString(), QString("finetune"));
  QVERIFY(QFile::exists(at("c.safetensors")));
  QStringList words = fineTuning("w.ectopy");
  words.removeLast();
  const QByteArray text = runCli(words).out;
  QVERIFY2(text.contains("Corrections now right:") && text.contains("of 1200 other beats"), text);
}

void CliCorrections::theSameCorrectionsGiveTheSameWeights() {
  const QJsonObject one = runCli(fineTuning("w.ectopy")).json();
  const QJsonObject other = runCli(fineTuning("w.ectopy") + QStringList{"--threads", "1"}).json();
  QVERIFY(one.contains("weightsSha256"));
  QCOMPARE(one["weightsSha256"], other["weightsSha256"]);
  QCOMPARE(one["corrections"], other["corrections"]);
}

void CliCorrections::theTestPartStaysUnseen() {
  const QJsonObject parent =
      runCli({"evaluate", "--model", at("m.safetensors"), "--data", at("d.beats"), "--json"}).json();
  const QJsonObject corrected =
      runCli({"evaluate", "--model", at("c.safetensors"), "--data", at("d.beats"), "--json"}).json();
  QCOMPARE(corrected["part"].toString(), QString("test part"));
  QCOMPARE(corrected["beats"], parent["beats"]);
}

void CliCorrections::goesOnFromItself() {
  const CliOutcome again = runCli({"transfer", "--from", at("c.safetensors"), "--corrections", at("w.ectopy"),
                                   "--data", at("d.beats"), "--json"});
  QVERIFY2(again.exitCode == 0, again.err);
  const CliOutcome continued =
      runCli({"train", "--continue", at("c.safetensors"), "--epochs", "1", "--data", at("d.beats")});
  QCOMPARE(continued.exitCode, 1);
  QVERIFY2(continued.sentence().contains("fine-tuned on corrections"), continued.err);
}

void CliCorrections::unlabelledBeatsAreReplayedAsTheModelSeesThem() {
  const auto known = test::makeBeats({.beats = 400});
  BeatSetBuilder builder;
  for (BeatIndex beat = 0; beat < known->size(); ++beat) builder.add({.samples = known->beat(beat)});
  const auto beats =
      std::move(builder).build({.name = "unlabelled", .scheme = known->scheme(), .cut = known->cut()});
  writeBeatFile(at("u.beats").toStdString(), *beats, {});
  {
    const auto workspace = Workspace::open(at("u.ectopy").toStdString(), beats->fingerprint());
    LabelJournal journal(test::labelsOf(*beats), {});
    const std::vector<BeatIndex> some = {3, 50, 90, 133, 201, 307};
    workspace->append(std::vector{journal.relabel(some, 0, {"me", "key", ""})});
  }
  const CliOutcome outcome = runCli({"transfer", "--from", at("m.safetensors"), "--corrections",
                                     at("u.ectopy"), "--data", at("u.beats"), "--json"});
  QVERIFY2(outcome.exitCode == 0, outcome.err);
  const QJsonObject figures = outcome.json()["corrections"].toObject();
  QCOMPARE(figures["corrections"].toInt(), 6);
  QCOMPARE(figures["isOwnData"].toBool(), false);
  QVERIFY(figures["replayed"].toInt() > 50);
  QVERIFY(!figures.contains("testPart") && !outcome.json().contains("test"));
  const CliOutcome words = runCli(
      {"transfer", "--from", at("m.safetensors"), "--corrections", at("u.ectopy"), "--data", at("u.beats")});
  QVERIFY2(words.out.contains("had learned from other data"), words.err);
}

void CliCorrections::refusesWhatCannotBe() {
  makeWorkspace("empty.ectopy", 0);
  const CliOutcome none = runCli(fineTuning("empty.ectopy"));
  QCOMPARE(none.exitCode, 1);
  QVERIFY2(none.sentence().contains("There are no corrections"), none.err);
  const CliOutcome missing = runCli(fineTuning("nowhere.ectopy"));
  QCOMPARE(missing.exitCode, 1);
  QVERIFY2(missing.sentence().contains("expected a workspace"), missing.err);
  QCOMPARE(runCli(fineTuning("w.ectopy") + QStringList{"--mode", "freeze"}).exitCode, 2);
  QCOMPARE(runCli({"transfer", "--from", at("m.safetensors"), "--mode", "freeze"}).exitCode, 2);
  QCOMPARE(runCli({"transfer", "--from", at("m.safetensors"), "--data", at("d.beats")}).exitCode, 2);
  QCOMPARE(runCli({"train", "--epochs", "1"}).exitCode, 2);
  const QStringList continuing = {"train", "--continue", at("m.safetensors"), "--data", at("d.beats")};
  QCOMPARE(runCli(continuing).exitCode, 2);
  QCOMPARE(runCli(continuing + QStringList{"--epochs", "1", "--seed", "2"}).exitCode, 2);
  QCOMPARE(runCli(continuing + QStringList{"--epochs", "1", "--mixup", "0.2"}).exitCode, 2);
}

QTEST_GUILESS_MAIN(CliCorrections)
#include "tst_cli_corrections.moc"
