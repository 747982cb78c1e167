#include <QTest>
#include <functional>
#include <limits>

#include "core/training/config_check.h"
#include "tests/support/error_text.h"

using namespace ectopy;

class ConfigCheckTest : public QObject {
  Q_OBJECT

 private slots:
  void takesDefaults() { requireValid({}); }
  void namesTheBadSetting_data();
  void namesTheBadSetting();
};

using Change = std::function<void(TrainingConfig&)>;
Q_DECLARE_METATYPE(Change)

void ConfigCheckTest::namesTheBadSetting_data() {
  QTest::addColumn<Change>("change");
  const auto row = [](const char* name, Change change) { QTest::newRow(name) << change; };
  row("epochs", [](TrainingConfig& config) { config.epochs = 0; });
  row("batchSize", [](TrainingConfig& config) { config.batchSize = -1; });
  row("stopPatience", [](TrainingConfig& config) { config.stopPatience = -1; });
  row("plateauPatience", [](TrainingConfig& config) { config.plateauPatience = 0; });
  row("threads", [](TrainingConfig& config) { config.threads = 5000; });
  row("learningRate",
      [](TrainingConfig& config) { config.learningRate = std::numeric_limits<double>::quiet_NaN(); });
  row("timeLimitSeconds", [](TrainingConfig& config) { config.timeLimitSeconds = -1; });
}

void ConfigCheckTest::namesTheBadSetting() {
  QFETCH(Change, change);
  TrainingConfig config;
  change(config);
  const std::string error = test::errorText([&] { requireValid(config); });
  QVERIFY2(error.find(QTest::currentDataTag()) != std::string::npos, error.c_str());
}

QTEST_GUILESS_MAIN(ConfigCheckTest)
#include "tst_config_check.moc"
