#include "core/evaluation/judgement.h"

#include <QtTest>
#include <nlohmann/json.hpp>

#include "tests/support/seeded_case.h"

using namespace ectopy;
using test::ScriptedModel;

namespace {

/// The judgement of all beats of a model.
struct Judged {
  explicit Judged(ScriptedModel& model)
      : predictions(model.predictions()),
        beats(model.beats()),
        evaluation(evaluate(predictions, *beats, model.labels(), model.allBeats())),
        judgement(judgementOf({predictions, *beats, model.labels(), evaluation}, {.resamples = 200}, {})) {}

  Predictions predictions;
  std::shared_ptr<const BeatSet> beats;
  Evaluation evaluation;
  Judgement judgement;
};

int linesOf(const std::string& text) {
  return static_cast<int>(std::ranges::count(text, '\n'));
}

}  // namespace

class TestJudgement : public QObject {
  Q_OBJECT

 private slots:
  void writesAllTables() {
    ScriptedModel model = test::seededCase();
    const Judged judged(model);
    const auto tables = judgementTables(judged.evaluation, judged.judgement);
    QCOMPARE(tables.size(), 8);
    QCOMPARE(tables[0].name, std::string("classes.csv"));
    QCOMPARE(linesOf(tables[0].text), 4);
    QCOMPARE(linesOf(tables[1].text), 4);
    QCOMPARE(tables[1].text.substr(0, 44), std::string("truth,predicted 0,predicted 1,predicted 2\n0,"));
    QCOMPARE(linesOf(tables[2].text), 1);  // no records
    QVERIFY(linesOf(tables[5].text) > 100);
    const nlohmann::json json = judgementJson(judged.judgement, *judged.beats);
    QVERIFY(json["curves"]["2"]["auc"].is_number());
    QVERIFY(json["calibration"]["temperature"].is_null());
    QCOMPARE(json["intervals"]["bootstrap"]["method"].get<std::string>(), std::string("bootstrap by beat"));
  }

  void sharesOfBeatsHaveWilsonsInterval() {
    ScriptedModel model = test::seededCase();
    const Judged judged(model);
    const ScoreIntervals shown = judged.judgement.intervals.shown();
    REQUIRE_NEAR(shown.accuracy.low, judged.judgement.intervals.wilson.accuracy.low);
    REQUIRE_NEAR(shown.perClass[1].f1.low, judged.judgement.intervals.bootstrap.perClass[1].f1.low);
    QVERIFY(shown.macroF1.isDefined());
  }

  // Of two patients, all beats right: every resample says 100 %.
  void certaintyIsNotClaimed() {
    ScriptedModel model(numberedScheme(2));
    model.facts().records = {{.name = "r0"}, {.name = "r1"}};
    for (int beat = 0; beat < 20; ++beat) model.addSure(0, 0, .9F, static_cast<std::uint32_t>(beat % 2));
    const Judged judged(model);
    const ScoreIntervals shown = judged.judgement.intervals.shown();
    QVERIFY(shown.method == ScoreIntervals::Method::ByPatient);
    REQUIRE_NEAR(shown.accuracy.low, 0.8388748419471806);
    REQUIRE_NEAR(shown.perClass[0].sensitivity.low, 0.8388748419471806);
    QVERIFY(!shown.perClass[0].f1.isDefined() && !shown.macroF1.isDefined());
    QVERIFY(!shown.perClass[1].sensitivity.isDefined());
  }

  void strangeSetsMakeTables_data() {
    QTest::addColumn<int>("classes");
    QTest::addColumn<int>("used");
    QTest::addColumn<int>("beats");
    QTest::newRow("one class") << 1 << 1 << 30;
    QTest::newRow("classes without beats") << 5 << 2 << 30;
    QTest::newRow("sixty classes") << 60 << 60 << 240;
    QTest::newRow("one beat") << 5 << 1 << 1;
  }
  void strangeSetsMakeTables() {
    QFETCH(int, classes);
    QFETCH(int, used);
    QFETCH(int, beats);
    ScriptedModel model(numberedScheme(static_cast<std::size_t>(classes)));
    model.facts().records = {{.name = "only, one"}};
    for (int beat = 0; beat < beats; ++beat) {
      const auto truth = static_cast<ClassIndex>(beat % used);
      model.addSure(truth, static_cast<ClassIndex>(beat % 7 == 0 ? 0 : truth), .8F, 0);
    }
    const Judged judged(model);
    for (const CsvTable& table : judgementTables(judged.evaluation, judged.judgement)) {
      QVERIFY2(table.text.find("nan") == std::string::npos && table.text.find("inf") == std::string::npos,
               table.text.c_str());
      QVERIFY(!table.text.empty() && table.text.back() == '\n');
    }
    QCOMPARE(judged.judgement.groups.records.size(), 1);
    QCOMPARE(judged.judgement.curves.size(), classes);
    QVERIFY(judgementJson(judged.judgement, *judged.beats)["intervals"].is_object());
  }
};

QTEST_GUILESS_MAIN(TestJudgement)
#include "tst_judgement.moc"
