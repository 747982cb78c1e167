#include <QTest>
#include <algorithm>
#include <array>
#include <cmath>

#include "core/evaluation/evaluation.h"
#include "tests/support/error_text.h"
#include "tests/support/rhythm_beats.h"
#include "tests/support/stored_weights.h"
#include "tests/support/training_builders.h"

using namespace ectopy;
using test::SmallTraining;
using test::storedWeights;

namespace {

ArchitectureFacts factsOf(const std::string& name, std::size_t length = 187, std::size_t classes = 5) {
  for (const ArchitectureFacts& facts : learner().architectures(length, classes))
    if (facts.name == name) return facts;
  return {};
}

/// A short training by a network's own recipe.
SmallTraining trainingOf(const std::string& name, const test::BeatOptions& options = {}) {
  SmallTraining training(options);
  training.config = factsOf(name, training.beats->length()).recipe;
  training.config.architecture = name;
  training.config.epochs = 2;
  training.config.batchSize = 50;  // two shards of unequal size
  return training;
}

bool isNorm(const std::string& tensor) {
  return tensor.find("orm") != std::string::npos;
}

}  // namespace

class NetworksTest : public QObject {
  Q_OBJECT

 private slots:
  void countsParametersAndCost_data();
  void countsParametersAndCost();
  void tellTheirLayerGroups_data();
  void tellTheirLayerGroups();
  void repeatItselfWithAnyThreads_data();
  void repeatItselfWithAnyThreads();
  void embeddingsMakeThePredictions_data();
  void embeddingsMakeThePredictions();
  void takeBeatsOfOtherLengths_data();
  void takeBeatsOfOtherLengths();
  void learnInAFewEpochs_data();
  void learnInAFewEpochs();
  void normsMeanAllShards();
  void frozenNormsStay();
  void classWeightsAndSmoothingMakeTheLoss();
  void rhythmTellsBeatsApart();
  void refusesBeatsWithoutTheirNumbers();
};

void NetworksTest::countsParametersAndCost_data() {
  QTest::addColumn<qint64>("parameters");
  QTest::addColumn<qint64>("head");
  QTest::addColumn<qint64>("multiplyAdds");
  // Samples after each of eight convolutions (CVxTz's script), and a head of 256*64, 64*64, 64*5.
  const qint64 wide = 183 * 80 + 179 * qint64{1280} + 87 * 1536 + (85 + 40 + 38) * qint64{3072} +
                      17 * qint64{24'576} + 15 * qint64{196'608};
  QTest::newRow("cvxtz") << qint64{254'901} << qint64{20'933} << wide + 20'933 - 64 - 64 - 5;
  // 32*5+32, ten times 32*32*5+32, and after five poolings two samples are left for the dense layers.
  const qint64 dense = (64 * 32 + 32) + (32 * 32 + 32) + (32 * 5 + 5);
  const qint64 samples = 187 + 92 + 44 + 20 + 8;
  QTest::newRow("kachuee") << 192 + 10 * qint64{5152} + dense << dense
                           << 187 * qint64{160} + samples * 2 * 32 * 32 * 5 + dense - 32 - 32 - 5;
  // Stem, three blocks of two convolutions and a skip, all with norms, then mean and maximum of 64 channels.
  const qint64 stem = 24 * 7;
  const qint64 block1 = 24 * 32 * 5 + 32 * 32 * 5 + 24 * 32;
  const qint64 block2 = 32 * 48 * 5 + 48 * 48 * 5 + 32 * 48;
  const qint64 block3 = 48 * 64 * 5 + 64 * 64 * 5 + 48 * 64;
  const qint64 norms = 2 * (24 + 3 * 32 + 3 * 48 + 3 * 64);
  QTest::newRow("ectopy-beat") << stem + block1 + block2 + block3 + norms + 128 * 5 + 5 << qint64{645}
                               << 94 * stem + 47 * block1 + 24 * block2 + 12 * block3 + 128 * 5;
  const qint64 numbers = 25 * 32 + 32 + 32 * 32 + 32 + (32 * 5 + 5);
  QTest::newRow("ectopy-context") << numbers << qint64{165} << numbers - 32 - 32 - 5;
}

void NetworksTest::countsParametersAndCost() {
  QFETCH(qint64, parameters);
  QFETCH(qint64, head);
  QFETCH(qint64, multiplyAdds);
  const ArchitectureFacts facts = factsOf(QTest::currentDataTag());
  QCOMPARE(qint64{facts.parameters}, parameters);
  QCOMPARE(qint64{facts.headParameters}, head);
  QCOMPARE(qint64{facts.multiplyAdds}, multiplyAdds);
  QCOMPARE(facts.needsFeatures, facts.name == "ectopy-context");
  QVERIFY(!facts.sentence.empty());
}

void NetworksTest::tellTheirLayerGroups_data() {
  QTest::addColumn<QStringList>("groups");
  const QStringList trunk{"trunk.stem", "trunk.block1", "trunk.block2", "trunk.block3", "head"};
  QTest::newRow("cvxtz") << QStringList{"pair1", "pair2", "pair3", "pair4", "head"};
  QTest::newRow("kachuee") << QStringList{"block0", "block1", "block2", "block3", "block4", "block5", "head"};
  QTest::newRow("ectopy-beat") << trunk;
  QTest::newRow("ectopy-context") << QStringList{"dense1", "dense2", "head"};
}

void NetworksTest::tellTheirLayerGroups() {
  QFETCH(QStringList, groups);
  QStringList found;
  for (const std::string& group : factsOf(QTest::currentDataTag()).layerGroups)
    found << QString::fromStdString(group);
  QCOMPARE(found, groups);
}

void NetworksTest::repeatItselfWithAnyThreads_data() {
  QTest::addColumn<int>("unused");
  for (const char* name : {"kachuee", "ectopy-beat"}) QTest::newRow(name) << 0;
}

void NetworksTest::repeatItselfWithAnyThreads() {
  SmallTraining training = trainingOf(QTest::currentDataTag());
  training.config.threads = 1;
  const std::string first = training.train()->info().weightsSha256;  // norms' statistics are in it
  training.config.threads = 2;
  QCOMPARE(training.train()->info().weightsSha256, first);
  training.config.seed = 2;
  QVERIFY(training.train()->info().weightsSha256 != first);
}

void NetworksTest::embeddingsMakeThePredictions_data() {
  QTest::addColumn<bool>("needsFeatures");
  for (const ArchitectureFacts& facts : learner().architectures(187, 5))
    QTest::newRow(facts.name.c_str()) << facts.needsFeatures;
}

/// Through the last layer's weights and a softmax, by hand.
void NetworksTest::embeddingsMakeThePredictions() {
  QFETCH(bool, needsFeatures);
  SmallTraining training(needsFeatures ? test::makeRhythmBeats() : test::makeBeats(test::BeatOptions{}));
  training.config = factsOf(QTest::currentDataTag()).recipe;
  training.config.architecture = QTest::currentDataTag();
  training.config.epochs = 1;
  const auto model = training.train();
  const BeatVectors embedding = model->embed(*training.beats, 2, {});
  QCOMPARE(embedding.size(), training.beats->size());
  const auto weights = storedWeights(*model);
  const std::string layer = weights.contains("dense3.weight") ? "dense3" : "dense";
  const std::vector<float>& weight = weights.at(layer + ".weight");  // (classes, width)
  QCOMPARE(weight.size(), 5 * embedding.width);
  const Predictions predictions = model->predict(*training.beats, 1, {});
  for (BeatIndex beat = 0; beat < training.beats->size(); ++beat) {
    std::array<double, 5> powers{};
    double sum = 0;
    for (std::size_t place = 0; place < 5; ++place) {
      double logit = weights.at(layer + ".bias")[place];
      for (std::size_t i = 0; i < embedding.width; ++i)
        logit += double{weight[place * embedding.width + i]} * embedding.of(beat)[i];
      sum += powers[place] = std::exp(logit);
    }
    for (std::size_t place = 0; place < 5; ++place)
      QVERIFY(std::abs(powers[place] / sum - predictions.of(beat)[place]) < 1e-5);
  }
}

void NetworksTest::takeBeatsOfOtherLengths_data() {
  QTest::addColumn<QString>("network");
  QTest::addColumn<int>("length");
  for (const char* network : {"kachuee", "ectopy-beat"})
    for (const int length : {125, 150, 301}) QTest::addRow("%s %d", network, length) << network << length;
  QTest::newRow("ectopy-beat 32") << "ectopy-beat" << 32;
}

void NetworksTest::takeBeatsOfOtherLengths() {
  QFETCH(QString, network);
  QFETCH(int, length);
  test::BeatOptions options{.scheme = normalInfarctionScheme()};
  options.cut.length = length;
  SmallTraining training = trainingOf(network.toStdString(), options);
  training.config.epochs = 1;
  const auto model = training.train();
  QCOMPARE(model->predict(*training.beats, 1, {}).probabilities.size(), 2 * training.beats->size());
}

void NetworksTest::learnInAFewEpochs_data() {
  repeatItselfWithAnyThreads_data();
}

void NetworksTest::learnInAFewEpochs() {
  SmallTraining training = trainingOf(QTest::currentDataTag());
  training.config.epochs = 20;
  training.config.batchSize = 20;
  QVERIFY(scoresOf(training.train()->info().test).accuracy > 0.9);
}

void NetworksTest::normsMeanAllShards() {
  SmallTraining training = trainingOf("ectopy-beat");
  training.config.epochs = 1;
  training.config.batchSize = 120;  // one step
  training.config.learningRate = 1e-60;
  training.config.averageDecay = 0;
  training.config.shardBeats = 120;
  const auto whole = storedWeights(*training.train());
  training.config.shardBeats = 30;
  const auto shards = storedWeights(*training.train());
  // What the first norm sees does not hang on other norms: four means of 30 beats make the mean of 120.
  const std::vector<float>& expected = whole.at("trunk.stemNorm.running_mean");
  const std::vector<float>& found = shards.at("trunk.stemNorm.running_mean");
  QVERIFY(std::ranges::any_of(expected, [](float mean) { return std::abs(mean) > 1e-3F; }));
  for (std::size_t i = 0; i < expected.size(); ++i) QVERIFY(std::abs(found[i] - expected[i]) < 1e-6F);
}

void NetworksTest::frozenNormsStay() {
  SmallTraining training = trainingOf("ectopy-beat");
  const auto parent = training.train();
  training.config.seed = 5;
  TrainingTask task = training.task();
  task.parent = parent.get();
  task.mode = TransferMode::Freeze;
  const auto frozen = learner().train(task, {}, {});
  QCOMPARE(frozen->info().trainableParameters, 645);
  const auto before = storedWeights(*parent);
  int statistics = 0;
  for (const auto& [name, values] : storedWeights(*frozen)) {
    QVERIFY2((values == before.at(name)) == !name.starts_with("dense"), name.c_str());
    statistics += name.find("running_") != std::string::npos;
  }
  QCOMPARE(statistics, 20);
  task.mode = TransferMode::FineTune;
  for (const auto& [name, values] : storedWeights(*learner().train(task, {}, {})))
    if (isNorm(name)) QVERIFY2(values != before.at(name), name.c_str());
}

void NetworksTest::classWeightsAndSmoothingMakeTheLoss() {
  std::vector<ClassIndex> classes(200, 0);  // N, and one V in ten
  for (std::size_t beat = 3; beat < classes.size(); beat += 10) classes[beat] = 2;
  SmallTraining training = trainingOf("kachuee", {.classes = classes});  // it has neither dropout nor norms
  training.config.epochs = 1;
  training.config.batchSize = 120;  // one step, in four shards
  training.config.learningRate = 1e-60;
  training.config.classWeights = ClassWeighting::Log;
  training.config.labelSmoothing = 0.1;
  const auto model = training.train();
  const Predictions predictions = model->predict(*training.beats, 1, {});
  double loss = 0;
  double weights = 0;
  for (const BeatIndex beat : training.split.train) {
    const double weight = classes[beat] == 2 ? std::log(108.0 / 12) : 1;
    for (ClassIndex c = 0; c < 5; ++c)
      loss -= weight * (c == classes[beat] ? 0.92 : 0.02) * std::log(double{predictions.of(beat)[c]});
    weights += weight;
  }
  QVERIFY(std::abs(model->info().history.front().trainLoss - loss / weights) < 1e-5);
}

void NetworksTest::rhythmTellsBeatsApart() {
  SmallTraining training(test::makeRhythmBeats());
  training.config = factsOf("ectopy-context", training.beats->length()).recipe;
  training.config.architecture = "ectopy-context";
  training.config.epochs = 30;
  training.config.batchSize = 30;
  training.config.threads = 1;
  const auto model = training.train();
  QCOMPARE(scoresOf(model->info().test).accuracy, 1.0);
  training.config.threads = 2;
  QCOMPARE(training.train()->info().weightsSha256, model->info().weightsSha256);
  const Predictions predictions = model->predict(*training.beats, 1, {});
  const Evaluation judged = evaluate(predictions, *training.beats, training.labels, training.split.test);
  QVERIFY(judged.confusion == model->info().test);
  training.config.architecture = "ectopy-beat";  // which does not look at them
  QVERIFY(scoresOf(training.train()->info().test).accuracy < 0.7);
}

void NetworksTest::refusesBeatsWithoutTheirNumbers() {
  SmallTraining training({.cut = defaultCut(CutRule::Context), .name = "bare"});
  training.config.architecture = "ectopy-context";
  const std::string expected =
      "Architecture ectopy-context needs the 31 numbers of rule \"context\" beside each beat, the data set "
      "\"bare\" has 0: cut the recordings by rule \"context\".";
  QCOMPARE(test::errorText([&] { training.train(); }), expected);
  SmallTraining fitting(test::makeRhythmBeats());
  fitting.config.architecture = "ectopy-context";
  fitting.config.epochs = 1;
  const auto model = fitting.train();
  QCOMPARE(test::errorText([&] { (void)model->predict(*training.beats, 1, {}); }), expected);
}

QTEST_GUILESS_MAIN(NetworksTest)
#include "tst_networks.moc"
