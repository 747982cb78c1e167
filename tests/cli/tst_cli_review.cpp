#include <QFileInfo>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include "core/beats/beat_file.h"
#include "core/workspace/workspace.h"
#include "tests/support/cli_process.h"

using namespace ectopy;
using ectopy::test::CliOutcome;
using ectopy::test::runCli;

/// Queues, similar beats and templates of the demo's beats, with a workspace of two annotators.
class CliReview : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void queuesOfAModel();
  void queuesOfAWorkspace();
  void theOtherAnnotatorIsHeard();
  void suspectsComeWithAModelOrWithout();
  void theAuditTellsTheErrorRate();
  void similarBeatsByShapeAndModel();
  void aMapOfAllBeats();
  void saysWhatSpeaksForAClass();
  void groupsErrorsInWords();
  void beatsCutAnewKeepTheirNumbers();
  void templatesOfARecordAndAClass();
  void refusesWhatCannotBe();

 private:
  QString at(const QString& name) const { return m_folder.filePath(name); }
  QStringList on(const QString& command) const { return {command, at("demo/arrhythmia.beats"), "--json"}; }
  QJsonArray queue(const QString& kind, const QStringList& more = {}) const {
    const CliOutcome outcome = runCli(on("queue") + QStringList{"--kind", kind} + more);
    if (outcome.exitCode != 0) qWarning() << outcome.err;
    return outcome.json()["items"].toArray();
  }
  QStringList workspace() const { return {"--workspace", at("w.ectopy")}; }

  QTemporaryDir m_folder;
  std::shared_ptr<const BeatSet> m_beats;
};

namespace {

QJsonObject first(const QJsonArray& items) {
  return items.first().toObject();
}

QList<int> beatsOf(const QJsonArray& items) {
  QList<int> beats;
  for (const QJsonValue& item : items) beats << item.toObject()["beat"].toInt();
  return beats;
}

}  // namespace

void CliReview::initTestCase() {
  const CliOutcome demo = runCli({"demo", "--out", at("demo"), "--patients", "4", "--seconds", "120"});
  QVERIFY2(demo.exitCode == 0, demo.err);
  m_beats = openBeatFile(at("demo/arrhythmia.beats").toStdString());
  const auto workspace = Workspace::open(at("w.ectopy").toStdString(), m_beats->fingerprint());
  const auto& classes = m_beats->columns().classes;
  const EditSource source{"Anna", "test", ""};
  LabelJournal anna({classes.begin(), classes.end()}, {});
  workspace->append(std::vector{anna.setFlag(std::vector<BeatIndex>{9, 4}, true, source),
                                anna.setNote(std::vector<BeatIndex>{4}, "noise?", source),
                                anna.setExcluded(std::vector<BeatIndex>{20, 21}, true, source),
                                anna.relabel(std::vector<BeatIndex>{30, 20}, kUnlabelled, source)},
                    "Anna");
  LabelJournal bert({classes.begin(), classes.end()}, {});
  workspace->append(std::vector{bert.relabel(std::vector<BeatIndex>{12, 30}, 4, {"Bert", "test", ""})},
                    "Bert");
}

void CliReview::queuesOfAModel() {
  const QJsonArray unsure = queue("least-certain", {"--model", "shipped"});
  QCOMPARE(unsure.size(), static_cast<qsizetype>(m_beats->size()));
  double before = -1;
  for (const QJsonValue& item : unsure) {
    QVERIFY(item["score"].toDouble() >= before);
    before = item["score"].toDouble();
    const auto beat = static_cast<BeatIndex>(item["beat"].toInt());
    QCOMPARE(item["record"].toString().toStdString(), m_beats->recordOf(beat)->name);
    QCOMPARE(item["sample"].toInteger(), m_beats->columns().rSamples[beat]);
  }
  QVERIFY(first(unsure)["why"].toString().contains("the model wavers"));
  QCOMPARE(queue("least-certain", {"--model", "shipped", "--limit", "3"}).size(), 3);
  const QJsonArray rare = queue("typical-of-rare", {"--model", "shipped"});
  QVERIFY(!rare.isEmpty() && rare.size() < unsure.size());
  QVERIFY(first(rare)["why"].toString().contains("a rare class"));
  QVERIFY(first(rare)["suggested"].isString());
}

void CliReview::queuesOfAWorkspace() {
  const QJsonArray flagged = queue("flagged", workspace());
  QCOMPARE(beatsOf(flagged), (QList<int>{4, 9}));
  QCOMPARE(first(flagged)["why"].toString(), "Flagged: noise?");
  QVERIFY(first(flagged)["score"].isNull());
  const QJsonArray unlabelled = queue("unlabelled", workspace());  // 20 is excluded
  QCOMPARE(beatsOf(unlabelled), QList<int>{30});
  QVERIFY(first(unlabelled)["label"].isNull());
  QCOMPARE(beatsOf(queue("unlabelled", workspace() + QStringList{"--annotator", "Bert"})), QList<int>{});
}

void CliReview::theOtherAnnotatorIsHeard() {
  const QJsonArray items = queue("other-annotator", workspace() + QStringList{"--other", "Bert"});
  QCOMPARE(beatsOf(items), QList<int>{12});
  QCOMPARE(first(items)["suggested"].toString(), "Q");
  QVERIFY(first(items)["why"].toString().endsWith("; Bert says Q."));
  const QJsonArray turned =
      queue("other-annotator", workspace() + QStringList{"--annotator", "Bert", "--other", "Anna"});
  QCOMPARE(beatsOf(turned), QList<int>{12});
  QCOMPARE(first(turned)["label"].toString(), "Q");
}

void CliReview::suspectsComeWithAModelOrWithout() {
  const QJsonArray ofModel = queue("suspects", {"--model", "shipped"});
  QVERIFY(!ofModel.isEmpty());
  QVERIFY(first(ofModel)["why"].toString().contains("; the model gives "));
  const CliOutcome ranked =
      runCli({"suspects", "--data", at("demo/arrhythmia.beats"), "--model", "shipped", "--json"});
  QCOMPARE(beatsOf(ofModel), beatsOf(ranked.json()["suspects"].toArray()));
  const QStringList kept{"--epochs", "1", "--folds", "2", "--probabilities", at("p.safetensors")};
  const QJsonArray outOfFold = queue("suspects", kept);
  QVERIFY(first(outOfFold)["why"].toString().contains("models that did not learn from it give"));
  const CliOutcome again =
      runCli(QStringList{"suspects", "--data", at("demo/arrhythmia.beats"), "--json"} + kept);
  QVERIFY2(again.exitCode == 0, again.err);
  QCOMPARE(beatsOf(outOfFold), beatsOf(again.json()["suspects"].toArray()));
}

void CliReview::theAuditTellsTheErrorRate() {
  const QStringList words = {"--audit-beats", "40", "--judged", "40", "--wrong", "2", "--seed", "3"};
  const CliOutcome outcome = runCli(on("queue") + QStringList{"--kind", "audit"} + words + workspace());
  QVERIFY2(outcome.exitCode == 0, outcome.err);
  const QJsonObject json = outcome.json();
  QCOMPARE(json["items"].toArray().size(), 40);
  QVERIFY(first(json["items"].toArray())["suggested"].isNull());
  QCOMPARE(json["population"].toInt(), static_cast<int>(m_beats->size()) - 3);
  const QJsonObject estimate = json["estimate"].toObject();
  QCOMPARE(estimate["rate"].toDouble(), 0.05);
  QVERIFY(estimate["low"].toDouble() > 0.005 && estimate["low"].toDouble() < 0.01);
  QVERIFY(estimate["high"].toDouble() > 0.15 && estimate["high"].toDouble() < 0.17);
  QVERIFY(queue("audit", {"--seed", "3"}) != queue("audit", {"--seed", "4"}));
}

void CliReview::similarBeatsByShapeAndModel() {
  for (const QStringList& way : {QStringList{}, QStringList{"--model", "shipped"}}) {
    const CliOutcome outcome = runCli(on("similar") + QStringList{"--beat", "17", "--limit", "25"} + way);
    QVERIFY2(outcome.exitCode == 0, outcome.err);
    const QJsonArray beats = outcome.json()["beats"].toArray();
    QCOMPARE(beats.size(), 26);
    QCOMPARE(first(beats)["beat"].toInt(), 17);
    QVERIFY(first(beats)["distance"].toDouble() < 1e-6);
    QCOMPARE(outcome.json()["by"].toString() == "shape", way.isEmpty());
    for (qsizetype i = 2; i < beats.size(); ++i)
      QVERIFY(beats[i]["distance"].toDouble() >= beats[i - 1]["distance"].toDouble());
  }
  const CliOutcome several = runCli(on("similar") + QStringList{"--beat", "3", "8", "--limit", "2"});
  QCOMPARE(several.json()["beats"].toArray().size(), 4);
}

void CliReview::aMapOfAllBeats() {
  const auto embed = [&](const QString& file, const QStringList& more) {
    const CliOutcome outcome = runCli(on("embed") + QStringList{"--csv", at(file)} + more);
    if (outcome.exitCode != 0) qFatal("%s", qPrintable(outcome.err));
    return outcome.json();
  };
  const auto linesOf = [&](const QString& file) {
    QFile table(at(file));
    return table.open(QIODevice::ReadOnly) ? QString::fromUtf8(table.readAll()).trimmed().split('\n')
                                           : QStringList{};
  };
  const QJsonObject byShape = embed("shape.csv", {"--threads", "1"});
  QCOMPARE(byShape["by"].toString(), QStringLiteral("shape"));
  QVERIFY(byShape["sharedClassNearby"].toDouble() > 0.5);
  const QStringList lines = linesOf("shape.csv");
  QCOMPARE(lines.first(), QStringLiteral("beat,record,sample,label,x,y"));
  QCOMPARE(lines.size(), byShape["beats"].toInt() + 1);
  QVERIFY(lines[1].startsWith("0,"));
  embed("again.csv", {"--threads", "2"});
  QCOMPARE(linesOf("again.csv"), lines);
  embed("axes.csv", {"--map", "axes"});
  QVERIFY(linesOf("axes.csv") != lines);
  const QJsonObject byModel = embed("model.csv", {"--model", "shipped", "--numbers"});
  QCOMPARE(linesOf("model.csv").first().split(',').size(), 6 + byModel["width"].toInt());
}

void CliReview::saysWhatSpeaksForAClass() {
  const QStringList asked = on("explain") + QStringList{"--model", "shipped", "--beat", "17", "40"};
  const CliOutcome outcome = runCli(asked + QStringList{"--class", "V", "--csv", at("why.csv")});
  QVERIFY2(outcome.exitCode == 0, outcome.err);
  const QJsonArray beats = outcome.json()["beats"].toArray();
  QCOMPARE(beats.size(), 2);
  QCOMPARE(first(beats)["beat"].toInt(), 17);
  for (const QJsonValue& beat : beats) {
    QCOMPARE(beat["class"].toString(), QStringLiteral("V"));
    QVERIFY(beat["completenessError"].toDouble() <= 0.01);
    double sum = 0;
    for (const QJsonValue& sample : beat["samples"].toArray()) sum += sample.toDouble();
    const double difference = beat["logOdds"].toDouble() - beat["baselineLogOdds"].toDouble();
    QVERIFY(std::abs(sum - difference) <= 0.011 * std::max(0.1, std::abs(difference)));
  }
  QVERIFY(QFileInfo(at("why.csv")).size() > 1000);
  const CliOutcome gradCam = runCli(asked + QStringList{"--method", "grad-cam"});
  QVERIFY(first(gradCam.json()["beats"].toArray())["completenessError"].isNull());
  const CliOutcome unknown = runCli(asked + QStringList{"--class", "Z"});
  QCOMPARE(unknown.exitCode, 1);
  QVERIFY2(unknown.err.contains("N, S, V, F, Q") && unknown.err.contains("\"Z\""), unknown.err);
}

void CliReview::groupsErrorsInWords() {
  const CliOutcome outcome =
      runCli({"evaluate", "--model", "shipped", "--data", at("demo/arrhythmia.beats"), "--json"});
  QVERIFY2(outcome.exitCode == 0, outcome.err);
  const QJsonObject json = outcome.json();
  qsizetype grouped = 0;
  for (const QJsonValue& group : json["errorGroups"].toArray()) {
    grouped += group["beats"].toArray().size();
    QVERIFY(group["words"].toString().startsWith(group["truth"].toString() + " taken for " +
                                                 group["predicted"].toString() + ": "));
  }
  qint64 wrong = 0;
  const QJsonArray rows = json["confusion"].toArray();
  for (qsizetype row = 0; row < rows.size(); ++row)
    for (qsizetype column = 0; column < rows.size(); ++column)
      if (row != column) wrong += rows[row].toArray()[column].toInteger();
  QVERIFY(wrong > 0);
  QCOMPARE(grouped, wrong);
}

void CliReview::beatsCutAnewKeepTheirNumbers() {
  QCOMPARE(runCli({"cut", at("demo/arrhythmia"), "--rule", "paper", "--out", at("paper.beats")}).exitCode, 0);
  const auto paper = openBeatFile(at("paper.beats").toStdString());
  const auto requireOwnNumbers = [&](const QJsonArray& items) {
    QVERIFY(!items.isEmpty());
    for (const QJsonValue& item : items) {
      const auto beat = static_cast<BeatIndex>(item["beat"].toInt());
      QCOMPARE(item["record"].toString().toStdString(), paper->recordOf(beat)->name);
      QCOMPARE(item["sample"].toInteger(), paper->columns().rSamples[beat]);
    }
  };
  const CliOutcome similar =
      runCli({"similar", at("paper.beats"), "--beat", "200", "--model", "shipped", "--json"});
  QVERIFY2(similar.exitCode == 0, similar.err);
  QVERIFY(!similar.json()["warnings"].toArray().isEmpty());
  QCOMPARE(first(similar.json()["beats"].toArray())["beat"].toInt(), 200);
  requireOwnNumbers(similar.json()["beats"].toArray());
  const CliOutcome queued =
      runCli({"queue", at("paper.beats"), "--kind", "least-certain", "--model", "shipped", "--json"});
  QVERIFY2(queued.exitCode == 0, queued.err);
  requireOwnNumbers(queued.json()["items"].toArray());
}

void CliReview::templatesOfARecordAndAClass() {
  const QString record = QString::fromStdString(m_beats->recordOf(0)->name);
  const CliOutcome outcome = runCli(on("templates") + QStringList{"--record", record, "--members"});
  QVERIFY2(outcome.exitCode == 0, outcome.err);
  const QJsonArray templates = outcome.json()["templates"].toArray();
  int members = 0;
  int before = outcome.json()["beats"].toInt();
  for (const QJsonValue& one : templates) {
    const int beats = one["beats"].toInt();
    QVERIFY(beats <= before);
    before = beats;
    members += beats;
    QCOMPARE(one["members"].toArray().size(), beats);
    QCOMPARE(one["members"].toArray().first(), one["nearest"]["beat"]);
    QCOMPARE(one["mean"].toArray().size(), static_cast<qsizetype>(m_beats->length()));
    QVERIFY(one["labels"].toObject().contains(one["majority"].toString()));
    for (const QJsonValue& beat : one["members"].toArray())
      QCOMPARE(m_beats->recordOf(static_cast<BeatIndex>(beat.toInt()))->name, record.toStdString());
  }
  QVERIFY(members > 50);
  QCOMPARE(members, outcome.json()["beats"].toInt());
  QVERIFY(outcome.json()["purity"].toDouble() > 0.8);
  const CliOutcome ofV = runCli(on("templates") + QStringList{"--class", "V", "--most", "2"});
  QVERIFY(ofV.json()["templates"].toArray().size() <= 2);
  QCOMPARE(ofV.json()["beats"].toInt(), static_cast<int>(m_beats->classCounts()[2]));
}

void CliReview::refusesWhatCannotBe() {
  const auto outcomeOf = [&](const QString& command, const QStringList& words) {
    return runCli(on(command) + words);
  };
  const auto fails = [&](const QString& command, const QStringList& words, const char* sentence) {
    const CliOutcome outcome = outcomeOf(command, words);
    return outcome.exitCode == 1 && outcome.sentence().contains(sentence);
  };
  QCOMPARE(outcomeOf("queue", {}).exitCode, 2);
  QCOMPARE(outcomeOf("queue", {"--kind", "nothing"}).exitCode, 2);
  QCOMPARE(outcomeOf("queue", {"--kind", "flagged", "--judged", "3"}).exitCode, 2);
  QCOMPARE(outcomeOf("queue", {"--kind", "suspects", "--model", "shipped", "--epochs", "1"}).exitCode, 2);
  QCOMPARE(outcomeOf("queue", QStringList{"--kind", "other-annotator"} + workspace()).exitCode, 2);
  QVERIFY(fails("queue", {"--kind", "least-certain"}, "Open a model first"));
  QVERIFY(fails("queue", {"--kind", "flagged"}, "no workspace"));
  QVERIFY(fails("queue", {"--kind", "audit", "--judged", "2", "--wrong", "3"}, "3 wrong"));
  QVERIFY(fails("queue", QStringList{"--kind", "other-annotator", "--other", "Eve"} + workspace(), "Eve"));
  QVERIFY(fails("similar", {"--beat", "999999"}, "no beat 999999"));
  QVERIFY(fails("templates", {"--record", "none"}, "no record \"none\""));
  QVERIFY(fails("templates", {"--class", "X"}, "no class \"X\""));
  QCOMPARE(outcomeOf("templates", {"--threshold", "2"}).exitCode, 2);
}

QTEST_GUILESS_MAIN(CliReview)
#include "tst_cli_review.moc"
