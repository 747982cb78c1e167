#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/cli_process.h"

using ectopy::test::runCli;

/// The published figures on real recordings (ECTOPY_DATA).
class CliPublishedData : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void mitdbGivesThePublishedCounts();
  void everyPublishedRowIsTraced();

 private:
  QString m_data;
  QTemporaryDir m_folder;
};

void CliPublishedData::initTestCase() {
  m_data = qEnvironmentVariable("ECTOPY_DATA");
  if (m_data.isEmpty()) QSKIP("ECTOPY_DATA is not set");
}

void CliPublishedData::mitdbGivesThePublishedCounts() {
  const QString out = m_folder.filePath("m.beats");
  const auto cut = runCli({"cut", m_data + "/mitdb", "--out", out, "--json"});
  QVERIFY2(cut.exitCode == 0, cut.err);
  const QJsonObject expected{{"N", 90589}, {"S", 2779}, {"V", 7236}, {"F", 803}, {"Q", 8039}};
  QCOMPARE(cut.json()["beats"].toInt(), 109446);
  QCOMPARE(cut.json()["records"].toInt(), 48);
  QCOMPARE(cut.json()["classes"].toObject(), expected);
  QCOMPARE(cut.json()["warnings"].toArray().size(), 1);  // the last beat of each record
  const auto info = runCli({"info", out, "--json"});
  QCOMPARE(info.json()["fingerprint"], cut.json()["fingerprint"]);
}

void CliPublishedData::everyPublishedRowIsTraced() {
  const auto traced = runCli({"trace", m_data + "/heartbeat-csv/mitbih_train_sample.csv", "--database",
                              m_data + "/mitdb", "--json", "--out", m_folder.filePath("rows.csv")});
  QVERIFY2(traced.exitCode == 0, traced.err);
  QCOMPARE(traced.json()["rows"].toInt(), 500);
  QCOMPARE(traced.json()["found"].toInt(), 500);
  QCOMPARE(traced.json()["sameClass"].toInt(), 500);
  QVERIFY(traced.json()["largestDifference"].toDouble() <= 1e-5);
}

QTEST_GUILESS_MAIN(CliPublishedData)
#include "tst_cli_published_data.moc"
