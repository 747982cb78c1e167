#include <QTest>
#include <nlohmann/json.hpp>

#include "core/model/recipe_settings.h"
#include "core/training/config_check.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using nlohmann::json;

class TrainingConfigTest : public QObject {
  Q_OBJECT

 private slots:
  void everySettingComesBack();
  void olderFilesMeanTheSeedsDefaults();
  void refusesWhatMakesNoSense_data();
  void refusesWhatMakesNoSense();
  void checkKnowsEverySetting();
  void optionNamesAreSpelledOut();
  void recipeInWords();
};

void TrainingConfigTest::everySettingComesBack() {
  TrainingConfig config;
  config.architecture = "other";
  config.stopPatience = 0;
  for (const ChoiceSetting& setting : choiceSettings()) setting.set(config, setting.words.back());
  for (const auto& setting : realSettings()) config.*setting.member = setting.most;
  for (const auto& setting : integerSettings()) config.*setting.member = setting.most;
  QVERIFY(json(config).get<TrainingConfig>() == config);
}

void TrainingConfigTest::olderFilesMeanTheSeedsDefaults() {
  const json old = json::parse(
      R"({"architecture": "cvxtz", "epochs": 60, "batchSize": 64, "learningRate": 1e-3, "stopPatience": 5,
          "plateauPatience": 3, "seed": 1, "timeLimitSeconds": 0, "threads": 0, "device": "cpu"})");
  QVERIFY(old.get<TrainingConfig>() == TrainingConfig());
}

void TrainingConfigTest::refusesWhatMakesNoSense_data() {
  QTest::addColumn<QByteArray>("value");
  QTest::newRow("optimizer") << QByteArray("\"sgd\"");
  QTest::newRow("schedule") << QByteArray("3");
  QTest::newRow("labelSmoothing") << QByteArray("1.5");
  QTest::newRow("averageDecay") << QByteArray("-1");
  QTest::newRow("noise") << QByteArray("null");
  QTest::newRow("stepEvery") << QByteArray("0");
  QTest::newRow("shardBeats") << QByteArray("2.5");
}

void TrainingConfigTest::refusesWhatMakesNoSense() {
  QFETCH(QByteArray, value);
  json config = TrainingConfig();
  config[QTest::currentDataTag()] = json::parse(value.toStdString());
  const std::string error = test::errorText([&] { config.get<TrainingConfig>(); });
  QVERIFY2(error.find(QTest::currentDataTag()) != std::string::npos, error.c_str());
}

void TrainingConfigTest::checkKnowsEverySetting() {
  for (const auto& setting : realSettings()) {
    TrainingConfig config;
    config.*setting.member = setting.most * 2 + 1;
    const std::string error = test::errorText([&] { requireValid(config); });
    QVERIFY2(error.find(setting.name) != std::string::npos, error.c_str());
  }
  TrainingConfig decaying;
  decaying.weightDecay = 0.01;
  const std::string error = test::errorText([&] { requireValid(decaying); });
  QVERIFY2(error.find("adamw") != std::string::npos, error.c_str());
  decaying.optimizer = OptimizerKind::AdamW;
  requireValid(decaying);
}

void TrainingConfigTest::optionNamesAreSpelledOut() {
  QCOMPARE(optionName("weightDecay"), std::string("--weight-decay"));
  QCOMPARE(optionName("mixup"), std::string("--mixup"));
}

void TrainingConfigTest::recipeInWords() {
  TrainingConfig config;
  config.optimizer = OptimizerKind::AdamW;
  config.weightDecay = 0.01;
  config.schedule = ScheduleKind::OneCycle;
  config.averageDecay = 0.999;
  QCOMPARE(recipeWords(config),
           std::string("adamw, learning rate 0.001 (one cycle, up over 0.25), batches of 64, weight decay "
                       "0.01, weights averaged by 0.999"));
}

QTEST_GUILESS_MAIN(TrainingConfigTest)
#include "tst_training_config.moc"
