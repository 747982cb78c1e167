#include <QTemporaryDir>
#include <QTest>

#include "core/model/learner.h"
#include "core/model/model_info.h"
#include "core/model/shipped_model.h"
#include "tests/support/cli_process.h"
#include "tests/support/data_folder.h"

using ectopy::test::runCli;

/// The model that comes with the program classifies and is transferred without a training before.
class CliShippedModel : public QObject {
  Q_OBJECT

 private slots:
  void isSmallAndSaysWhereItComesFrom();
  void classifiesTheDemo();
  void isTransferred();
  void hasTheFiguresItTells();
};

void CliShippedModel::isSmallAndSaysWhereItComesFrom() {
  const std::filesystem::path path = ectopy::shippedModelPath();
  QVERIFY(std::filesystem::file_size(path) < 2'000'000);
  const ectopy::ModelInfo info = ectopy::readModelInfo(path);
  QCOMPARE(info.architecture, std::string("ectopy-beat"));
  QCOMPARE(info.dataName, std::string("mitdb"));
  QCOMPARE(info.splitId, std::string("beat"));
  QVERIFY(!info.isSyntheticData);
}

void CliShippedModel::classifiesTheDemo() {
  QTemporaryDir folder;
  const auto demo = runCli({"demo", "--out", folder.path(), "--patients", "2", "--seconds", "60"});
  QVERIFY2(demo.exitCode == 0, demo.err);
  const auto predicted =
      runCli({"predict", "--model", "shipped", "--data", folder.filePath("arrhythmia.beats"), "--csv",
              folder.filePath("p.csv"), "--json"});
  QVERIFY2(predicted.exitCode == 0, predicted.err);
  QVERIFY(predicted.json()["beats"].toInt() > 80);
}

void CliShippedModel::isTransferred() {
  QTemporaryDir folder;
  const auto demo = runCli({"demo", "--out", folder.path(), "--patients", "4", "--seconds", "60"});
  QVERIFY2(demo.exitCode == 0, demo.err);
  const QString out = folder.filePath("t.safetensors");
  const auto moved = runCli({"transfer", "--from", "shipped", "--mode", "freeze", "--data",
                             folder.filePath("arrhythmia.beats"), "--split", "beat", "--epochs", "1",
                             "--batch-size", "64", "--out", out, "--json"});
  QVERIFY2(moved.exitCode == 0, moved.err);
  QVERIFY(moved.json()["trainableParameters"].toInt() < moved.json()["parameters"].toInt());
}

void CliShippedModel::hasTheFiguresItTells() {
  ECTOPY_NEEDS_DATA();
  const auto judged = runCli(
      {"evaluate", "--model", "shipped", "--data", qEnvironmentVariable("ECTOPY_DATA") + "/mitdb", "--json"});
  QVERIFY2(judged.exitCode == 0, judged.err);
  const ectopy::Scores told = scoresOf(ectopy::readModelInfo(ectopy::shippedModelPath()).test);
  QVERIFY(told.accuracy > 0.985);
  // Another processor may round the last bits of a probability otherwise.
  QVERIFY2(std::abs(judged.json()["accuracy"].toDouble() - told.accuracy) < 0.0005, judged.out);
  QVERIFY2(std::abs(judged.json()["macroF1"].toDouble() - told.macroF1) < 0.003, judged.out);
}

QTEST_GUILESS_MAIN(CliShippedModel)
#include "tst_cli_shipped_model.moc"
