#include "core/evaluation/evaluation.h"

#include <QtTest>
#include <cmath>
#include <nlohmann/json.hpp>

#include "tests/support/error_text.h"
#include "tests/support/scripted_model.h"

using namespace ectopy;
using ectopy::test::errorText;
using ectopy::test::ScriptedModel;

namespace {

Evaluation judgeAll(ScriptedModel& model) {
  return evaluate(model.predictions(), *model.beats(), model.labels(), model.allBeats());
}

/// Ten beats of two classes with tied scores.
ScriptedModel tiedModel() {
  ScriptedModel model(normalAbnormalScheme());
  const std::vector<float> scores{.1F, .4F, .35F, .8F, .8F, .8F, .4F, .4F, .2F, .9F};
  const std::vector<ClassIndex> truth{0, 0, 1, 1, 1, 0, 1, 0, 0, 1};
  for (std::size_t beat = 0; beat < scores.size(); ++beat) {
    model.add(truth[beat], {1 - scores[beat], scores[beat]});
  }
  return model;
}

}  // namespace

class TestEvaluation : public QObject {
  Q_OBJECT

 private slots:
  void countsTruthAgainstPrediction() {
    ScriptedModel model(aami5Scheme());
    model.addSure(0, 0, .9F);
    model.addSure(1, 0, .8F);
    model.addSure(1, 1, .7F);
    model.addSure(2, 4, .6F);
    const Evaluation evaluation = judgeAll(model);
    QCOMPARE(evaluation.confusion.at(0, 0), 1);
    QCOMPARE(evaluation.confusion.at(1, 0), 1);
    QCOMPARE(evaluation.confusion.at(2, 4), 1);
    QCOMPARE(evaluation.confusion.total(), 4);
    QCOMPARE(evaluation.scores.accuracy, 0.5);
    QVERIFY(!evaluation.auc);
  }

  void onlyTheBeatsNamedAreJudged() {
    ScriptedModel model(aami5Scheme());
    for (int beat = 0; beat < 6; ++beat) model.addSure(0, 0, .9F);
    model.labels()[4] = kUnlabelled;
    const std::vector<BeatIndex> named{5, 1, 4, 1};
    const Evaluation evaluation = evaluate(model.predictions(), *model.beats(), model.labels(), named);
    QCOMPARE(evaluation.beats, (std::vector<BeatIndex>{1, 5}));
    QCOMPARE(evaluation.unlabelled, 1);
    QCOMPARE(evaluation.confusion.total(), 2);
  }

  void labelsInForceDecideNotTheFiles() {
    ScriptedModel model(aami5Scheme());
    model.addSure(0, 2, .9F);
    QCOMPARE(judgeAll(model).scores.accuracy, 0.0);
    model.labels()[0] = 2;
    QCOMPARE(judgeAll(model).scores.accuracy, 1.0);
  }

  // scikit-learn 1.2: roc_auc_score of the same scores is 0.76.
  void tiesCountHalfInTheArea() {
    ScriptedModel model = tiedModel();
    const Evaluation evaluation = judgeAll(model);
    QVERIFY(evaluation.auc);
    QVERIFY(std::abs(*evaluation.auc - 0.76) < 1e-12);
  }

  void calibrationErrorIsTheWeightedGap() {
    ScriptedModel model(normalAbnormalScheme());
    // Bin of 0.9: one right, one wrong -> gap |1.8 - 1| = 0.8. Bin of 0.7: two right -> |1.4 - 2| = 0.6.
    model.add(0, {.9F, .1F});
    model.add(1, {.9F, .1F});
    model.add(1, {.3F, .7F});
    model.add(1, {.3F, .7F});
    QVERIFY(std::abs(judgeAll(model).calibrationError - (0.8 + 0.6) / 4) < 1e-6);
  }

  void areaNeedsBothClasses() {
    ScriptedModel model(normalAbnormalScheme());
    model.add(0, {.9F, .1F});
    const Evaluation evaluation = judgeAll(model);
    QVERIFY(!evaluation.auc);
    QVERIFY(evaluationToJson(evaluation, *model.beats()).at("auc").is_null());
  }

  void mostWrongComeMostConfidentFirst() {
    ScriptedModel model(aami5Scheme());
    model.addSure(0, 1, .6F);
    model.addSure(0, 0, .99F);
    model.addSure(0, 2, .9F);
    model.addSure(3, 2, .9F);
    QCOMPARE(judgeAll(model).mostWrong, (std::vector<BeatIndex>{2, 3, 0}));
  }

  void atMostTwoHundredWrongBeatsAreKept() {
    ScriptedModel model(aami5Scheme());
    for (int beat = 0; beat < 300; ++beat) model.addSure(0, 1, .5F + .001F * static_cast<float>(beat));
    const Evaluation evaluation = judgeAll(model);
    QCOMPARE(evaluation.mostWrong.size(), 200);
    QCOMPARE(evaluation.mostWrong.front(), 299U);
  }

  void recordsAreScoredOneByOne() {
    ScriptedModel model(aami5Scheme());
    model.facts().records = {{.name = "100"}, {.name = "101"}, {.name = "102"}};
    model.addSure(0, 0, .9F, 2);
    model.addSure(0, 1, .9F, 0);
    model.addSure(0, 0, .9F, 0);
    model.addSure(0, 0, .9F);
    const Evaluation evaluation = judgeAll(model);
    QCOMPARE(evaluation.perRecord.size(), 2);
    QCOMPARE(evaluation.perRecord[0].record, 0U);
    QCOMPARE(evaluation.perRecord[0].wrong, 1);
    QCOMPARE(evaluation.perRecord[0].accuracy, 0.5);
    const nlohmann::json json = evaluationToJson(evaluation, *model.beats());
    QCOMPARE(json.at("perRecord").at(1).at("record").get<std::string>(), std::string("102"));
    QCOMPARE(json.at("perRecord").at(0).at("wrong").get<int>(), 1);
  }

  void noBeatsGiveNullsNotNumbers() {
    ScriptedModel model(aami5Scheme());
    model.addSure(0, 0, .9F);
    const Evaluation evaluation = evaluate(model.predictions(), *model.beats(), model.labels(), {});
    QVERIFY(std::isnan(evaluation.calibrationError));
    const nlohmann::json json = evaluationToJson(evaluation, *model.beats());
    QVERIFY(json.at("accuracy").is_null());
    QVERIFY(json.at("macroF1").is_null());
    QVERIFY(json.at("calibrationError").is_null());
    QVERIFY(json.at("perClass").at("V").at("sensitivity").is_null());
    QCOMPARE(json.at("perClass").at("V").at("support").get<int>(), 0);
  }

  void jsonHoldsTheCommandLinesKeys() {
    ScriptedModel model(aami5Scheme());
    model.addSure(0, 0, .9F);
    model.addSure(2, 0, .9F);
    const nlohmann::json json = evaluationToJson(judgeAll(model), *model.beats());
    QCOMPARE(json.at("accuracy").get<double>(), 0.5);
    QCOMPARE(json.at("balancedAccuracy").get<double>(), 0.5);
    QVERIFY(std::abs(json.at("macroF1").get<double>() - 1.0 / 3) < 1e-12);
    QCOMPARE(json.at("perClass").size(), 5);
    QCOMPARE(json.at("perClass").at("N").at("ppv").get<double>(), 0.5);
    QCOMPARE(json.at("perClass").at("N").at("sensitivity").get<double>(), 1.0);
    QCOMPARE(json.at("confusion").dump(),
             std::string("[[1,0,0,0,0],[0,0,0,0,0],[1,0,0,0,0],[0,0,0,0,0],[0,0,0,0,0]]"));
  }

  void otherClassesAreRefused() {
    ScriptedModel model(aami5Scheme());
    model.addSure(0, 0, .9F);
    Predictions other = model.predictions();
    other.scheme = numberedScheme(5);
    const std::string error =
        errorText([&] { evaluate(other, *model.beats(), model.labels(), model.allBeats()); });
    QVERIFY2(error.find("N S V F Q") != std::string::npos, error.c_str());
  }

  void predictionsOfOtherBeatsAreRefused() {
    ScriptedModel model(aami5Scheme());
    model.addSure(0, 0, .9F);
    Predictions other = model.predictions();
    other.dataFingerprint = "of another set";
    QVERIFY(errorText([&] { evaluate(other, *model.beats(), model.labels(), model.allBeats()); }) !=
            "no error");
    other = model.predictions();
    other.probabilities.resize(10);
    QVERIFY(errorText([&] { evaluate(other, *model.beats(), model.labels(), model.allBeats()); }) !=
            "no error");
    const std::vector<BeatIndex> beyond{7};
    const Predictions right = model.predictions();
    QVERIFY(errorText([&] { evaluate(right, *model.beats(), model.labels(), beyond); }) != "no error");
  }

  void beatsWithoutProbabilitiesAreLeftOutAndCounted() {
    ScriptedModel model(aami5Scheme());
    model.addSure(0, 0, .9F);
    model.add(0, {.1F, std::nanf(""), .1F, .1F, .1F});
    const Evaluation evaluation = judgeAll(model);
    QCOMPARE(evaluation.beats, (std::vector<BeatIndex>{0}));
    QCOMPARE(evaluation.unanswered, 1);
    QCOMPARE(evaluationToJson(evaluation, *model.beats()).at("unanswered").get<int>(), 1);
    QVERIFY(!std::isnan(evaluation.calibrationError));
  }

  void aModelWithoutAnyAnswerIsRefused() {
    ScriptedModel model(aami5Scheme());
    model.add(0, {.1F, std::nanf(""), .1F, .1F, .1F});
    const std::string error = errorText([&] { judgeAll(model); });
    QVERIFY2(error.find("beat 0") != std::string::npos, error.c_str());
  }
};

QTEST_GUILESS_MAIN(TestEvaluation)
#include "tst_evaluation.moc"
