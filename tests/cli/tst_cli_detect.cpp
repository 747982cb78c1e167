#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include "core/io/wfdb_annotations.h"
#include "core/io/wfdb_header.h"
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

  void recordingsAreNeverWrittenOver() {
    const QString record = at("bare/demo01");
    for (const char* suffix :
         {"hea", "dat", "EDF", "bdf", "rec", "Csv", "txt", "tsv", "gz", "zip", "beats", "xws"})
      QCOMPARE(runCli({"detect", record, "--annotator", suffix, "--force"}).exitCode, 2);
    const auto read = [](const QString& name) {
      QFile file(name);
      return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    const auto write = [](const QString& name, const QByteArray& bytes) {
      QFile file(name);
      return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
    };
    const QByteArray signal = "time,II\n0,0.1\n0.01,0.2\n0.02,0.1\n";
    QVERIFY(write(at("signal.log"), signal));
    const auto itself =
        runCli({"detect", at("signal.log"), "--annotator", "log", "--sample-rate", "100", "--force"});
    QCOMPARE(itself.exitCode, 1);
    QVERIFY2(itself.sentence().contains("the recording itself"), itself.err);
    QCOMPARE(read(at("signal.log")), signal);

    QVERIFY(write(at("bare/demo01.csv"), signal));
    const auto both = runCli({"detect", record + ".hea", record + ".csv", "--annotator", "both", "--force"});
    QCOMPARE(both.exitCode, 1);
    QVERIFY2(both.sentence().contains("found two"), both.err);
    QVERIFY(!QFile::exists(record + ".both"));
    QVERIFY(QFile::remove(record + ".csv"));
  }

  void ticksOfATimeResolutionAreSamples() {
    using namespace ectopy;
    const std::filesystem::path atr = at("demo/arrhythmia/demo01.atr").toStdString();
    const double rateHz = readWfdbHeader(at("demo/arrhythmia/demo01.hea").toStdString()).sampleRateHz;
    std::vector<Annotation> marks = readWfdbAnnotations(atr).annotations;
    for (Annotation& mark : marks) mark.sample *= 10;
    constexpr AnnotationCode kNote = 22;
    marks.insert(marks.begin(),
                 {.sample = 0, .code = kNote, .text = fmt::format("## time resolution: {}", 10 * rateHz)});
    writeWfdbAnnotations(std::filesystem::path(atr).replace_extension(".fine"), marks);
    const auto compared = runCli({"ec57", "--database", at("demo/arrhythmia"), "--records", "demo01",
                                  "--test", "fine", "--start", "2", "--json"});
    QVERIFY2(compared.exitCode == 0, compared.err);
    QCOMPARE(compared.json()["gross"].toObject()["qrsSensitivity"].toDouble(), 100.0);
  }

  void theSummaryHearsWhatIsSaidOfText() {
    QFile file(at("rows.csv"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("0.3,0.2,0\n0.2,0.3,1\n0.1,0.1,0\n");
    file.close();
    const QStringList info = {"info", at("rows.csv"), "--summary", "--json"};
    const auto named = runCli(info + QStringList{"--classes", "A,B"});
    QVERIFY2(named.exitCode == 0, named.err);
    QVERIFY(named.json()["classes"].toObject().contains("B"));
    const auto signal = runCli(info + QStringList{"--sample-rate", "100", "--detect"});
    QVERIFY2(signal.exitCode == 0, signal.err);
    QVERIFY(signal.json()["sampleRates"].toObject().contains("100"));
    QCOMPARE(signal.json()["signals"].toObject().size(), 3);
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
