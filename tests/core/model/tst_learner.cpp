#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <numeric>
#include <thread>

#include "core/model/model_file.h"
#include "tests/support/error_text.h"
#include "tests/support/training_builders.h"

using namespace ectopy;

namespace {

bool isLibtorchLoaded() {
  std::ifstream maps("/proc/self/maps");
  const std::string text(std::istreambuf_iterator<char>(maps), {});
  return text.find("libtorch") != std::string::npos;
}

}  // namespace

class LearnerTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void countsParameters();
  void namesAndShapesLayers();
  void infoIsReadWithoutTheLearner();
  void predictsTheSameAfterLoading();
  void probabilitiesSumToOne();
  void predictionsDontDependOnThreads();
  void severalThreadsMayPredict();
  void predictStopsWhenAsked();
  void predictRefusesAnotherCut();
  void refusesBrokenModels_data();
  void refusesBrokenModels();
  void saysWhereItCannotWrite();

 private:
  std::filesystem::path path(const char* name) const { return m_folder.filePath(name).toStdString(); }

  QTemporaryDir m_folder;
  test::SmallTraining m_training;
  std::unique_ptr<Classifier> m_model;
};

void LearnerTest::initTestCase() {
  QVERIFY(!isLibtorchLoaded());
  m_model = m_training.train();
  QVERIFY(isLibtorchLoaded());
  QCOMPARE(std::getenv("GOMP_SPINCOUNT"), "0");
  m_model->save(path("model.safetensors"));
}

void LearnerTest::countsParameters() {
  // weights + biases: 16*5+16, 16*16*5+16, 16*32*3+32, 3 * (32*32*3+32), 32*256*3+256, 256*256*3+256
  const std::int64_t convolutions = 96 + 1296 + 1568 + 3 * 3104 + 24832 + 196864;
  const std::int64_t head = (256 * 64 + 64) + (64 * 64 + 64);  // and 64 * classes + classes
  for (const std::int64_t classes : {2, 5}) {
    const auto known = learner().architectures(187, static_cast<std::size_t>(classes));
    const auto facts = std::ranges::find(known, "cvxtz", &ArchitectureFacts::name);
    QVERIFY(facts != known.end());
    QVERIFY(!facts->sentence.empty());
    QCOMPARE(facts->headParameters, head + 65 * classes);
    QCOMPARE(facts->parameters, convolutions + head + 65 * classes);
  }
  QCOMPARE(m_model->info().parameters, 254'901);
  const auto ofShortBeats = learner().architectures(71, 5);  // nothing would reach cvxtz's last layer
  QVERIFY(std::ranges::find(ofShortBeats, "cvxtz", &ArchitectureFacts::name) == ofShortBeats.end());
}

void LearnerTest::namesAndShapesLayers() {
  using Shape = std::vector<std::int64_t>;
  const std::vector<std::pair<std::string, Shape>> expected = {
      {"conv1", {16, 1, 5}},  {"conv2", {16, 16, 5}}, {"conv3", {32, 16, 3}},  {"conv4", {32, 32, 3}},
      {"conv5", {32, 32, 3}}, {"conv6", {32, 32, 3}}, {"conv7", {256, 32, 3}}, {"conv8", {256, 256, 3}},
      {"dense1", {64, 256}},  {"dense2", {64, 64}},   {"dense3", {5, 64}},
  };
  const std::vector<TensorFacts> tensors = m_model->tensors();
  QCOMPARE(tensors.size(), 2 * expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const auto& [layer, shape] = expected[i];
    QCOMPARE(tensors[2 * i].name, layer + ".weight");
    QVERIFY(tensors[2 * i].shape == shape);
    QCOMPARE(tensors[2 * i + 1].name, layer + ".bias");
    QVERIFY(tensors[2 * i + 1].shape == Shape{shape.front()});
  }
}

void LearnerTest::infoIsReadWithoutTheLearner() {
  const ModelInfo info = readModelInfo(path("model.safetensors"));
  QCOMPARE(info.architecture, std::string("cvxtz"));
  QCOMPARE(info.weightsSha256, m_model->info().weightsSha256);
  QCOMPARE(info.weightsSha256.size(), 64U);
  QCOMPARE(info.dataFingerprint, m_training.beats->fingerprint());
  QCOMPARE(info.guard, m_training.split.guard);
  QVERIFY(info.scheme == m_training.beats->scheme());
  QVERIFY(info.cut == m_training.beats->cut());
  QVERIFY(info.test == m_model->info().test);
  QCOMPARE(info.history.size(), 2U);
}

void LearnerTest::predictsTheSameAfterLoading() {
  const auto loaded = learner().load(path("model.safetensors"));
  const Predictions before = m_model->predict(*m_training.beats, 1, {});
  const Predictions after = loaded->predict(*m_training.beats, 1, {});
  QVERIFY(before.probabilities == after.probabilities);
  QCOMPARE(after.modelSha256, m_model->info().weightsSha256);
  QCOMPARE(after.modelName, m_model->info().name);
  QCOMPARE(after.dataFingerprint, m_training.beats->fingerprint());
  loaded->save(path("again.safetensors"));
  QCOMPARE(readTextFile(path("again.safetensors"), 1u << 24),
           readTextFile(path("model.safetensors"), 1u << 24));
}

void LearnerTest::probabilitiesSumToOne() {
  const Predictions predictions = m_model->predict(*m_training.beats, 0, {});
  QCOMPARE(predictions.size(), m_training.beats->size());
  for (BeatIndex beat = 0; beat < predictions.size(); ++beat) {
    const auto row = predictions.of(beat);
    QVERIFY(std::abs(std::accumulate(row.begin(), row.end(), 0.0) - 1) < 1e-6);
  }
}

void LearnerTest::predictionsDontDependOnThreads() {
  const auto beats = test::makeBeats({.beats = 700});  // eleven chunks, the last one not full
  const Predictions one = m_model->predict(*beats, 1, {});
  const Predictions four = m_model->predict(*beats, 4, {});
  QVERIFY(one.probabilities == four.probabilities);
  const auto few = test::makeBeats({.beats = 3});
  QCOMPARE(m_model->predict(*few, 4, {}).size(), 3U);
}

void LearnerTest::severalThreadsMayPredict() {
  const Predictions expected = m_model->predict(*m_training.beats, 1, {});
  std::vector<Predictions> results(3);
  {
    std::vector<std::jthread> threads;
    for (Predictions& result : results)
      threads.emplace_back([&] { result = m_model->predict(*m_training.beats, 2, {}); });
  }
  for (const Predictions& result : results) QVERIFY(result.probabilities == expected.probabilities);
}

void LearnerTest::predictStopsWhenAsked() {
  const auto beats = test::makeBeats({.beats = 1000});
  for (const int threads : {1, 3}) {
    std::stop_source stop;
    int reports = 0;
    const JobContext job(stop.get_token(), [&](double, std::string_view) {
      ++reports;
      stop.request_stop();
    });
    QVERIFY_EXCEPTION_THROWN(m_model->predict(*beats, threads, job), Stopped);
    QCOMPARE(reports, 1);
  }
}

void LearnerTest::predictRefusesAnotherCut() {
  const auto paper = test::makeBeats({.beats = 10, .cut = defaultCut(CutRule::Paper)});
  QVERIFY_EXCEPTION_THROWN(m_model->predict(*paper, 1, {}), Error);
  BeatCut longer = defaultCut(CutRule::Kaggle);
  longer.length = 200;
  const auto others = test::makeBeats({.beats = 10, .cut = longer});
  QVERIFY_EXCEPTION_THROWN(m_model->predict(*others, 1, {}), Error);
}

void LearnerTest::refusesBrokenModels_data() {
  QTest::addColumn<QString>("damage");
  QTest::addColumn<QString>("expected");
  QTest::newRow("half") << "half"
                        << "cut short";
  QTest::newRow("a weight changed") << "flip"
                                    << "SHA-256";
  QTest::newRow("another architecture") << "architecture"
                                        << "Unknown architecture \"transformer\"";
  QTest::newRow("a class too many") << "classes"
                                    << "dense3.weight";
  QTest::newRow("a tensor too few") << "fewer"
                                    << "has no tensor \"dense3.bias\"";
  QTest::newRow("a tensor too many") << "more"
                                     << "23 tensors";
  QTest::newRow("absent") << "absent"
                          << "absent.safetensors";
}

void LearnerTest::refusesBrokenModels() {
  QFETCH(QString, damage);
  QFETCH(QString, expected);
  const std::filesystem::path broken = path(qPrintable(damage + ".safetensors"));
  const SafetensorsFile whole = SafetensorsFile::open(path("model.safetensors"));
  std::vector<StoredTensor> tensors = whole.tensors();
  ModelInfo info = m_model->info();
  std::string text = readTextFile(path("model.safetensors"), 1u << 24);
  if (damage == "half") text.resize(text.size() / 2);
  if (damage == "flip") text[text.size() - 100] ^= 1;
  if (damage == "architecture") info.architecture = "transformer";
  if (damage == "classes") info.scheme = numberedScheme(6), info.test = info.validation = ConfusionMatrix(6);
  if (damage == "fewer") tensors.pop_back();
  if (damage == "more") tensors.push_back({"extra", {0}, {}});
  info.weightsSha256 = sha256OfTensors(tensors);
  if (damage == "half" || damage == "flip")
    std::ofstream(broken, std::ios::binary) << text;
  else if (damage != "absent")
    writeModelFile(broken, info, tensors);
  const QString error = QString::fromStdString(test::errorText([&] { learner().load(broken); }));
  QVERIFY2(error.contains(expected), qPrintable(error));
}

void LearnerTest::saysWhereItCannotWrite() {
  const std::string error = test::errorText([&] { m_model->save(path("no/such/folder/m.safetensors")); });
  QVERIFY2(error.find("m.safetensors") != std::string::npos, error.c_str());
}

QTEST_GUILESS_MAIN(LearnerTest)
#include "tst_learner.moc"
