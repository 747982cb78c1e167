#include "core/evaluation/calibration.h"

#include <QtTest>
#include <nlohmann/json.hpp>

#include "core/evaluation/temperature.h"
#include "tests/support/error_text.h"
#include "tests/support/seeded_case.h"

using namespace ectopy;
using test::ScriptedModel;

namespace {

constexpr double kTemperature = 0.3914738551294712;  // scipy 1.10.1, root of the loss's slope by brentq

}  // namespace

/// The numbers are scikit-learn's and numpy's, of the same beats.
class TestCalibration : public QObject {
  Q_OBJECT

 private slots:
  void isScikitLearns() {
    ScriptedModel model = test::seededCase();
    const Calibration calibration = calibrationOf(model.predictions(), model.labels(), test::seededJudged());
    REQUIRE_NEAR(calibration.logLoss, 0.6957417320864617);
    REQUIRE_NEAR(calibration.brier, 0.39125551309098616);
    REQUIRE_NEAR(calibration.expectedError, 0.2447013075153033);
    const Evaluation evaluation =
        evaluate(model.predictions(), *model.beats(), model.labels(), test::seededJudged());
    REQUIRE_NEAR(calibration.expectedError, evaluation.calibrationError);
    QCOMPARE(calibration.bins.size(), 15);
    std::int64_t beats = 0;
    for (const ReliabilityBin& bin : calibration.bins) {
      beats += bin.beats;
      if (bin.beats == 0) {
        QVERIFY(std::isnan(bin.accuracy) && !bin.interval.isDefined());
        continue;
      }
      QVERIFY(bin.low < bin.confidence && bin.confidence <= bin.high);
      QVERIFY(bin.interval.low <= bin.accuracy && bin.accuracy <= bin.interval.high);
      QVERIFY(std::abs(bin.accuracy - bin.confidence) <= calibration.largestError);
    }
    QCOMPARE(beats, 120);
  }

  void aTemperatureIsFittedOnTheValidationPart() {
    ScriptedModel model = test::seededCase();
    const TemperatureFit fit =
        fitTemperature(model.predictions(), model.labels(), test::seededValidation(), {});
    REQUIRE_NEAR(fit.temperature, kTemperature);
    QCOMPARE(fit.beats, 80);
    QVERIFY(!fit.isBounded);
    REQUIRE_NEAR(calibrationOf(model.predictions(), model.labels(), test::seededValidation()).logLoss,
                 0.695223492549301);
    REQUIRE_NEAR(
        calibrationOf(model.predictions(), model.labels(), test::seededValidation(), fit.temperature).logLoss,
        0.571923984771232);
  }

  void itsEffectIsToldOnTheJudgedPart() {
    ScriptedModel model = test::seededCase();
    const auto effect = temperatureEffect(model.predictions(), model.labels(), test::seededValidation(),
                                          test::seededJudged(), {});
    REQUIRE_NEAR(effect.fit.temperature, kTemperature);
    REQUIRE_NEAR(effect.before.logLoss, 0.6957417320864617);
    REQUIRE_NEAR(effect.after.logLoss, 0.5529306970700102);
    REQUIRE_NEAR(effect.after.brier, 0.29723501153925264);
    REQUIRE_NEAR(effect.after.expectedError, 0.07202883412294105);
    QVERIFY(effect.reservation.empty());
    const nlohmann::json json = temperatureJson(effect);
    REQUIRE_NEAR(json["temperature"].get<double>(), kTemperature);
    QCOMPARE(json["after"]["bins"].size(), 15);
  }

  void withoutAValidationPartItSaysSo() {
    ScriptedModel model = test::seededCase();
    const auto effect = temperatureEffect(model.predictions(), model.labels(), {}, test::seededJudged(), {});
    QVERIFY(effect.reservation.find("no validation part") != std::string::npos);
    REQUIRE_NEAR(effect.after.logLoss, effect.before.logLoss);
    QVERIFY(temperatureJson(effect)["temperature"].is_null());
    const auto own = temperatureEffect(model.predictions(), model.labels(), test::seededJudged(),
                                       test::seededJudged(), {});
    QVERIFY(own.reservation.find("optimistic") != std::string::npos);
    QVERIFY(test::errorText([&] { fitTemperature(model.predictions(), model.labels(), {}, {}); }) !=
            "no error");
  }

  void aModelThatIsAlwaysRightHasNoEnd() {
    ScriptedModel model(numberedScheme(2));
    for (int beat = 0; beat < 10; ++beat) model.addSure(0, 0, .8F);
    const TemperatureFit fit = fitTemperature(model.predictions(), model.labels(), model.allBeats(), {});
    QVERIFY(fit.isBounded);
    REQUIRE_NEAR(fit.temperature, 0.05);
    ScriptedModel wrong(numberedScheme(2));
    for (int beat = 0; beat < 10; ++beat) wrong.addSure(0, 1, .8F);
    REQUIRE_NEAR(fitTemperature(wrong.predictions(), wrong.labels(), wrong.allBeats(), {}).temperature, 20.0);
  }

  void certaintyAndItsOppositeStayFinite() {
    ScriptedModel model(numberedScheme(3));
    model.add(0, {1, 0, 0});
    model.add(1, {1, 0, 0});
    model.add(2, {0, 0, 1});
    const Calibration calibration = calibrationOf(model.predictions(), model.labels(), model.allBeats());
    QVERIFY(std::isfinite(calibration.logLoss) && calibration.logLoss > 10);
    const TemperatureFit fit = fitTemperature(model.predictions(), model.labels(), model.allBeats(), {});
    QVERIFY(std::isfinite(fit.temperature) && fit.temperature > 1);
  }

  void oneClassChangesNothing() {
    ScriptedModel model(numberedScheme(1));
    for (int beat = 0; beat < 5; ++beat) model.add(0, {1});
    const auto effect = temperatureEffect(model.predictions(), model.labels(), test::beatsFrom(0, 2),
                                          test::beatsFrom(2, 5), {});
    REQUIRE_NEAR(effect.fit.temperature, 1.0);
    REQUIRE_NEAR(effect.after.logLoss, 0.0);
  }

  void noBeatsAreUndefined() {
    ScriptedModel model = test::seededCase();
    const Calibration calibration = calibrationOf(model.predictions(), model.labels(), {});
    QVERIFY(std::isnan(calibration.logLoss) && std::isnan(calibration.expectedError));
    QVERIFY(calibrationJson(calibration)["brier"].is_null());
    QVERIFY(test::errorText([&] { calibrationOf(model.predictions(), model.labels(), {}, 0); }) !=
            "no error");
  }

  void canBeStopped() {
    ScriptedModel model = test::seededCase();
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_THROWS_EXCEPTION(Stopped, fitTemperature(model.predictions(), model.labels(), model.allBeats(),
                                                     JobContext(stop.get_token(), {})));
  }
};

QTEST_GUILESS_MAIN(TestCalibration)
#include "tst_calibration.moc"
