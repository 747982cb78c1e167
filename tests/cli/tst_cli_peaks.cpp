#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/support/cli_process.h"

using namespace ectopy::test;

/// R peaks corrected by `journal`, and the commands that see them.
class TestCliPeaks : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QCOMPARE(runCli({"demo", "--out", path("demo")}).exitCode, 0);
    m_beats = runCli({"cut", data(), "--out", path("a.beats"), "--json"}).json()["beats"].toInt();
    QVERIFY(m_beats > 100);
  }
  void correctedPeaksGoOut();
  void saysWhatIsWrong();

 private:
  QString path(const char* name) const { return m_folder.filePath(name); }
  QString data() const { return m_folder.filePath("demo/arrhythmia"); }
  CliOutcome journal(const QStringList& words) const { return runCli(QStringList{"journal"} + words); }
  QList<QByteArray> lines(const char* name) const {
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().split('\n') : QList<QByteArray>();
  }
  int predicted(const QString& workspace) const {
    const QStringList ask = {"predict", "--model", "shipped", "--data", data(), "--csv", path("p.csv")};
    const QStringList with = workspace.isEmpty() ? QStringList() : QStringList{"--workspace", workspace};
    return runCli(ask + with).exitCode == 0 ? static_cast<int>(lines("p.csv").size()) - 1 : -1;
  }

  QTemporaryDir m_folder;
  int m_beats = 0;
};

void TestCliPeaks::correctedPeaksGoOut() {
  const QString work = path("w.ectopy");
  const int beats = predicted({});
  QCOMPARE(beats, m_beats);
  const auto before = lines("p.csv");
  const qint64 tenth = before[11].split(',')[2].toLongLong();
  const auto deleted = journal({"delete-beats", work, "--data", data(), "--beats", "3,5-6", "--json"}).json();
  QCOMPARE(deleted["steps"].toInt(), 1);
  const auto added = journal({"add-beat", work, "--record", "demo01", "--sample", QString::number(tenth + 60),
                              "--label", "V", "--json"});
  QCOMPARE(added.json()["beat"].toInt(), m_beats);
  QCOMPARE(journal({"move-beat", work, "--beat", "10", "--sample", QString::number(tenth + 4)}).exitCode, 0);
  QCOMPARE(predicted(work), m_beats - 2);
  const auto after = lines("p.csv");
  QVERIFY(after.last().startsWith(QByteArray::number(m_beats) + ",demo01," + QByteArray::number(tenth + 60)));
  QVERIFY(after.contains(before.last()));  // of another record

  // Put on the peak again it is where it was.
  QCOMPARE(journal({"move-beat", work, "--beat", "10", "--snap"}).exitCode, 0);
  QCOMPARE(journal({"undo", work}).exitCode, 0);
  QCOMPARE(journal({"undo", work}).exitCode, 0);
  const QStringList out = {"export", data(), "--workspace", work};
  QCOMPARE(runCli(out + QStringList{"--json-file", path("l.json"), "--csv", path("l.csv")}).exitCode, 0);
  QCOMPARE(lines("l.csv").size(), m_beats - 2);
  QCOMPARE(runCli(out + QStringList{"--annotator", "fix"}).exitCode, 0);
  const auto again = runCli({"cut", data(), "--out", path("b.beats"), "--annotator", "fix", "--json"});
  QCOMPARE(again.json()["beats"].toInt(), m_beats - 2);
  const auto log = journal({"log", work, "--json"}).json()["steps"].toArray();
  QCOMPARE(log[0].toObject()["words"].toString(), QString("R peaks of 3 beats"));
  QVERIFY(log[1].toObject()["words"].toString().contains("added at sample"));
  const auto similar =
      runCli({"similar", data(), "--workspace", work, "--beat", QString::number(m_beats), "--json"});
  QVERIFY(
      runCli({"similar", data(), "--workspace", work, "--beat", "5"}).sentence().contains("was taken away"));
  QCOMPARE(similar.json()["beats"].toArray()[0].toObject()["label"].toString(), QString("V"));
}

void TestCliPeaks::saysWhatIsWrong() {
  const QString work = path("w2.ectopy");
  const auto says = [&](const QStringList& words, const char* sentence) {
    const CliOutcome outcome = journal(words + QStringList{"--data", data()});
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.sentence().contains(sentence), qPrintable(outcome.sentence()));
  };
  says({"add-beat", work, "--record", "zz", "--sample", "5"}, "has no record \"zz\"");
  says({"add-beat", work, "--record", "demo01", "--sample", "99999999"}, "can't stand at sample");
  says({"move-beat", work, "--beat", "999999", "--sample", "5"}, "expected one of");
  QCOMPARE(journal({"add-beat", work, "--record", "demo01"}).exitCode, 2);
  QCOMPARE(journal({"log", work, "--json"}).json()["steps"].toArray().size(), 0);
}

QTEST_GUILESS_MAIN(TestCliPeaks)
#include "tst_cli_peaks.moc"
