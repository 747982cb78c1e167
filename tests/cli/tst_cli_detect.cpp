#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/cli_process.h"

using ectopy::test::runCli;

/// Recordings that nobody annotated: detect, ec57, cut --detect, predict.
class CliDetect : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QCOMPARE(runCli({"demo", "--out", at("demo"), "--patients", "3", "--seconds", "60", "--json"}).exitCode,
             0);
    QVERIFY(QDir().mkpath(at("bare")));
    for (const char* suffix : {"hea", "dat"})
      QVERIFY(QFile::copy(at("demo/arrhythmia/demo01.") + suffix, at("bare/demo01.") + suffix));
  }

  void detectedBeatsAgreeWithTheAnnotations() {
    const auto found = runCli({"detect", at("demo/arrhythmia"), "--annotator", "qrs", "--json"});
    QVERIFY2(found.exitCode == 0, found.err);
    QCOMPARE(found.json()["records"].toArray().size(), 3);
    QVERIFY(found.json()["beats"].toInt() > 120);
    const auto compared =
        runCli({"ec57", "--database", at("demo/arrhythmia"), "--test", "qrs", "--start", "2", "--json"});
    QVERIFY2(compared.exitCode == 0, compared.err);
    const auto gross = compared.json()["gross"].toObject();
    QVERIFY(gross["qrsSensitivity"].toDouble() > 97);
    QVERIFY(gross["qrsPredictivity"].toDouble() > 97);
  }

  void annotationsAreNotWrittenOver() {
    const QString record = at("demo/arrhythmia/demo01");
    QCOMPARE(runCli({"detect", record, "--annotator", "once"}).exitCode, 0);
    const auto again = runCli({"detect", record, "--annotator", "once"});
    QCOMPARE(again.exitCode, 1);
    QVERIFY(again.sentence().contains("exist already"));
    QCOMPARE(runCli({"detect", record, "--annotator", "once", "--force"}).exitCode, 0);
    QCOMPARE(runCli({"detect", record, "--annotator", "hea"}).exitCode, 2);
    QCOMPARE(runCli({"detect", record, "--annotator", "two", "--lead", "V9"}).exitCode, 1);
    QCOMPARE(runCli({"detect", at("nothing"), "--annotator", "two"}).exitCode, 1);
  }

  void cutTakesDetectedBeats() {
    QCOMPARE(runCli({"cut", at("bare/demo01"), "--out", at("no.beats")}).exitCode, 1);
    const auto cut = runCli({"cut", at("bare/demo01"), "--detect", "--out", at("found.beats"), "--json"});
    QVERIFY2(cut.exitCode == 0, cut.err);
    QVERIFY(cut.json()["beats"].toInt() > 40);
    QVERIFY(cut.json()["cut"].toObject()["detected"].toBool());
    for (const auto& count : cut.json()["classes"].toObject()) QCOMPARE(count.toInt(), 0);
  }

  void predictAnnotatesABareRecording() {
    const auto train = runCli({"train", "--data", at("demo/arrhythmia"), "--split", "beat", "--epochs", "1",
                               "--out", at("m.safetensors"), "--json"});
    QVERIFY2(train.exitCode == 0, train.err);
    const auto predicted = runCli({"predict", "--model", at("m.safetensors"), "--data", at("bare/demo01"),
                                   "--annotator", "mine", "--json"});
    QVERIFY2(predicted.exitCode == 0, predicted.err);
    QVERIFY(predicted.json()["beats"].toInt() > 40);
    QVERIFY(predicted.err.contains("R peaks are detected"));
    QVERIFY(QFile::exists(at("bare/demo01.mine")));
    const auto info =
        runCli({"cut", at("bare/demo01"), "--annotator", "mine", "--out", at("x.beats"), "--json"});
    QCOMPARE(info.json()["beats"].toInt(), predicted.json()["beats"].toInt() - 1);
  }

 private:
  QString at(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
  QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(CliDetect)
#include "tst_cli_detect.moc"
