#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/support/cli_process.h"

using namespace ectopy::test;

class TestCliJournal : public QObject {
  Q_OBJECT

 private slots:
  void annotatorsAreComparedAndHandedOn();
  void saysWhatIsWrong();

 private:
  QByteArray contentOf(const char* name) const {
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
  }
  QString path(const char* name) const { return m_folder.filePath(name); }
  CliOutcome journal(const QStringList& words) const { return runCli(QStringList{"journal"} + words); }

  QTemporaryDir m_folder;
};

void TestCliJournal::annotatorsAreComparedAndHandedOn() {
  QCOMPARE(runCli({"demo", "--out", path("demo")}).exitCode, 0);
  QCOMPARE(runCli({"cut", path("demo"), "--out", path("a.beats")}).exitCode, 0);
  const QString work = path("w.ectopy");
  const QStringList asAnn = {"mark", work, "--data", path("a.beats"), "--of", "ann"};
  QCOMPARE(journal(asAnn + QStringList{"--beats", "0-9", "--label", "V"}).exitCode, 0);
  QCOMPARE(journal({"mark", work, "--of", "bob", "--beats", "0-7", "--label", "V", "--flag", "on", "--note",
                    "a \"note\""})
               .exitCode,
           0);
  QCOMPARE(journal({"mark", work, "--of", "bob", "--beats", "8,9", "--label", "Q"}).exitCode, 0);
  const auto compared = journal({"agreement", work, "ann", "bob", "--json"}).json();
  QCOMPARE(compared["disagreements"].toArray().size(), 2);
  QVERIFY(compared["kappa"].toDouble() > compared["low"].toDouble() && compared["kappa"].toDouble() < 1);
  QCOMPARE(journal({"adjudicate", work, "ann", "bob", "--json"}).json()["undecided"].toInt(), 2);
  QCOMPARE(journal({"restore", work, "--of", "bob", "--step", "1"}).exitCode, 0);
  const auto log = journal({"log", work, "--json", "--of", "bob"}).json()["steps"].toArray();
  QCOMPARE(log.size(), 5);
  QCOMPARE(log.last().toObject()["why"].toString(), QString("as after step 1"));
  QCOMPARE(log.last().toObject()["changes"].toInt(), 2 + 8 + 8);

  QCOMPARE(journal({"export", work, "--json-file", path("j.json")}).exitCode, 0);
  QCOMPARE(journal({"export", work, "--csv", path("j.csv")}).exitCode, 0);
  const QString other = path("w2.ectopy");
  QCOMPARE(journal({"import", other, "--csv", path("j.csv"), "--data", path("a.beats")}).exitCode, 0);
  QCOMPARE(journal({"export", other, "--json-file", path("j2.json")}).exitCode, 0);
  QVERIFY(contentOf("j.json").size() > 1000);
  QCOMPARE(contentOf("j2.json"), contentOf("j.json"));
  QCOMPARE(journal({"import", other, "--json-file", path("j.json"), "--json"}).json()["steps"].toInt(), 0);
}

void TestCliJournal::saysWhatIsWrong() {
  const CliOutcome none = journal({"log", path("nowhere")});
  QCOMPARE(none.exitCode, 1);
  QVERIFY(none.sentence().endsWith("expected a workspace folder (NAME.ectopy), found none."));
  const QString work = path("w.ectopy");
  QVERIFY(journal({"agreement", work, "ann", "zoe"}).sentence().contains("has no labels of zoe"));
  QVERIFY(journal({"mark", work, "--beats", "9999999", "--flag", "on"}).sentence().contains("--beats"));
  QCOMPARE(journal({"export", work}).exitCode, 2);
  QCOMPARE(journal({}).exitCode, 2);
}

QTEST_GUILESS_MAIN(TestCliJournal)
#include "tst_cli_journal.moc"
