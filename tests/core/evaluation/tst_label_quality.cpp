#include "core/evaluation/label_quality.h"

#include <QtTest>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "tests/support/error_text.h"
#include "tests/support/scripted_model.h"

using namespace ectopy;
using ectopy::test::errorText;
using ectopy::test::ScriptedModel;

namespace {

constexpr std::array kAllRules = {PruneRule::Argmax,      PruneRule::ConfidentJoint, PruneRule::ByClass,
                                  PruneRule::ByNoiseRate, PruneRule::Both,           PruneRule::Everything};

LabelQuality judged(ScriptedModel& model, const LabelQualityOptions& options = {}) {
  return judgeLabels(model.predictions(), *model.beats(), model.labels(), options);
}

std::vector<BeatIndex> suspects(ScriptedModel& model, PruneRule rule,
                                LabelScore score = LabelScore::SelfConfidence, bool adjusted = false) {
  std::vector<BeatIndex> beats;
  for (const SuspectLabel& suspect : judged(model, {rule, score, adjusted}).suspects)
    beats.push_back(suspect.beat);
  return beats;
}

using Beats = std::vector<BeatIndex>;

/// Three beats a class; thresholds 2 / 3 and 0.7.
ScriptedModel sixBeats() {
  ScriptedModel model(normalAbnormalScheme());
  model.add(0, {.9F, .1F});
  model.add(0, {.8F, .2F});
  model.add(0, {.3F, .7F});  // reaches the threshold of class 1 exactly
  model.add(1, {.2F, .8F});
  model.add(1, {.6F, .4F});  // reaches none
  model.add(1, {.1F, .9F});
  return model;
}

/// Class 0: ten right beats, then one that is 1, one that is 2, and one as unlike 0 that may be either.
ScriptedModel unevenBeats() {
  ScriptedModel model(numberedScheme(3));
  for (int beat = 0; beat < 10; ++beat) model.add(0, {.9F, .05F, .05F});
  model.add(0, {.05F, .9F, .05F});   // beat 10
  model.add(0, {.1F, .05F, .85F});   // beat 11
  model.add(0, {.08F, .46F, .46F});  // beat 12
  for (int beat = 0; beat < 3; ++beat) model.add(1, {.1F, .8F, .1F});
  for (int beat = 0; beat < 3; ++beat) model.add(2, {.1F, .1F, .8F});
  return model;
}

bool isNear(double value, double expected) {
  return std::abs(value - expected) < 1e-6;
}

}  // namespace

/// Confident learning against numbers worked out by hand from the paper's formulas.
class TestLabelQuality : public QObject {
  Q_OBJECT

 private slots:
  void thresholdsAndJointOfSixBeats() {
    ScriptedModel model = sixBeats();
    const ConfidentJoint joint = judged(model).joint;
    QVERIFY(isNear(joint.thresholds[0], 2.0 / 3));
    QVERIFY(isNear(joint.thresholds[1], 0.7));
    QCOMPARE(joint.confidentBeats.at(0, 0), 2.0);
    QCOMPARE(joint.confidentBeats.at(0, 1), 1.0);
    QCOMPARE(joint.confidentBeats.at(1, 0), 0.0);
    QCOMPARE(joint.confidentBeats.at(1, 1), 2.0);
    QCOMPARE(joint.beats.at(1, 1), 3.0);  // the row made to sum to its three beats
    QCOMPARE(judged(model).estimatedErrors(), 1.0);
    QCOMPARE(joint.noise.at(0, 1), 0.25);
    QCOMPARE(joint.noise.at(1, 1), 0.75);
    QCOMPARE(joint.noise.at(0, 0), 1.0);
  }

  // Northcutt, Jiang, Chuang 2021, figure 1: dogs, foxes and cows.
  void theExampleOfThePaper() {
    const std::array<std::array<int, 3>, 3> counts = {{{100, 40, 20}, {56, 60, 0}, {32, 12, 80}}};
    ScriptedModel model(numberedScheme(3));
    for (ClassIndex given = 0; given < 3; ++given)
      for (ClassIndex truth = 0; truth < 3; ++truth)
        for (int beat = 0; beat < counts[given][truth]; ++beat) model.addSure(given, truth, 1);
    const LabelQuality quality = judged(model);
    for (ClassIndex given = 0; given < 3; ++given)
      for (ClassIndex truth = 0; truth < 3; ++truth)
        QCOMPARE(quality.joint.confidentBeats.at(given, truth), counts[given][truth]);
    QCOMPARE(quality.estimatedErrors(), 160.0);
    QVERIFY(isNear(quality.joint.beats.at(0, 1) / 400, 0.1));
    QVERIFY(isNear(quality.joint.noise.at(0, 1), 40.0 / 112));
    QCOMPARE(quality.suspects.size(), 160);
  }

  void eachRuleChoosesItsOwn() {
    ScriptedModel six = sixBeats();
    QCOMPARE(suspects(six, PruneRule::Argmax), (Beats{2, 4}));
    QCOMPARE(suspects(six, PruneRule::ConfidentJoint), (Beats{2}));
    QCOMPARE(suspects(six, PruneRule::Everything), (Beats{2, 4, 1, 3, 0, 5}));
    ScriptedModel uneven = unevenBeats();
    QCOMPARE(suspects(uneven, PruneRule::ByClass), (Beats{10, 12}));
    QCOMPARE(suspects(uneven, PruneRule::ByNoiseRate), (Beats{10, 11}));
    QCOMPARE(suspects(uneven, PruneRule::Both), (Beats{10}));
    QCOMPARE(suspects(uneven, PruneRule::Argmax), (Beats{10, 12, 11}));
  }

  void suspectsTellWhatTheyShouldBe() {
    ScriptedModel model = unevenBeats();
    const LabelQuality quality = judged(model, {PruneRule::Argmax, LabelScore::NormalizedMargin});
    QCOMPARE(quality.judged, 19);
    const SuspectLabel& first = quality.suspects.front();
    QCOMPARE(first.beat, 10U);
    QCOMPARE(first.given, 0);
    QCOMPARE(first.suggested, 1);
    QVERIFY(isNear(first.score, (0.05 - 0.9 + 1) / 2));
    QCOMPARE(quality.suspects[2].suggested, 1);  // the first of equals
    QCOMPARE(quality.suspects[1].suggested, 2);
  }

  void scoresAreTheFormulas() {
    const std::array probabilities = {.5, .3, .2};
    QCOMPARE(labelScore(LabelScore::SelfConfidence, probabilities, 1), 0.3);
    QVERIFY(isNear(labelScore(LabelScore::NormalizedMargin, probabilities, 1), 0.4));
    QVERIFY(isNear(labelScore(LabelScore::NormalizedMargin, probabilities, 0), 0.6));
    // Entropy 1.029653 / ln 3 = 0.937231; / 0.3 = 3.124102; ln 4.124102 / 3.124102.
    QVERIFY(isNear(labelScore(LabelScore::ConfidenceWeightedEntropy, probabilities, 1), 0.453522));
    const std::array sure = {1., 0., 0.};
    QCOMPARE(labelScore(LabelScore::ConfidenceWeightedEntropy, sure, 0), 1.0);
    QVERIFY(labelScore(LabelScore::ConfidenceWeightedEntropy, probabilities, 2) < 0.453522);
  }

  void adjustingTakesEachClassesThreshold() {
    std::array probabilities = {.5, .3, .2};
    const std::array thresholds = {.8, .5, .2};
    adjustToThresholds(probabilities, thresholds);
    QVERIFY(isNear(probabilities[0], 0.5 / 1.9));
    QVERIFY(isNear(probabilities[1], 0.6 / 1.9));
    QVERIFY(isNear(probabilities[2], 0.8 / 1.9));
    ScriptedModel model = unevenBeats();
    const auto scoreOf = [&](bool adjusted) {
      return judged(model, {PruneRule::Argmax, LabelScore::SelfConfidence, adjusted}).suspects.front().score;
    };
    // Thresholds 9.23 / 13, 0.8, 0.8: 0.05 + 0.09, 0.9, 0.05.
    QVERIFY(isNear(scoreOf(true), (0.05 + 0.8 - 9.23 / 13) / (1 + 0.8 - 9.23 / 13)));
    QVERIFY(isNear(scoreOf(false), 0.05));
    const std::string error =
        errorText([&] { suspects(model, PruneRule::Both, LabelScore::ConfidenceWeightedEntropy, true); });
    QVERIFY2(error.find("can't be adjusted") != std::string::npos, error.c_str());
  }

  void equalBeatsKeepTheirOrder() {
    ScriptedModel model(normalAbnormalScheme());
    for (int beat = 0; beat < 4; ++beat) model.add(0, {.9F, .1F});
    for (int beat = 0; beat < 3; ++beat) model.add(0, {.2F, .8F});
    for (int beat = 0; beat < 4; ++beat) model.add(1, {.2F, .8F});
    for (const PruneRule rule : {PruneRule::ByClass, PruneRule::ByNoiseRate, PruneRule::Both})
      QCOMPARE(suspects(model, rule), (Beats{4, 5, 6}));
    QCOMPARE(suspects(model, PruneRule::Argmax, LabelScore::ConfidenceWeightedEntropy), (Beats{4, 5, 6}));
  }

  void aClassWithoutBeatsIsNeverConfident() {
    ScriptedModel model(numberedScheme(3));
    for (int beat = 0; beat < 3; ++beat) model.addSure(0, 0, .9F);
    for (int beat = 0; beat < 3; ++beat) model.addSure(1, 1, .9F);
    model.addSure(0, 2, .9F);
    const LabelQuality quality = judged(model);
    QVERIFY(std::isnan(quality.joint.thresholds[2]));
    QVERIFY(std::isnan(quality.joint.noise.at(0, 2)));
    QCOMPARE(quality.estimatedErrors(), 0.0);
    QVERIFY(suspects(model, PruneRule::Both).empty());
    QCOMPARE(suspects(model, PruneRule::Argmax), (Beats{6}));
    const nlohmann::json json = labelQualityToJson(quality);
    QVERIFY(json.at("thresholds").at("2").is_null());
    QVERIFY(json.at("noiseMatrix").at("0").at("2").is_null());
    QCOMPARE(json.at("noiseMatrix").at("1").at("1").get<double>(), 1.0);
  }

  void oneClassGivesNoSuspects() {
    ScriptedModel labelsOfOne(normalAbnormalScheme());
    for (int beat = 0; beat < 3; ++beat) labelsOfOne.add(0, {.9F, .1F});
    labelsOfOne.add(0, {.1F, .9F});
    QVERIFY(suspects(labelsOfOne, PruneRule::Both).empty());
    QCOMPARE(suspects(labelsOfOne, PruneRule::Argmax), (Beats{3}));
    ScriptedModel schemeOfOne(numberedScheme(1));
    for (int beat = 0; beat < 3; ++beat) schemeOfOne.add(0, {1});
    for (const PruneRule rule : kAllRules) QVERIFY(suspects(schemeOfOne, rule).empty());
  }

  void beatsWithoutLabelAreLeftOut() {
    ScriptedModel model = sixBeats();
    model.labels()[2] = kUnlabelled;
    const LabelQuality quality = judged(model, {PruneRule::Everything, LabelScore::SelfConfidence});
    QCOMPARE(quality.judged, 5);
    QVERIFY(isNear(quality.joint.thresholds[0], 0.85));
    QVERIFY(std::ranges::find(quality.suspects, 2U, &SuspectLabel::beat) == quality.suspects.end());
    model.labels().assign(6, kUnlabelled);
    for (const PruneRule rule : kAllRules) QVERIFY(suspects(model, rule).empty());
  }

  void sixtyClasses() {
    ScriptedModel model(numberedScheme(60));
    for (ClassIndex label = 0; label < 60; ++label)
      for (int beat = 0; beat < 2; ++beat) model.addSure(label, label, .9F);
    model.addSure(7, 33, .9F);
    const LabelQuality quality = judged(model, {.prune = PruneRule::Both});
    QCOMPARE(quality.suspects.size(), 1);
    QCOMPARE(quality.suspects.front().beat, 120U);
    QCOMPARE(quality.suspects.front().suggested, 33);
    QCOMPARE(quality.estimatedErrors(), 1.0);
  }

  void whatIsNoProbabilityIsRefused() {
    ScriptedModel model(normalAbnormalScheme());
    model.add(0, {.9F, .1F});
    model.add(1, {std::nanf(""), .1F});
    const std::string error = errorText([&] { judged(model); });
    QVERIFY2(error.find("beat 1") != std::string::npos, error.c_str());
    model.labels()[1] = kUnlabelled;
    QVERIFY(judged(model).suspects.empty());
  }

  void predictionsOfOtherBeatsAreRefused() {
    ScriptedModel model = sixBeats();
    Predictions other = model.predictions();
    other.probabilities.resize(4);
    QVERIFY(errorText([&] { judgeLabels(other, *model.beats(), model.labels()); }) != "no error");
    other = model.predictions();
    other.scheme = numberedScheme(2);
    QVERIFY(errorText([&] { judgeLabels(other, *model.beats(), model.labels()); }) != "no error");
  }

  void namesComeBack() {
    for (const PruneRule rule : kAllRules) QCOMPARE(pruneRuleFromName(nameOf(rule)), rule);
    for (const auto score :
         {LabelScore::SelfConfidence, LabelScore::NormalizedMargin, LabelScore::ConfidenceWeightedEntropy})
      QCOMPARE(labelScoreFromName(nameOf(score)), score);
    QVERIFY(errorText([] { pruneRuleFromName("x"); }) != "no error");
    QVERIFY(errorText([] { labelScoreFromName("x"); }) != "no error");
  }
};

QTEST_GUILESS_MAIN(TestLabelQuality)
#include "tst_label_quality.moc"
