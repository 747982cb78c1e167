#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <cstring>

#include "core/model/safetensors.h"
#include "tests/support/error_text.h"
#include "tests/support/training_builders.h"

using namespace ectopy;
using test::SmallTraining;

namespace {

/// A classifier that is not of this library.
class StrangeClassifier : public Classifier {
 public:
  const ModelInfo& info() const override { return m_info; }
  std::vector<TensorFacts> tensors() const override { return {}; }
  Predictions predict(const BeatSet&, int, const JobContext&) const override { return {}; }
  BeatVectors embed(const BeatSet&, int, const JobContext&) const override { return {}; }
  std::vector<Attribution> attribute(const BeatSet&, std::span<const BeatIndex>, ClassIndex,
                                     AttributionMethod, const JobContext&) const override {
    return {};
  }
  void save(const std::filesystem::path&) const override {}

 private:
  ModelInfo m_info = [] {
    ModelInfo info;
    info.architecture = "cvxtz";
    return info;
  }();
};

std::vector<float> valuesOf(const std::vector<std::byte>& bytes) {
  std::vector<float> values(bytes.size() / sizeof(float));
  std::memcpy(values.data(), bytes.data(), bytes.size());
  return values;
}

}  // namespace

class TransferTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { m_parent = SmallTraining().train(); }
  void frozenConvolutionsStay();
  void fineTuningMovesAll();
  void gradualBeginsWithTheHead();
  void gradualSlowsEarlierLayers();
  void gradualGoesOnWhenTheHeadIsDone();
  void gradualRepeatsItself();
  void gradualNormsLearnInTheEnd();
  void sameClassesKeepTheLastLayer();
  void otherClassesGetANewLastLayer();
  void scratchIsATrainingOfItsOwn();
  void remembersItsParent();
  void refusesBeatsOfAnotherLength();
  void refusesAStrangeParent();

 private:
  SmallTraining child(std::size_t classes) const;
  std::unique_ptr<Classifier> transfer(const SmallTraining& training, TransferMode mode) const;
  /// Weights by tensor name, as they stand in the model's file.
  std::map<std::string, std::vector<std::byte>> weightsOf(const Classifier& model) const;

  QTemporaryDir m_folder;
  std::unique_ptr<Classifier> m_parent;
};

SmallTraining TransferTest::child(std::size_t classes) const {
  SmallTraining training({.scheme = classes == 5 ? aami5Scheme() : normalInfarctionScheme(),
                          .cut = defaultCut(CutRule::Paper),
                          .seed = 7});
  training.config.seed = 3;
  return training;
}

std::unique_ptr<Classifier> TransferTest::transfer(const SmallTraining& training, TransferMode mode) const {
  TrainingTask task = training.task();
  task.parent = m_parent.get();
  task.mode = mode;
  return learner().train(task, {}, {});
}

std::map<std::string, std::vector<std::byte>> TransferTest::weightsOf(const Classifier& model) const {
  const std::filesystem::path path = m_folder.filePath("weights.safetensors").toStdString();
  model.save(path);
  std::map<std::string, std::vector<std::byte>> weights;
  const SafetensorsFile file = SafetensorsFile::open(path);
  for (const StoredTensor& tensor : file.tensors())
    weights[tensor.name].assign(tensor.bytes.begin(), tensor.bytes.end());
  return weights;
}

void TransferTest::frozenConvolutionsStay() {
  const auto model = transfer(child(2), TransferMode::Freeze);
  const auto before = weightsOf(*m_parent);
  const auto after = weightsOf(*model);
  QCOMPARE(after.size(), 22U);
  for (const auto& [name, bytes] : after) {
    QVERIFY2((bytes == before.at(name)) == name.starts_with("conv"), name.c_str());
  }
  QCOMPARE(model->info().trainableParameters, (256 * 64 + 64) + (64 * 64 + 64) + (64 * 2 + 2));
}

void TransferTest::fineTuningMovesAll() {
  const auto model = transfer(child(5), TransferMode::FineTune);
  const auto before = weightsOf(*m_parent);
  for (const auto& [name, bytes] : weightsOf(*model)) QVERIFY2(bytes != before.at(name), name.c_str());
  QCOMPARE(model->info().trainableParameters, model->info().parameters);
}

void TransferTest::gradualBeginsWithTheHead() {
  SmallTraining training = child(2);
  training.config.epochs = 8;
  TrainingTask task = training.task();
  task.parent = m_parent.get();
  task.mode = TransferMode::Gradual;
  std::stop_source keepBest;
  task.keepBest = keepBest.get_token();
  TrainingObserver observer;
  observer.onEpoch = [&](const EpochProgress& progress) {
    if (progress.record.epoch == 1) keepBest.request_stop();  // the second epoch is of the head, too
  };
  const auto model = learner().train(task, observer, {});
  const auto before = weightsOf(*m_parent);
  for (const auto& [name, bytes] : weightsOf(*model))
    QVERIFY2((bytes == before.at(name)) == name.starts_with("conv"), name.c_str());
  QCOMPARE(model->info().trainableParameters, model->info().parameters);
}

void TransferTest::gradualSlowsEarlierLayers() {
  // One step of Adam moves each weight by about its rate, whatever the gradient.
  SmallTraining training = child(5);
  training.config.epochs = 2;
  training.config.batchSize = 120;  // all beats to learn from
  training.config.schedule = ScheduleKind::Constant;
  const auto model = transfer(training, TransferMode::Gradual);
  QCOMPARE(model->info().history.size(), 2U);
  QCOMPARE(model->info().history[0].learningRate, 1e-3);
  QCOMPARE(model->info().history[1].learningRate, 5e-4);
  if (model->info().bestEpoch != 2) QFAIL("the second epoch should be the better one");
  const auto before = weightsOf(*m_parent);
  const auto after = weightsOf(*model);
  const auto moved = [&](const std::string& name) {
    const std::vector<float> from = valuesOf(before.at(name));
    const std::vector<float> to = valuesOf(after.at(name));
    double most = 0;
    for (std::size_t i = 0; i < from.size(); ++i)
      most = std::max(most, static_cast<double>(std::abs(to[i] - from[i])));
    return most;
  };
  // Eight convolutions in pairs; the nearest pair to the head has half the head's rate of 5e-4.
  for (int convolution = 1; convolution <= 8; ++convolution) {
    const double expected = 5e-4 * std::pow(0.5, (8 - convolution) / 2 + 1);
    const double found = moved("conv" + std::to_string(convolution) + ".weight");
    QVERIFY2(std::abs(found - expected) < 0.02 * expected, std::to_string(found).c_str());
  }
  QVERIFY(moved("dense1.weight") > 1e-3);
}

void TransferTest::gradualGoesOnWhenTheHeadIsDone() {
  SmallTraining training = child(5);
  training.config.epochs = 40;  // ten of the head
  training.config.stopPatience = 2;
  training.config.learningRate = 1e-60;  // nothing moves
  const ModelInfo info = transfer(training, TransferMode::Gradual)->info();
  QCOMPARE(info.end, TrainingEnd::EarlyStop);
  QCOMPARE(info.history.size(), 5U);  // patience over after three, then two of all
  QCOMPARE(info.history[2].learningRate, 1e-60);
  QCOMPARE(info.history[3].learningRate, 5e-61);
}

void TransferTest::gradualRepeatsItself() {
  SmallTraining training = child(2);
  training.config.epochs = 4;
  training.config.batchSize = 50;  // two shards
  training.config.threads = 1;
  const auto one = transfer(training, TransferMode::Gradual);
  training.config.threads = 2;
  QCOMPARE(transfer(training, TransferMode::Gradual)->info().weightsSha256, one->info().weightsSha256);
}

void TransferTest::gradualNormsLearnInTheEnd() {
  SmallTraining first;
  first.config.architecture = "ectopy-beat";
  const auto parent = first.train();
  SmallTraining training = child(5);
  training.config.epochs = 4;
  TrainingTask task = training.task();
  task.parent = parent.get();
  task.mode = TransferMode::Gradual;
  const auto before = weightsOf(*parent);
  for (const int epochs : {1, 4}) {
    std::stop_source keepBest;
    task.keepBest = keepBest.get_token();
    TrainingObserver observer;
    observer.onStep = [&](const StepProgress& progress) {
      if (progress.epoch == epochs && progress.step == progress.stepsPerEpoch) keepBest.request_stop();
    };
    task.config.stopPatience = 0;
    const auto model = learner().train(task, observer, {});
    const bool isTrunkMoved = model->info().bestEpoch > 1;
    for (const auto& [name, bytes] : weightsOf(*model))
      if (name.starts_with("trunk.")) QVERIFY2((bytes != before.at(name)) == isTrunkMoved, name.c_str());
    if (epochs == 4) QVERIFY(isTrunkMoved);
  }
}

void TransferTest::sameClassesKeepTheLastLayer() {
  SmallTraining training = child(5);
  training.config.learningRate = 1e-60;  // where it starts is where it ends
  QCOMPARE(transfer(training, TransferMode::FineTune)->info().weightsSha256, m_parent->info().weightsSha256);
}

void TransferTest::otherClassesGetANewLastLayer() {
  SmallTraining training = child(2);
  training.config.learningRate = 1e-60;
  const auto model = transfer(training, TransferMode::FineTune);
  const auto before = weightsOf(*m_parent);
  for (const auto& [name, bytes] : weightsOf(*model))
    QVERIFY2((bytes == before.at(name)) == !name.starts_with("dense3"), name.c_str());
  QVERIFY(model->tensors().back().shape == std::vector<std::int64_t>{2});
}

void TransferTest::scratchIsATrainingOfItsOwn() {
  const SmallTraining training = child(5);
  const auto scratch = transfer(training, TransferMode::Scratch);
  QCOMPARE(scratch->info().weightsSha256, training.train()->info().weightsSha256);
  const auto before = weightsOf(*m_parent);
  QVERIFY(weightsOf(*scratch).at("conv8.weight") != before.at("conv8.weight"));
}

void TransferTest::remembersItsParent() {
  for (const TransferMode mode :
       {TransferMode::Scratch, TransferMode::Freeze, TransferMode::FineTune, TransferMode::Gradual}) {
    const auto model = transfer(child(2), mode);
    QCOMPARE(model->info().transferMode, std::string(nameOf(mode)));
    QCOMPARE(model->info().parentName, m_parent->info().name);
    QCOMPARE(model->info().parentSha256, m_parent->info().weightsSha256);
  }
}

void TransferTest::refusesBeatsOfAnotherLength() {
  BeatCut cut = defaultCut(CutRule::Kaggle);
  cut.length = 150;
  const SmallTraining training({.cut = cut});
  const std::string error = test::errorText([&] { transfer(training, TransferMode::Freeze); });
  QVERIFY2(error.find("187 samples") != std::string::npos, error.c_str());
}

void TransferTest::refusesAStrangeParent() {
  const SmallTraining training;
  const StrangeClassifier parent;
  TrainingTask task = training.task();
  task.parent = &parent;
  task.mode = TransferMode::FineTune;
  QVERIFY_EXCEPTION_THROWN(learner().train(task, {}, {}), Error);
}

QTEST_GUILESS_MAIN(TransferTest)
#include "tst_transfer.moc"
