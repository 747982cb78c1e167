#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <cstring>

#include "core/model/safetensors.h"
#include "tests/support/training_builders.h"

using namespace ectopy;
using test::SmallTraining;

/// What the settings of a recipe do to a training.
class RecipeTest : public QObject {
  Q_OBJECT

 private slots:
  void averagedWeightsAreTheModels();
  void everySettingMattersAndRepeats_data();
  void everySettingMattersAndRepeats();
  void oneCycleShowsInTheHistory();

 private:
  /// All weights in the order of the model's file.
  std::vector<float> weightsOf(const SmallTraining& training) const;

  QTemporaryDir m_folder;
};

std::vector<float> RecipeTest::weightsOf(const SmallTraining& training) const {
  const std::filesystem::path path = m_folder.filePath("weights.safetensors").toStdString();
  training.train()->save(path);
  std::vector<float> weights;
  const SafetensorsFile file = SafetensorsFile::open(path);
  for (const StoredTensor& tensor : file.tensors()) {
    const std::size_t size = weights.size();
    weights.resize(size + tensor.valueCount());
    std::memcpy(weights.data() + size, tensor.bytes.data(), tensor.bytes.size());
  }
  return weights;
}

void RecipeTest::averagedWeightsAreTheModels() {
  SmallTraining training;
  training.config.epochs = 1;
  training.config.batchSize = 120;  // one step
  const std::vector<float> after = weightsOf(training);
  training.config.learningRate = 1e-60;  // nothing moves
  const std::vector<float> before = weightsOf(training);
  training.config.learningRate = TrainingConfig().learningRate;
  training.config.averageDecay = 0.9;
  const std::vector<float> averaged = weightsOf(training);
  QVERIFY(before != after);
  for (std::size_t i = 0; i < after.size(); ++i)
    QVERIFY(std::abs(averaged[i] - (2 * before[i] + 9 * after[i]) / 11) < 1e-6F);
}

using Change = std::function<void(TrainingConfig&)>;
Q_DECLARE_METATYPE(Change)

void RecipeTest::everySettingMattersAndRepeats_data() {
  QTest::addColumn<Change>("change");
  const auto row = [](const char* name, Change change) { QTest::newRow(name) << change; };
  row("adamw", [](TrainingConfig& config) { config.optimizer = OptimizerKind::AdamW; });
  row("weight decay", [](TrainingConfig& config) {
    config.optimizer = OptimizerKind::AdamW;
    config.weightDecay = 0.5;
  });
  row("one cycle", [](TrainingConfig& config) { config.schedule = ScheduleKind::OneCycle; });
  row("steps", [](TrainingConfig& config) {
    config.schedule = ScheduleKind::Steps;
    config.stepEvery = 3;
  });
  row("label smoothing", [](TrainingConfig& config) { config.labelSmoothing = 0.1; });
  row("class weights", [](TrainingConfig& config) { config.classWeights = ClassWeighting::Log; });
  row("average", [](TrainingConfig& config) { config.averageDecay = 0.99; });
  row("noise", [](TrainingConfig& config) { config.noise = 0.05; });
  row("gain", [](TrainingConfig& config) { config.gain = 0.1; });
  row("wander", [](TrainingConfig& config) { config.wander = 0.1; });
  row("mixup", [](TrainingConfig& config) { config.mixup = 0.2; });
  row("shards", [](TrainingConfig& config) { config.shardBeats = 8; });
}

void RecipeTest::everySettingMattersAndRepeats() {
  QFETCH(Change, change);
  std::vector<ClassIndex> classes(200, 0);  // N, and one V in eight
  for (std::size_t beat = 3; beat < classes.size(); beat += 8) classes[beat] = 2;
  SmallTraining training({.classes = classes});
  training.config.batchSize = 50;  // two shards of unequal size
  training.config.threads = 1;
  const std::string plain = training.train()->info().weightsSha256;
  change(training.config);
  const auto model = training.train();
  QVERIFY(model->info().config == training.config);
  QVERIFY(model->info().weightsSha256 != plain);
  training.config.threads = 3;
  QCOMPARE(training.train()->info().weightsSha256, model->info().weightsSha256);
}

void RecipeTest::oneCycleShowsInTheHistory() {
  SmallTraining training;
  training.config.epochs = 8;
  training.config.schedule = ScheduleKind::OneCycle;
  training.config.stopPatience = 0;
  const std::vector<EpochRecord> history = training.train()->info().history;
  QCOMPARE(history.size(), 8U);
  QVERIFY(history.front().learningRate < history[1].learningRate);
  QVERIFY(std::abs(history.back().learningRate - 1e-7) < 1e-12);
}

QTEST_GUILESS_MAIN(RecipeTest)
#include "tst_recipe.moc"
