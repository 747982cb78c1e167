#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/cli_process.h"

using ectopy::test::runCli;

/// Whatever is wrong with an input: exit code 1 and one sentence that names the file and what was found.
class CliBadInput : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void brokenFiles_data();
  void brokenFiles();
  void oneClassOnly();
  void unwritableFolder();
  void otherCut();

 private:
  QString at(const QString& name) const { return m_folder.filePath(name); }
  void write(const QString& name, const QByteArray& bytes) const;
  QTemporaryDir m_folder;
};

namespace {

QByteArray csvRow(int fields, const QByteArray& odd = {}) {
  QByteArray row;
  for (int i = 0; i < fields - 1; ++i) row += (i == 5 && !odd.isEmpty() ? odd : QByteArray("5.0e-01")) + ",";
  return row + "0.0e+00\n";
}

}  // namespace

void CliBadInput::write(const QString& name, const QByteArray& bytes) const {
  QFile file(at(name));
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(bytes);
}

void CliBadInput::initTestCase() {
  QCOMPARE(runCli({"demo", "--out", at("demo"), "--patients", "2", "--seconds", "60"}).exitCode, 0);
  const auto train = runCli({"train", "--data", at("demo/arrhythmia.beats"), "--split", "beat", "--epochs",
                             "1", "--out", at("good.safetensors")});
  QVERIFY2(train.exitCode == 0, train.err);

  QFile model(at("good.safetensors"));
  QVERIFY(model.open(QIODevice::ReadOnly));
  const QByteArray weights = model.readAll();
  write("half.safetensors", weights.left(weights.size() / 2));
  write("missing.hea", "missing 1 360 1000\nnowhere.dat 212 200 11 1024 0 0 0 MLII\n");
  write("short.hea", "short 1 360 1000\nshort.dat 16 200 11 0 0 0 0 MLII\n");
  write("short.dat", QByteArray(500, '\0'));
  write("f187.csv", csvRow(188) + csvRow(187));
  write("f189.csv", csvRow(188) + csvRow(189));
  write("odd.csv", csvRow(188) + csvRow(188, "1.0e+00.65"));
  write("empty.csv", "");
  write("half.beats", "ECTOPY");
}

void CliBadInput::brokenFiles_data() {
  QTest::addColumn<QStringList>("command");
  QTest::addColumn<QStringList>("words");
  const QString out = at("out.beats");
  QTest::newRow("truncated .dat") << QStringList{"cut", at("short.hea"), "--out", out}
                                  << QStringList{"short.dat", "2000", "500"};
  QTest::newRow("missing file") << QStringList{"cut", at("missing.hea"), "--out", out}
                                << QStringList{"nowhere.dat"};
  QTest::newRow("187 fields") << QStringList{"cut", at("f187.csv"), "--out", out}
                              << QStringList{"f187.csv", "line 2", "188", "187"};
  QTest::newRow("189 fields") << QStringList{"cut", at("f189.csv"), "--out", out}
                              << QStringList{"f189.csv", "line 2", "188", "189"};
  QTest::newRow("1.0e+00.65") << QStringList{"cut", at("odd.csv"), "--out", out}
                              << QStringList{"odd.csv", "line 2", "field 6", "1.0e+00.65"};
  QTest::newRow("empty csv") << QStringList{"cut", at("empty.csv"), "--out", out} << QStringList{"empty.csv"};
  QTest::newRow("half a model")
      << QStringList{"predict", "--model",  at("half.safetensors"), "--data", at("demo/arrhythmia.beats"),
                     "--csv",   at("p.csv")}
      << QStringList{"half.safetensors"};
  QTest::newRow("half a beat file") << QStringList{"info", at("half.beats")} << QStringList{"half.beats"};
  QTest::newRow("nothing there") << QStringList{"info", at("no-such-thing")} << QStringList{"no-such-thing"};
}

void CliBadInput::brokenFiles() {
  QFETCH(QStringList, command);
  QFETCH(QStringList, words);
  const auto outcome = runCli(command);
  QCOMPARE(outcome.exitCode, 1);
  QVERIFY2(outcome.out.isEmpty(), outcome.out);
  QCOMPARE(outcome.err.trimmed().count('\n'), 0);
  for (const QString& word : words)
    QVERIFY2(outcome.sentence().contains(word), qPrintable(outcome.sentence()));
  QVERIFY(!QFile::exists(at("out.beats")));
}

void CliBadInput::oneClassOnly() {
  write("one.csv", csvRow(188).repeated(50));
  const auto outcome = runCli({"train", "--data", at("one.csv")});
  QCOMPARE(outcome.exitCode, 1);
  QVERIFY2(outcome.sentence().contains("class"), outcome.err);
}

void CliBadInput::unwritableFolder() {
  // Below a regular file nothing can be written, whoever runs the test.
  const auto outcome = runCli({"cut", at("demo/arrhythmia"), "--out", at("empty.csv") + "/x.beats"});
  QCOMPARE(outcome.exitCode, 1);
  QVERIFY2(outcome.sentence().contains("x.beats"), outcome.err);
}

void CliBadInput::otherCut() {
  const auto cut = runCli({"cut", at("demo/arrhythmia"), "--rule", "context", "--out", at("c.beats")});
  QCOMPARE(cut.exitCode, 0);
  QVERIFY(QFile::rename(at("demo/arrhythmia"), at("demo/gone")));  // cut anew they would fit
  const auto outcome =
      runCli({"predict", "--model", at("good.safetensors"), "--data", at("c.beats"), "--csv", at("p.csv")});
  QVERIFY(QFile::rename(at("demo/gone"), at("demo/arrhythmia")));
  QCOMPARE(outcome.exitCode, 1);
  QVERIFY2(outcome.sentence().contains("kaggle") && outcome.sentence().contains("context"), outcome.err);
  QVERIFY(!QFile::exists(at("p.csv")));
}

QTEST_GUILESS_MAIN(CliBadInput)
#include "tst_cli_bad_input.moc"
