#include "core/evaluation/score_curves.h"

#include <QtTest>
#include <nlohmann/json.hpp>

#include "core/evaluation/evaluation.h"
#include "tests/support/error_text.h"
#include "tests/support/seeded_case.h"

using namespace ectopy;
using test::ScriptedModel;

namespace {

ScoreCurve curveOf(ScriptedModel& model, std::span<const BeatIndex> judged, ClassIndex classIndex) {
  return scoreCurve(model.predictions(), model.labels(), judged, classIndex);
}

}  // namespace

class TestScoreCurves : public QObject {
  Q_OBJECT

 private slots:
  // scikit-learn 1.2.1: roc_auc_score and average_precision_score of each class against the rest.
  void areasAreScikitLearns() {
    ScriptedModel model = test::seededCase();
    const double aucs[] = {0.9510323660714286, 0.9216867469879518, 0.8856175091193329};
    const double precisions[] = {0.964370431379166, 0.8636032239364755, 0.702647079262914};
    for (ClassIndex label = 0; label < 3; ++label) {
      const ScoreCurve curve = curveOf(model, test::seededJudged(), label);
      REQUIRE_NEAR(curve.auc, aucs[label]);
      REQUIRE_NEAR(curve.averagePrecision, precisions[label]);
      const ScoreCurve thin = thinned(curve, 20);
      QVERIFY(thin.points.size() < curve.points.size());
      REQUIRE_NEAR(thin.auc, aucs[label]);
      QCOMPARE(thin.points.back().truePositives, curve.positives);
    }
  }

  // roc_curve(..., drop_intermediate=False) of class 1.
  void pointsAreScikitLearns() {
    ScriptedModel model = test::seededCase();
    const ScoreCurve curve = curveOf(model, test::seededJudged(), 1);
    QCOMPARE(curve.points.size(), 108);
    const CurvePoint& point = curve.points[40];
    REQUIRE_NEAR(point.threshold, 0.3333333432674408);
    REQUIRE_NEAR(curve.falsePositiveRate(point), 0.1686746987951807);
    REQUIRE_NEAR(curve.sensitivity(point), 0.8648648648648649);
    REQUIRE_NEAR(curve.falsePositiveRate(curve.points.back()), 1.0);
    REQUIRE_NEAR(curve.sensitivity(curve.points.front()), 0.0);
  }

  void aThresholdHasAMeaning() {
    ScriptedModel model = test::seededCase();
    const ScoreCurve curve = curveOf(model, test::seededJudged(), 1);
    const OperatingPoint point = operatingPoint(curve, 0.4F);
    QCOMPARE(point.truePositives, 30);
    QCOMPARE(point.falsePositives, 8);
    QCOMPARE(point.falseNegatives, 7);
    QCOMPARE(point.trueNegatives, 75);
    REQUIRE_NEAR(point.f1, 0.8);
    REQUIRE_NEAR(point.specificity, 75.0 / 83);
    REQUIRE_NEAR(point.ppv, 30.0 / 38);
    const OperatingPoint best = bestF1Point(curve);
    REQUIRE_NEAR(best.threshold, 0.4000000059604645);
    REQUIRE_NEAR(best.f1, 0.8);
    const OperatingPoint nothing = operatingPoint(curve, 2);
    QCOMPARE(nothing.truePositives + nothing.falsePositives, 0);
    REQUIRE_NEAR(nothing.sensitivity, 0.0);
    QVERIFY(std::isnan(nothing.ppv));
    const OperatingPoint all = operatingPoint(curve, 0);
    QCOMPARE(all.falseNegatives + all.trueNegatives, 0);
  }

  void aClassWithoutBeatsHasNoAreas() {
    ScriptedModel model(aami5Scheme());
    for (int beat = 0; beat < 9; ++beat) model.addSure(0, static_cast<ClassIndex>(beat % 3), .6F);
    const ScoreCurve none = curveOf(model, model.allBeats(), 3);
    QVERIFY(std::isnan(none.auc) && std::isnan(none.averagePrecision));
    QVERIFY(std::isnan(bestF1Point(none).f1));
    QVERIFY(scoreCurveJson(none)["auc"].is_null());
    QVERIFY(std::isnan(none.sensitivity(none.points.back())));
    const ScoreCurve all = curveOf(model, model.allBeats(), 0);
    QVERIFY(std::isnan(all.auc));
    REQUIRE_NEAR(all.averagePrecision, 1.0);
    QVERIFY(!thinned(none).points.empty() && !thinned(all).points.empty());
  }

  void noBeatsHaveOnePoint() {
    ScriptedModel model = test::seededCase();
    const ScoreCurve curve = curveOf(model, {}, 0);
    QCOMPARE(curve.points.size(), 1);
    QVERIFY(std::isnan(curve.auc) && std::isnan(operatingPoint(curve, .5).sensitivity));
  }

  void oneClassAndSixty() {
    ScriptedModel one(numberedScheme(1));
    for (int beat = 0; beat < 5; ++beat) one.add(0, {1});
    REQUIRE_NEAR(curveOf(one, one.allBeats(), 0).averagePrecision, 1.0);
    ScriptedModel sixty(numberedScheme(60));
    for (int beat = 0; beat < 120; ++beat)
      sixty.addSure(static_cast<ClassIndex>(beat % 60), static_cast<ClassIndex>(beat / 2), .5F);
    for (ClassIndex label = 0; label < 60; ++label)
      QCOMPARE(curveOf(sixty, sixty.allBeats(), label).positives, 2);
    QVERIFY(test::errorText([&] { curveOf(sixty, sixty.allBeats(), 60); }) != "no error");
  }
};

QTEST_GUILESS_MAIN(TestScoreCurves)
#include "tst_score_curves.moc"
