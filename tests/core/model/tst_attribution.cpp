#include <QTest>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/beats/some_beats.h"
#include "tests/support/error_text.h"
#include "tests/support/rhythm_beats.h"
#include "tests/support/training_builders.h"

using namespace ectopy;
using test::errorText;
using test::SmallTraining;

namespace {

std::unique_ptr<Classifier> trained(const SmallTraining& training, const std::string& architecture) {
  SmallTraining own = training;
  for (const ArchitectureFacts& facts : learner().architectures(own.beats->length(), 5))
    if (facts.name == architecture) own.config = facts.recipe;
  own.config.architecture = architecture;
  own.config.epochs = 4;
  own.config.batchSize = 30;
  return own.train();
}

Attribution explained(const Classifier& model, const BeatSet& beats, BeatIndex beat, ClassIndex target,
                      AttributionMethod method = AttributionMethod::IntegratedGradients) {
  return model.attribute(beats, std::span(&beat, 1), target, method, {}).front();
}

double sumOf(const std::vector<float>& numbers) {
  return std::accumulate(numbers.begin(), numbers.end(), 0.0);
}

/// The log-odds of a class once some samples of a beat have another height.
double logOddsWith(const Classifier& model, const BeatSet& beats, BeatIndex beat, ClassIndex target,
                   const std::vector<std::size_t>& places, float height) {
  std::vector<float> samples(beats.beat(beat).begin(), beats.beat(beat).end());
  for (const std::size_t place : places) samples[place] = height;
  BeatSetBuilder builder;
  builder.add({.samples = samples, .classIndex = 0});
  const auto changed = std::move(builder).build(beats.facts());
  const Predictions predictions = model.predict(*changed, 1, {});
  const double p = predictions.of(0)[target];
  return std::log(p / (1 - p));
}

}  // namespace

class AttributionTest : public QObject {
  Q_OBJECT

 private slots:
  void integratedGradientsAddUp_data() {
    QTest::addColumn<QString>("architecture");
    for (const char* name : {"cvxtz", "kachuee", "ectopy-beat"}) QTest::newRow(name) << name;
  }
  void integratedGradientsAddUp() {
    QFETCH(QString, architecture);
    const SmallTraining training;
    const auto model = trained(training, architecture.toStdString());
    const Predictions predictions = model->predict(*training.beats, 1, {});
    for (const BeatIndex beat : {0U, 7U, 33U}) {
      for (const ClassIndex target : {ClassIndex{0}, ClassIndex{3}}) {
        const Attribution one = explained(*model, *training.beats, beat, target);
        QCOMPARE(one.samples.size(), training.beats->length());
        QVERIFY2(one.completenessError <= 0.01, qPrintable(QString::number(one.completenessError)));
        const double difference = one.logOdds - one.baselineLogOdds;
        QVERIFY(std::abs(sumOf(one.samples) - difference) <= 0.011 * std::max(0.1, std::abs(difference)));
        const double p = predictions.of(beat)[target];
        QVERIFY(std::abs(one.logOdds - std::log(p / (1 - p))) < 1e-3 * std::max(1.0, std::abs(one.logOdds)));
      }
    }
  }

  void samplesThatSpeakForAClassAreNeededForIt() {
    const SmallTraining training;
    const auto model = trained(training, "ectopy-beat");
    double byAttribution = 0;
    double byChance = 0;
    for (BeatIndex beat = 0; beat < 20; ++beat) {
      const ClassIndex target = training.beats->columns().classes[beat];
      const Attribution one = explained(*model, *training.beats, beat, target);
      std::vector<float> sorted(training.beats->beat(beat).begin(), training.beats->beat(beat).end());
      std::ranges::sort(sorted);
      std::vector<std::size_t> places(one.samples.size());
      std::iota(places.begin(), places.end(), std::size_t{0});
      std::ranges::sort(places, std::greater{}, [&](std::size_t place) { return one.samples[place]; });
      const std::vector<std::size_t> strongest(places.begin(), places.begin() + 20);
      std::vector<std::size_t> spaced;
      for (std::size_t place = 4; spaced.size() < 20; place += 9) spaced.push_back(place);
      const float height = sorted[sorted.size() / 2];
      byAttribution += one.logOdds - logOddsWith(*model, *training.beats, beat, target, strongest, height);
      byChance += one.logOdds - logOddsWith(*model, *training.beats, beat, target, spaced, height);
    }
    QVERIFY2(byAttribution > 2 * byChance && byAttribution > 0,
             qPrintable(QString("%1 %2").arg(byAttribution).arg(byChance)));
  }

  void gradCamIsAShareOfTheStrongest() {
    const SmallTraining training;
    for (const char* name : {"cvxtz", "kachuee", "ectopy-beat"}) {
      const auto model = trained(training, name);
      const Attribution one = explained(*model, *training.beats, 3, 3, AttributionMethod::GradCam);
      QCOMPARE(one.samples.size(), training.beats->length());
      QVERIFY(std::ranges::all_of(one.samples, [](float value) { return value >= 0 && value <= 1; }));
      QVERIFY(std::isnan(one.completenessError));
      QVERIFY(one.features.empty());
    }
  }

  void numbersBesideTheBeatHaveTheirShare() {
    SmallTraining training(test::makeRhythmBeats());
    const auto model = trained(training, "ectopy-context");
    const Attribution one = explained(*model, *training.beats, 0, 1);  // an early beat, S
    QCOMPARE(one.features.size(), training.beats->facts().features.size());
    QCOMPARE(sumOf(one.samples), 0.0);  // it does not look at the trace
    QVERIFY(one.completenessError <= 0.01);
    const auto strongest = std::ranges::max_element(one.features) - one.features.begin();
    const std::string& name = training.beats->facts().features[static_cast<std::size_t>(strongest)];
    QVERIFY2(name.find("rr") != std::string::npos, name.c_str());
    QCOMPARE(errorText([&] { explained(*model, *training.beats, 0, 1, AttributionMethod::GradCam); }),
             std::string("Grad-CAM: expected a network with convolutions, found one without."));
  }

  void refusesWhatIsNotThere() {
    const SmallTraining training;
    const auto model = trained(training, "cvxtz");
    QVERIFY(errorText([&] { explained(*model, *training.beats, 0, 5); }).find("no class 5") !=
            std::string::npos);
    QVERIFY(errorText([&] { explained(*model, *training.beats, 5000, 0); }).find("no beat 5000") !=
            std::string::npos);
    const auto others = test::makeRhythmBeats(10);
    QVERIFY(!errorText([&] { explained(*model, *others, 0, 0); }).empty());
    std::stop_source stop;
    stop.request_stop();
    const BeatIndex beat = 0;
    QVERIFY_EXCEPTION_THROWN(model->attribute(*training.beats, std::span(&beat, 1), 0,
                                              AttributionMethod::GradCam, JobContext(stop.get_token(), {})),
                             Stopped);
  }

  void methodsHaveNames() {
    QCOMPARE(nameOf(AttributionMethod::GradCam), std::string_view("grad-cam"));
    QVERIFY(attributionMethodFromName("integrated-gradients") == AttributionMethod::IntegratedGradients);
    QVERIFY(!errorText([] { attributionMethodFromName("saliency"); }).empty());
  }
};

QTEST_GUILESS_MAIN(AttributionTest)
#include "tst_attribution.moc"
