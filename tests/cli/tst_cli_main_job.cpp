#include <signal.h>

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/cli_process.h"

using ectopy::test::runCli;

/// demo -> cut -> export -> train -> evaluate -> predict -> transfer -> report, by the command line alone.
class CliMainJob : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void helpAndWrongUsage();
  void infoTellsWhatIsThere();
  void exportWritesEveryBeat();
  void sameSeedSameWeights();
  void evaluationRepeatsTheTrainingsFigures();
  void evaluationTellsHowSureItIs();
  void comparesTwoModels();
  void predictWritesTableAndAnnotations();
  void exportWritesCorrectedLabels();
  void transferFreezesConvolutions();
  void reportIsRepeatable();
  void stopIsHeard();

 private:
  QString at(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
  QTemporaryDir m_folder;
  QJsonObject m_training;
};

void CliMainJob::initTestCase() {
  const auto demo =
      runCli({"demo", "--out", at("demo"), "--patients", "6", "--seconds", "150", "--seed", "3", "--json"});
  QCOMPARE(demo.exitCode, 0);
  QCOMPARE(demo.json()["records"].toInt(), 12);

  const auto cut = runCli({"cut", at("demo/arrhythmia"), "--out", at("a.beats"), "--json"});
  QVERIFY2(cut.exitCode == 0, cut.err);
  QCOMPARE(cut.json()["records"].toInt(), 6);
  int sum = 0;
  for (const auto& count : cut.json()["classes"].toObject()) sum += count.toInt();
  QCOMPARE(cut.json()["beats"].toInt(), sum);
  QVERIFY(sum > 500);

  const auto train = runCli({"train", "--data", at("a.beats"), "--split", "beat", "--epochs", "2", "--seed",
                             "5", "--out", at("a.safetensors"), "--json"});
  QVERIFY2(train.exitCode == 0, train.err);
  m_training = train.json();
  QCOMPARE(m_training["epochs"].toInt(), 2);
  QVERIFY(m_training["test"].toObject()["perClass"].toObject().contains("S"));
}

void CliMainJob::helpAndWrongUsage() {
  const auto help = runCli({"--help"});
  QCOMPARE(help.exitCode, 0);
  for (const char* command :
       {"info", "cut", "export", "trace", "train", "transfer", "evaluate", "predict", "report", "demo"})
    QVERIFY2(help.out.contains(command), command);
  QCOMPARE(runCli({}).exitCode, 2);
  QCOMPARE(runCli({"cut"}).exitCode, 2);
  QCOMPARE(runCli({"dance"}).exitCode, 2);
}

void CliMainJob::infoTellsWhatIsThere() {
  QCOMPARE(runCli({"info", at("demo/arrhythmia"), "--json"}).json()["kind"].toString(), "wfdb-database");
  const auto record = runCli({"info", at("demo/arrhythmia/demo01.hea"), "--json"}).json();
  QCOMPARE(record["kind"].toString(), "wfdb-record");
  QCOMPARE(record["sampleRate"].toDouble(), 360.0);
  QVERIFY(record["synthetic"].toBool());
  const auto beats = runCli({"info", at("a.beats"), "--json"}).json();
  QCOMPARE(beats["kind"].toString(), "beat-file");
  QVERIFY(beats["synthetic"].toBool());
  const auto model = runCli({"info", at("a.safetensors"), "--json"}).json();
  QCOMPARE(model["kind"].toString(), "model");
  QCOMPARE(model["architecture"].toString(), "ectopy-beat");
}

void CliMainJob::exportWritesEveryBeat() {
  const auto exported = runCli({"export", at("a.beats"), "--csv", at("a.csv"), "--json"});
  QVERIFY2(exported.exitCode == 0, exported.err);
  QFile csv(at("a.csv"));
  QVERIFY(csv.open(QIODevice::ReadOnly));
  const QList<QByteArray> lines = csv.readAll().trimmed().split('\n');
  QCOMPARE(lines.size(), exported.json()["rows"].toInt());
  QCOMPARE(lines.first().split(',').size(), 188);
  const auto again = runCli({"cut", at("a.csv"), "--out", at("again.beats"), "--json"});
  QVERIFY2(again.exitCode == 0, again.err);
  const auto traced = runCli({"trace", at("a.csv"), "--database", at("demo/arrhythmia"), "--json"});
  QCOMPARE(traced.json()["found"].toInt(), exported.json()["rows"].toInt());
}

void CliMainJob::sameSeedSameWeights() {
  const auto again =
      runCli({"train", "--data", at("a.beats"), "--split", "beat", "--epochs", "2", "--seed", "5", "--json"});
  QCOMPARE(again.json()["weightsSha256"].toString(), m_training["weightsSha256"].toString());
  QCOMPARE(again.json()["test"].toObject(), m_training["test"].toObject());
  const auto other =
      runCli({"train", "--data", at("a.beats"), "--split", "beat", "--epochs", "1", "--seed", "6", "--json"});
  QVERIFY(other.json()["weightsSha256"].toString() != m_training["weightsSha256"].toString());
}

void CliMainJob::evaluationRepeatsTheTrainingsFigures() {
  const auto evaluated =
      runCli({"evaluate", "--model", at("a.safetensors"), "--data", at("a.beats"), "--json"});
  QVERIFY2(evaluated.exitCode == 0, evaluated.err);
  const QJsonObject test = m_training["test"].toObject();
  QCOMPARE(evaluated.json()["confusion"], test["confusion"]);
  QCOMPARE(evaluated.json()["accuracy"].toDouble(), test["accuracy"].toDouble());
  const auto all = runCli(
      {"evaluate", "--model", at("a.safetensors"), "--data", at("a.beats"), "--part", "all", "--json"});
  QVERIFY(all.json()["beats"].toInt() > evaluated.json()["beats"].toInt());
}

void CliMainJob::evaluationTellsHowSureItIs() {
  const QStringList command = {"evaluate", "--model", at("a.safetensors"), "--data", at("a.beats")};
  const auto judged = runCli(command + QStringList{"--tables", at("tables"), "--resamples", "200", "--json"});
  QVERIFY2(judged.exitCode == 0, judged.err);
  const auto json = judged.json();
  const auto bootstrap = json["intervals"].toObject()["bootstrap"].toObject();
  QCOMPARE(bootstrap["method"].toString(), "bootstrap by patient");
  QCOMPARE(bootstrap["units"].toInt(), 6);
  const auto accuracy = bootstrap["accuracy"].toArray();
  QVERIFY(accuracy[0].toDouble() <= json["accuracy"].toDouble() &&
          json["accuracy"].toDouble() <= accuracy[1].toDouble());
  QVERIFY(json["curves"].toObject()["N"].toObject()["auc"].toDouble() > 0.5);
  QVERIFY(json["calibration"].toObject()["temperature"].toDouble() > 0);
  QCOMPARE(json["perPatient"].toArray().size(), 6);
  QCOMPARE(json["sides"].toObject()["sides"].toArray().size(), 3);
  QVERIFY(json["perClass"].toObject()["N"].toObject()["specificity"].isDouble());
  QVERIFY(json["weighted"].toObject()["f1"].isDouble());
  QCOMPARE(json["tables"].toArray().size(), 8);
  QFile classes(at("tables/classes.csv"));
  QVERIFY(classes.open(QIODevice::ReadOnly));
  QCOMPARE(classes.readAll().split('\n').size(), 7);
  const auto again = runCli(command + QStringList{"--resamples", "200", "--json"}).json();
  QCOMPARE(again["intervals"], json["intervals"]);
  const auto text = runCli(command);
  for (const char* words : {"95 % intervals: bootstrap by patient, 6 patients", "with temperature",
                            "new beats of patients it knows"})
    QVERIFY2(text.out.contains(words), words);
}

void CliMainJob::comparesTwoModels() {
  const auto train = runCli({"train", "--data", at("a.beats"), "--split", "beat", "--epochs", "1", "--seed",
                             "5", "--out", at("b.safetensors"), "--json"});
  QVERIFY2(train.exitCode == 0, train.err);
  const QStringList command = {"compare", "--model", at("b.safetensors"), "--data", at("a.beats")};
  const auto compared =
      runCli(command + QStringList{"--with", at("a.safetensors"), "--csv", at("beats.csv"), "--json"});
  QVERIFY2(compared.exitCode == 0, compared.err);
  const auto json = compared.json();
  const int beats = json["beats"].toInt();
  QCOMPARE(
      json["fixed"].toInt() + json["broken"].toInt() + json["bothWrong"].toInt() + json["bothRight"].toInt(),
      beats);
  QCOMPARE(json["mcNemar"].toObject()["fixed"], json["fixed"]);
  QCOMPARE(json["second"].toObject()["accuracy"], m_training["test"].toObject()["accuracy"]);
  QFile rows(at("beats.csv"));
  QVERIFY(rows.open(QIODevice::ReadOnly));
  const QByteArray text = rows.readAll();
  QCOMPARE(text.count('\n'), beats + 1);
  QCOMPARE(text.count(",fixed,"), json["fixed"].toInt());
  const auto alone = runCli(command);
  QCOMPARE(alone.exitCode, 1);
  QVERIFY2(alone.err.contains("--with"), alone.err);
}

void CliMainJob::predictWritesTableAndAnnotations() {
  const auto table = runCli(
      {"predict", "--model", at("a.safetensors"), "--data", at("a.beats"), "--csv", at("p.csv"), "--json"});
  QVERIFY2(table.exitCode == 0, table.err);
  QFile csv(at("p.csv"));
  QVERIFY(csv.open(QIODevice::ReadOnly));
  QCOMPARE(csv.readAll().trimmed().split('\n').size(), table.json()["beats"].toInt() + 1);

  const QStringList annotate = {
      "predict", "--model", at("a.safetensors"), "--data", at("demo/arrhythmia"), "--annotator", "mod"};
  QCOMPARE(runCli(annotate).exitCode, 0);
  QVERIFY(QFile::exists(at("demo/arrhythmia/demo01.mod")));
  const auto refused = runCli(annotate);
  QCOMPARE(refused.exitCode, 1);
  QVERIFY2(refused.sentence().contains("demo01.mod"), refused.err);
  QCOMPARE(runCli(annotate + QStringList{"--force"}).exitCode, 0);
}

void CliMainJob::exportWritesCorrectedLabels() {
  QVERIFY(QDir().mkpath(at("out")));
  const QStringList label = {
      "journal", "mark", at("corrected.ectopy"), "--data", at("demo/arrhythmia"), "--beats", "4",
      "--label", "V"};
  const auto marked = runCli(label);
  QVERIFY2(marked.exitCode == 0, marked.err);
  const QStringList write = {"export",      at("demo/arrhythmia"),
                             "--workspace", at("corrected.ectopy"),
                             "--annotator", "mine",
                             "--to",        at("out"),
                             "--json-file", at("out/labels.json"),
                             "--json"};
  const auto written = runCli(write);
  QVERIFY2(written.exitCode == 0, written.err);
  QVERIFY(QFile::exists(at("out/demo01.mine")));
  QVERIFY(written.json()["files"].toArray().size() > 1);
  QFile file(at("out/labels.json"));
  QVERIFY(file.open(QIODevice::ReadOnly));
  const QJsonArray beats = QJsonDocument::fromJson(file.readAll()).object()["beats"].toArray();
  QCOMPARE(beats.size(), written.json()["beats"].toInt());
  QCOMPARE(beats[4].toObject()["label"].toString(), QString("V"));
  QVERIFY(beats[4].toObject()["fileLabel"].toString() != "V");
  QCOMPARE(runCli(write).exitCode, 1);
  QCOMPARE(runCli(write + QStringList{"--force"}).exitCode, 0);
  const auto nobody = runCli(write + QStringList{"--force", "--of", "nobody"});
  QCOMPARE(nobody.exitCode, 1);
  QVERIFY2(nobody.sentence().contains("expected an annotator"), nobody.err);
}

void CliMainJob::transferFreezesConvolutions() {
  const QStringList common = {
      "transfer", "--from", at("a.safetensors"), "--data", at("demo/infarction.beats"), "--epochs",
      "1",        "--json"};
  const auto frozen = runCli(common + QStringList{"--mode", "freeze"});
  QVERIFY2(frozen.exitCode == 0, frozen.err);
  const auto tuned = runCli(common + QStringList{"--mode", "finetune"});
  QVERIFY2(tuned.exitCode == 0, tuned.err);
  QVERIFY(frozen.json()["trainableParameters"].toInt() < tuned.json()["trainableParameters"].toInt());
  QCOMPARE(tuned.json()["trainableParameters"].toInt(), tuned.json()["parameters"].toInt());
  QCOMPARE(frozen.json()["parent"].toObject()["weightsSha256"], m_training["weightsSha256"]);
  QCOMPARE(runCli(common + QStringList{"--mode", "thaw"}).exitCode, 1);
}

void CliMainJob::reportIsRepeatable() {
  const QStringList command = {"report",      "--model", at("a.safetensors"),    "--data",
                               at("a.beats"), "--date",  "2026-01-01 00:00 UTC", "--json",
                               "--out"};
  const auto first = runCli(command + QStringList{at("r1.html")});
  const auto second = runCli(command + QStringList{at("r2.html")});
  QVERIFY2(first.exitCode == 0, first.err);
  QCOMPARE(first.json()["sha256"], second.json()["sha256"]);
  QFile html(at("r1.html"));
  QVERIFY(html.open(QIODevice::ReadOnly));
  const QByteArray text = html.readAll();
  QVERIFY(text.contains("<svg"));
  QVERIFY(text.toLower().contains("synthetic"));
}

void CliMainJob::stopIsHeard() {
  QProcess process;
  process.start(ectopy::test::cliProgram(), {"train", "--data", at("a.beats"), "--epochs", "500",
                                             "--stop-patience", "500", "--out", at("never")});
  process.setReadChannel(QProcess::StandardError);
  QByteArray err;
  while (!err.contains("epoch") && process.waitForReadyRead(60'000)) err += process.readAllStandardError();
  QVERIFY2(err.contains("epoch"), err);
  ::kill(static_cast<pid_t>(process.processId()), SIGINT);
  QVERIFY(process.waitForFinished(60'000));
  QCOMPARE(process.exitCode(), 130);
  QVERIFY(!QFile::exists(at("never")));
}

QTEST_GUILESS_MAIN(CliMainJob)
#include "tst_cli_main_job.moc"
