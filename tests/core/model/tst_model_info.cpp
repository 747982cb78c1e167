#include "core/model/model_info.h"

#include <QtTest>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/error.h"

using namespace ectopy;
using nlohmann::json;

namespace {

ModelInfo sampleInfo() {
  ModelInfo info;
  info.name = "first try";
  info.architecture = "cvxtz";
  info.parameters = 250'000;
  info.trainableParameters = 20'000;
  info.scheme = aami5Scheme();
  info.config.seed = 0xFFFFFFFFFFFFFFFF;
  info.config.learningRate = 0.1 + 0.2;
  info.splitId = "beat";
  info.protocol = "intra-patient";
  info.dataName = "mitdb";
  info.dataFingerprint = "abc";
  info.history = {{.epoch = 1, .trainLoss = 0.5, .validationMacroF1 = 0.25},
                  {.epoch = 2, .trainLoss = 0.1, .validationLoss = std::nan(""), .isBest = true}};
  info.bestEpoch = 2;
  info.end = TrainingEnd::EarlyStop;
  info.validation = ConfusionMatrix(5);
  info.validation.add(1, 3, 7);
  info.transferMode = "freeze";
  info.parentName = "parent";
  info.weightsSha256 = "def";
  return info;
}

json sampleJson() {
  return json(sampleInfo());
}

std::string errorOf(const json& value) {
  try {
    (void)value.get<ModelInfo>();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

class TestModelInfo : public QObject {
  Q_OBJECT

 private slots:
  void namesGoBothWays() {
    for (const auto mode :
         {TransferMode::Scratch, TransferMode::Freeze, TransferMode::FineTune, TransferMode::Gradual}) {
      QCOMPARE(transferModeFromName(nameOf(mode)), mode);
    }
    for (const auto end :
         {TrainingEnd::Epochs, TrainingEnd::EarlyStop, TrainingEnd::TimeLimit, TrainingEnd::StoppedAndKept}) {
      QCOMPARE(trainingEndFromName(nameOf(end)), end);
    }
    QVERIFY_EXCEPTION_THROWN(transferModeFromName("half"), Error);
  }

  void whatIsSaidOnlyWhereThereIsSomething() {
    QVERIFY(!sampleJson().contains("sourceFingerprint"));
    QCOMPARE(sampleInfo().dataSource(), std::string("abc"));
    ModelInfo info = sampleInfo();
    info.sourceFingerprint = "before";
    QCOMPARE(json(info).get<ModelInfo>().dataSource(), std::string("before"));
  }

  void textAndBackIsTheSame() {
    const std::string text = sampleJson().dump();
    const auto info = json::parse(text).get<ModelInfo>();
    QCOMPARE(info.config.seed, std::uint64_t{0xFFFFFFFFFFFFFFFF});
    QCOMPARE(info.config.learningRate, 0.1 + 0.2);
    QCOMPARE(info.trainableParameters, 20'000);
    QVERIFY(info.scheme == aami5Scheme());
    QVERIFY(info.cut == BeatCut());
    QVERIFY(info.validation == sampleInfo().validation);
    QCOMPARE(info.test.classes(), 0);
    QCOMPARE(info.history.size(), 2);
    QVERIFY(info.history[1].isBest);
    QCOMPARE(info.end, TrainingEnd::EarlyStop);
    QCOMPARE(info.transferMode, std::string("freeze"));
    QCOMPARE(json(info).dump(), text);
  }

  void undefinedNumbersBecomeNull() {
    const json value = sampleJson();
    QVERIFY(value.at("history").at(1).at("validationLoss").is_null());
    QVERIFY(std::isnan(value.get<ModelInfo>().history[1].validationLoss));
  }

  void everyFieldIsNeeded() {
    const json whole = sampleJson();
    for (const auto& [key, value] : whole.items()) {
      json without = whole;
      without.erase(key);
      const std::string error = errorOf(without);
      QVERIFY2(error.find(key) != std::string::npos, (key + ": " + error).c_str());
    }
  }

  void everyFieldHasItsKind() {
    const json whole = sampleJson();
    for (const auto& [key, value] : whole.items()) {
      json wrong = whole;
      wrong[key] = json{{"not", "this"}};
      QVERIFY2(!errorOf(wrong).empty(), key.c_str());
      wrong[key] = true;
      QCOMPARE(errorOf(wrong).empty(), key == "isSyntheticData");
    }
  }

  void whatMakesNoSenseIsRefused_data() {
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("named");
    QTest::newRow("negative count") << "/parameters"
                                    << "-1"
                                    << "parameters";
    QTest::newRow("beyond 64 bits") << "/parameters"
                                    << "18446744073709551615"
                                    << "parameters";
    QTest::newRow("beyond int") << "/bestEpoch"
                                << "4294967297"
                                << "bestEpoch";
    QTest::newRow("more than all") << "/trainableParameters"
                                   << "250001"
                                   << "trainableParameters";
    QTest::newRow("best epoch never ran") << "/bestEpoch"
                                          << "3"
                                          << "bestEpoch";
    QTest::newRow("no epochs") << "/config/epochs"
                               << "0"
                               << "epochs";
    QTest::newRow("fraction") << "/config/batchSize"
                              << "1.5"
                              << "batchSize";
    QTest::newRow("learning rate 0") << "/config/learningRate"
                                     << "0"
                                     << "learningRate";
    QTest::newRow("negative seed") << "/config/seed"
                                   << "-1"
                                   << "seed";
    QTest::newRow("epochs out of order") << "/history/1/epoch"
                                         << "1"
                                         << "epoch";
    QTest::newRow("history of numbers") << "/history/0"
                                        << "1"
                                        << "history";
    QTest::newRow("confusion too small") << "/validation"
                                         << "[[1]]"
                                         << "validation";
    QTest::newRow("confusion ragged") << "/validation/2"
                                      << "[1]"
                                      << "validation";
    QTest::newRow("confusion below 0") << "/validation/2/2"
                                       << "-1"
                                       << "validation";
    QTest::newRow("unknown end") << "/end"
                                 << "\"tired\""
                                 << "tired";
    QTest::newRow("unknown transfer") << "/transferMode"
                                      << "\"half\""
                                      << "half";
    QTest::newRow("newer version") << "/version"
                                   << "2"
                                   << "version";
    QTest::newRow("no classes") << "/scheme/classes"
                                << "[]"
                                << "";
  }
  void whatMakesNoSenseIsRefused() {
    QFETCH(QString, pointer);
    QFETCH(QString, value);
    QFETCH(QString, named);
    json broken = sampleJson();
    broken[json::json_pointer(pointer.toStdString())] = json::parse(value.toStdString());
    const std::string error = errorOf(broken);
    QVERIFY(!error.empty());
    QVERIFY2(error.find(named.toStdString()) != std::string::npos, error.c_str());
  }

  void anythingButAnObjectIsRefused() {
    QVERIFY(!errorOf(json()).empty());
    QVERIFY(!errorOf(json::array({1, 2})).empty());
    QVERIFY(!errorOf(json("text")).empty());
  }
};

QTEST_GUILESS_MAIN(TestModelInfo)
#include "tst_model_info.moc"
