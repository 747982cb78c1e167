#include "core/evaluation/abstention.h"

#include <QtTest>
#include <nlohmann/json.hpp>

#include "tests/support/seeded_case.h"

using namespace ectopy;
using test::ScriptedModel;

class TestAbstention : public QObject {
  Q_OBJECT

 private slots:
  // Counted by numpy over the same beats.
  void coverageRisesWithTheRisk() {
    ScriptedModel model = test::seededCase();
    const CoverageCurve curve = coverageCurve(model.predictions(), model.labels(), test::seededJudged());
    QCOMPARE(curve.beats, 120);
    QCOMPARE(curve.points.size(), 97);
    REQUIRE_NEAR(curve.area, 0.08058368382639947);
    const auto point = coverageAtRisk(curve, .05);
    QVERIFY(point);
    REQUIRE_NEAR(point->threshold, 0.5423728823661804);
    QCOMPARE(point->kept, 60);
    QCOMPARE(point->wrong, 3);
    REQUIRE_NEAR(curve.risk(curve.points.back()), 23.0 / 120);
    const CoveragePoint again = keptAt(curve, point->threshold);
    QCOMPARE(again.kept, 60);
    QCOMPARE(keptAt(curve, 1.5).kept, 0);
    QVERIFY(std::isnan(curve.risk(keptAt(curve, 1.5))));
    QCOMPARE(keptAt(curve, 0).kept, 120);
    const CoverageCurve thin = thinned(curve, 10);
    QVERIFY(thin.points.size() < curve.points.size());
    REQUIRE_NEAR(thin.area, curve.area);
  }

  void aRiskThatNoPointReachesHasNone() {
    ScriptedModel model(numberedScheme(2));
    model.addSure(0, 1, .9F);
    model.addSure(0, 0, .8F);
    const CoverageCurve curve = coverageCurve(model.predictions(), model.labels(), model.allBeats());
    QVERIFY(!coverageAtRisk(curve, .1));
    QCOMPARE(coverageAtRisk(curve, .5)->kept, 2);
    QVERIFY(coverageJson(curve)["atRisk"][0]["threshold"].is_null());
  }

  void noBeatsAreUndefined() {
    ScriptedModel model = test::seededCase();
    const CoverageCurve curve = coverageCurve(model.predictions(), model.labels(), {});
    QVERIFY(std::isnan(curve.area) && curve.points.empty() && !coverageAtRisk(curve, 1));
    QVERIFY(thinned(curve).points.empty());
    QVERIFY(coverageJson(curve)["area"].is_null());
  }
};

QTEST_GUILESS_MAIN(TestAbstention)
#include "tst_abstention.moc"
