#include "core/evaluation/bootstrap.h"

#include <QtTest>

#include "tests/support/error_text.h"
#include "tests/support/seeded_case.h"

using namespace ectopy;
using test::ScriptedModel;

namespace {

/// A patient of one class, of whose ten beats so many are right.
GroupScore patientWith(const std::string& name, std::int64_t right) {
  GroupScore patient{.name = name, .records = {0}, .beats = 10, .wrong = 10 - right};
  patient.perClass = {{right, 10, right}, {0, 0, 10 - right}};
  return patient;
}

/// Two records a patient; r0 and r1 of Ann, r2 and r3 of Bob.
ScriptedModel recordedModel() {
  ScriptedModel model(numberedScheme(3));
  model.facts().records = {{.name = "r0", .patient = "Ann"},
                           {.name = "r1", .patient = "Ann"},
                           {.name = "r2", .patient = "Bob"},
                           {.name = "r3", .patient = "Bob"}};
  for (std::uint32_t record = 0; record < 4; ++record)
    for (int beat = 0; beat < 10; ++beat) model.addSure(0, record < 2 || beat < 5 ? 0 : 1, .9F, record);
  return model;
}

ScoreIntervals intervalsOf(ScriptedModel& model) {
  const auto judged = model.allBeats();
  const auto predictions = model.predictions();
  const Evaluation evaluation = evaluate(predictions, *model.beats(), model.labels(), judged);
  const auto patients = scoresByPatient(predictions, *model.beats(), model.labels(), judged);
  return bootstrapIntervals(evaluation, *model.beats(), patients, {}, {});
}

}  // namespace

class TestBootstrap : public QObject {
  Q_OBJECT

 private slots:
  // Of two patients drawn twice the mean accuracy is 0.2, 0.6 or 1 with 1/4, 1/2, 1/4.
  void drawsWholePatients() {
    const std::vector<GroupScore> patients = {patientWith("Ann", 2), patientWith("Bob", 10)};
    const ScoreIntervals intervals = bootstrapByPatient(patients, {}, {});
    REQUIRE_NEAR(intervals.accuracy.low, 0.2);
    REQUIRE_NEAR(intervals.accuracy.high, 1.0);
    REQUIRE_NEAR(intervals.perClass[0].sensitivity.low, 0.2);
    REQUIRE_NEAR(intervals.perClass[0].ppv.low, 1.0);
    QVERIFY(!intervals.perClass[1].sensitivity.isDefined());
    REQUIRE_NEAR(intervals.perClass[1].specificity.low, 0.2);
    QVERIFY(intervals.method == ScoreIntervals::Method::ByPatient);
    QCOMPARE(intervals.units, 2);
    QCOMPARE(describe(intervals), std::string("bootstrap by patient, 2 patients, 1000 resamples"));
  }

  // All 6^6 ways to draw six patients of 0, 2, 4, 6, 8, 10 right beats: 2.5 and 97.5 % of the mean are
  // 0.23333 and 0.76667, P(mean <= 0.5) is 0.5467 (counted in Python).
  void agreesWithAllResamplesCounted() {
    std::vector<GroupScore> patients;
    for (const int right : {0, 2, 4, 6, 8, 10}) patients.push_back(patientWith("of six", right));
    const ScoreIntervals intervals = bootstrapByPatient(patients, {.resamples = 20'000}, {});
    QVERIFY(std::abs(intervals.accuracy.low - 0.23333) < 0.034);
    QVERIFY(std::abs(intervals.accuracy.high - 0.76667) < 0.034);
  }

  // Binomial of 120 trials: scipy 1.10 gives 0.725 to 0.875 for a share of 0.808; half a step more is chance.
  void drawsBeatsOneByOne() {
    ScriptedModel model = test::seededCase();
    const Evaluation evaluation =
        evaluate(model.predictions(), *model.beats(), model.labels(), test::seededJudged());
    const ScoreIntervals intervals = bootstrapByBeat(evaluation.confusion, {.resamples = 5'000}, {});
    QVERIFY(intervals.method == ScoreIntervals::Method::ByBeat);
    QCOMPARE(intervals.units, 120);
    QVERIFY(std::abs(intervals.accuracy.low - 0.7333) < 0.01);
    QVERIFY(std::abs(intervals.accuracy.high - 0.875) < 0.01);
    for (const ClassIntervals& of : intervals.perClass)
      QVERIFY(of.f1.isDefined() && of.f1.low < of.f1.high && of.specificity.isDefined());
    QVERIFY(intervals.macroF1.low < evaluation.scores.macroF1 &&
            evaluation.scores.macroF1 < intervals.macroF1.high);
    QVERIFY(intervals.weightedF1.low < evaluation.scores.weighted.f1 &&
            evaluation.scores.weighted.f1 < intervals.weightedF1.high);
  }

  void isTheSameWithTheSameSeed() {
    ScriptedModel model = recordedModel();
    const ScoreIntervals one = intervalsOf(model);
    const ScoreIntervals other = intervalsOf(model);
    QVERIFY(one.method == ScoreIntervals::Method::ByPatient);
    QCOMPARE(one.units, 2);
    QCOMPARE(one.accuracy.low, other.accuracy.low);
    QCOMPARE(one.accuracy.high, other.accuracy.high);
    REQUIRE_NEAR(one.accuracy.low, 0.5);
    REQUIRE_NEAR(one.accuracy.high, 1.0);
  }

  void saysThatNoPatientsAreKnown() {
    ScriptedModel model = test::seededCase();
    const ScoreIntervals intervals = intervalsOf(model);
    QVERIFY(intervals.method == ScoreIntervals::Method::ByBeat);
    QVERIFY2(describe(intervals).find("fewer than two patients") != std::string::npos,
             describe(intervals).c_str());
  }

  // One patient drawn again and again would give intervals without width.
  void onePatientAloneIsNotDrawn() {
    ScriptedModel model(numberedScheme(2));
    model.facts().records = {{.name = "only"}};
    for (int beat = 0; beat < 40; ++beat) model.addSure(0, beat % 4 == 0 ? 1 : 0, .9F, 0);
    const ScoreIntervals intervals = intervalsOf(model);
    QVERIFY(intervals.method == ScoreIntervals::Method::ByBeat);
    QVERIFY(intervals.accuracy.low < 0.75 && intervals.accuracy.high > 0.75);
  }

  void canBeStopped() {
    ConfusionMatrix confusion(2);
    confusion.add(0, 0, 100);
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_THROWS_EXCEPTION(Stopped, bootstrapByBeat(confusion, {}, JobContext(stop.get_token(), {})));
    QVERIFY(test::errorText([&] { bootstrapByBeat(confusion, {.resamples = 0}, {}); }) != "no error");
  }

  void nothingJudgedIsUndefined() {
    const ScoreIntervals intervals = bootstrapByBeat(ConfusionMatrix(3), {}, {});
    QVERIFY(!intervals.accuracy.isDefined() && !intervals.macroF1.isDefined());
    QCOMPARE(intervals.perClass.size(), 3);
    QVERIFY(!intervals.perClass[2].sensitivity.isDefined());
  }
};

QTEST_GUILESS_MAIN(TestBootstrap)
#include "tst_bootstrap.moc"
