#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <set>

#include "core/beats/beat_file.h"
#include "core/beats/seeded_random.h"
#include "core/workspace/workspace.h"
#include "tests/support/cli_process.h"

using namespace ectopy;
using ectopy::test::CliOutcome;
using ectopy::test::runCli;

/// Labels of the demo's beats that were flipped are found again.
class CliSuspects : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void findsFlippedLabels();
  void keepsProbabilities();
  void asksAModelAtOnce();
  void excludedBeatsAreLeftOut();
  void writesATable();
  void refusesWhatCannotBe();

 private:
  QString at(const QString& name) const { return m_folder.filePath(name); }
  QStringList onFlipped() const {
    return {
        "suspects", "--data", at("demo/arrhythmia.beats"), "--workspace",      at("flipped.ectopy"), "--seed",
        "1",        "--json", "--probabilities",           at("p.safetensors")};
  }

  QTemporaryDir m_folder;
  std::shared_ptr<const BeatSet> m_beats;
  std::set<int> m_flipped;
};

void CliSuspects::initTestCase() {
  const CliOutcome demo = runCli({"demo", "--out", at("demo"), "--patients", "4", "--seconds", "120"});
  QVERIFY2(demo.exitCode == 0, demo.err);
  m_beats = openBeatFile(at("demo/arrhythmia.beats").toStdString());
  const std::size_t classes = m_beats->scheme().size();
  std::vector<BeatIndex> order(m_beats->size());
  for (std::size_t beat = 0; beat < order.size(); ++beat) order[beat] = static_cast<BeatIndex>(beat);
  SeededRandom random(1);
  random.shuffle(std::span(order));
  std::vector<WantedLabel> wanted;
  for (std::size_t i = 0; i < order.size() / 20; ++i) {
    const std::size_t given = m_beats->columns().classes[order[i]];
    wanted.push_back({order[i], static_cast<ClassIndex>((given + 1 + random.below(classes - 1)) % classes)});
    m_flipped.insert(static_cast<int>(order[i]));
  }
  const auto workspace = Workspace::open(at("flipped.ectopy").toStdString(), m_beats->fingerprint());
  LabelJournal journal({m_beats->columns().classes.begin(), m_beats->columns().classes.end()}, {});
  workspace->append(std::vector{journal.relabel(wanted, {"test", "flipped", ""})});
}

void CliSuspects::findsFlippedLabels() {
  const CliOutcome outcome = runCli(onFlipped());
  QVERIFY2(outcome.exitCode == 0, outcome.err);
  const QJsonObject json = outcome.json();
  const QJsonArray suspects = json["suspects"].toArray();
  int found = 0;
  double before = 0;
  for (int rank = 0; rank < suspects.size(); ++rank) {
    const QJsonObject suspect = suspects[rank].toObject();
    const int beat = suspect["beat"].toInt();
    if (rank < static_cast<int>(m_flipped.size())) found += m_flipped.contains(beat) ? 1 : 0;
    QVERIFY(suspect["score"].toDouble() >= before);
    before = suspect["score"].toDouble();
    QVERIFY(suspect["given"] != suspect["suggested"]);
    QCOMPARE(suspect["record"].toString().toStdString(),
             m_beats->recordOf(static_cast<BeatIndex>(beat))->name);
    QCOMPARE(suspect["sample"].toInteger(), m_beats->columns().rSamples[static_cast<std::size_t>(beat)]);
  }
  QVERIFY2(found * 10 >= static_cast<int>(m_flipped.size()) * 8, qPrintable(QString::number(found)));
  const double errors = json["estimatedErrors"].toDouble();
  QVERIFY(errors > 0.5 * static_cast<double>(m_flipped.size()));
  QVERIFY(errors < 2.0 * static_cast<double>(m_flipped.size()));
  QCOMPARE(json["settings"].toObject()["folds"].toInt(), 4);
  QCOMPARE(json["judged"].toInt(), static_cast<int>(m_beats->size()));
  QVERIFY(json["noiseMatrix"].toObject().contains("N"));
}

void CliSuspects::keepsProbabilities() {
  QFile kept(at("p.safetensors"));
  QVERIFY(kept.exists());
  const CliOutcome again = runCli(onFlipped());
  QVERIFY2(again.exitCode == 0, again.err);
  QVERIFY(kept.open(QIODevice::ReadOnly));
  const QByteArray bytes = kept.readAll();
  kept.close();
  QVERIFY(kept.remove());
  const CliOutcome anew = runCli(onFlipped() + QStringList{"--threads", "1"});
  QCOMPARE(anew.json()["suspects"], again.json()["suspects"]);
  QVERIFY(kept.open(QIODevice::ReadOnly));
  QVERIFY(kept.readAll() == bytes);
  const CliOutcome other = runCli(onFlipped() + QStringList{"--epochs", "1"});
  QCOMPARE(other.exitCode, 1);
  QVERIFY2(other.sentence().contains("other beats, labels or settings"), other.err);
}

void CliSuspects::asksAModelAtOnce() {
  const CliOutcome outcome = runCli({"suspects", "--data", at("demo/arrhythmia.beats"), "--workspace",
                                     at("flipped.ectopy"), "--model", "shipped", "--json"});
  QVERIFY2(outcome.exitCode == 0, outcome.err);
  QVERIFY2(outcome.err.contains("flatter"), outcome.err);
  const QJsonObject json = outcome.json();
  QVERIFY(json["warnings"].toArray().last().toString().contains("flatter"));
  QVERIFY(json["settings"].toObject().contains("model"));
  QVERIFY(!json["suspects"].toArray().isEmpty());
}

void CliSuspects::excludedBeatsAreLeftOut() {
  const QString folder = at("excluded.ectopy");
  const std::vector<BeatIndex> some(m_flipped.begin(), m_flipped.end());
  {
    const auto workspace = Workspace::open(folder.toStdString(), m_beats->fingerprint());
    LabelJournal journal({m_beats->columns().classes.begin(), m_beats->columns().classes.end()}, {});
    workspace->append(std::vector{journal.setExcluded(some, true, {"test", "key", ""})});
  }
  const QStringList words = {"suspects",    "--data", at("demo/arrhythmia.beats"),
                             "--workspace", folder,   "--prune",
                             "everything",  "--json"};
  for (const QStringList& way : {QStringList{"--model", "shipped"}, QStringList{"--epochs", "1"}}) {
    const CliOutcome outcome = runCli(words + way);
    QVERIFY2(outcome.exitCode == 0, outcome.err);
    QCOMPARE(outcome.json()["judged"].toInt(), static_cast<int>(m_beats->size() - some.size()));
    for (const QJsonValue& suspect : outcome.json()["suspects"].toArray())
      QVERIFY(!m_flipped.contains(suspect.toObject()["beat"].toInt()));
  }
}

void CliSuspects::writesATable() {
  QStringList words = onFlipped() + QStringList{"--csv", at("s.csv"), "--top", "7"};
  words.removeOne("--json");
  const CliOutcome outcome = runCli(words);
  QVERIFY2(outcome.exitCode == 0, outcome.err);
  QVERIFY2(outcome.out.contains("labels are wrong"), outcome.out);
  QFile table(at("s.csv"));
  QVERIFY(table.open(QIODevice::ReadOnly));
  const QList<QByteArray> lines = table.readAll().trimmed().split('\n');
  QCOMPARE(lines.size(), 8);
  QCOMPARE(lines.first(), QByteArray("beat,record,sample,seconds,given,suggested,score"));
  QCOMPARE(lines[1].split(',').size(), 7);
}

void CliSuspects::refusesWhatCannotBe() {
  const QStringList onData = {"suspects", "--data", at("demo/arrhythmia.beats")};
  QCOMPARE(runCli(onData + QStringList{"--folds", "1"}).exitCode, 2);
  QCOMPARE(runCli(onData + QStringList{"--model", "shipped", "--epochs", "1"}).exitCode, 2);
  QCOMPARE(runCli(onData + QStringList{"--prune", "sometimes"}).exitCode, 2);
  QCOMPARE(runCli({"suspects"}).exitCode, 2);
  const CliOutcome unknown = runCli(onData + QStringList{"--architecture", "nothing"});
  QCOMPARE(unknown.exitCode, 1);
  QVERIFY2(unknown.sentence().contains("\"nothing\""), unknown.err);
  const CliOutcome fewPatients = runCli(onData + QStringList{"--folds-by", "patient", "--folds", "5"});
  QCOMPARE(fewPatients.exitCode, 1);
  QVERIFY2(fewPatients.sentence().contains("4 labelled patients"), fewPatients.err);
  const CliOutcome nowhere = runCli(onData + QStringList{"--csv", at("no/such/folder.csv")});
  QCOMPARE(nowhere.exitCode, 1);
}

QTEST_GUILESS_MAIN(CliSuspects)
#include "tst_cli_suspects.moc"
