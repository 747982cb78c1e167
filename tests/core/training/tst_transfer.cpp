#include <QTemporaryDir>
#include <QTest>

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
  void save(const std::filesystem::path&) const override {}

 private:
  ModelInfo m_info = [] {
    ModelInfo info;
    info.architecture = "cvxtz";
    return info;
  }();
};

}  // namespace

class TransferTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { m_parent = SmallTraining().train(); }
  void frozenConvolutionsStay();
  void fineTuningMovesAll();
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
  for (const TransferMode mode : {TransferMode::Scratch, TransferMode::Freeze, TransferMode::FineTune}) {
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
