#include "core/training/out_of_fold.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <set>

#include "core/base/error.h"
#include "core/training/out_of_fold_file.h"
#include "tests/support/beat_builders.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using ectopy::test::errorText;

namespace {

using Samples = std::vector<float>;

Samples samplesOf(const BeatSet& beats, BeatIndex beat) {
  return {beats.beat(beat).begin(), beats.beat(beat).end()};
}

/// Knows by heart which beats it learned from: class 0 for those, the last class for all others.
class MemoryClassifier : public Classifier {
 public:
  MemoryClassifier(const LabelScheme& scheme, std::set<Samples> seen) : m_seen(std::move(seen)) {
    m_info.scheme = scheme;
  }
  const ModelInfo& info() const override { return m_info; }
  std::vector<TensorFacts> tensors() const override { return {}; }
  Predictions predict(const BeatSet& beats, int /*threads*/, const JobContext& /*job*/) const override {
    Predictions predictions{.scheme = m_info.scheme};
    predictions.probabilities.resize(beats.size() * m_info.scheme.size());
    for (BeatIndex beat = 0; beat < beats.size(); ++beat) {
      const std::size_t place = m_seen.contains(samplesOf(beats, beat)) ? 0 : m_info.scheme.size() - 1;
      predictions.probabilities[beat * m_info.scheme.size() + place] = 1;
    }
    return predictions;
  }
  BeatVectors embed(const BeatSet&, int, const JobContext&) const override { return {}; }
  std::vector<Attribution> attribute(const BeatSet&, std::span<const BeatIndex>, ClassIndex,
                                     AttributionMethod, const JobContext&) const override {
    return {};
  }
  void save(const std::filesystem::path& /*path*/) const override {}

 private:
  ModelInfo m_info;
  std::set<Samples> m_seen;
};

class MemoryLearner : public Learner {
 public:
  int trainings = 0;
  std::stop_source stop;
  bool stopsInTraining = false;

  std::vector<ArchitectureFacts> architectures(std::size_t, std::size_t) const override { return {}; }
  std::unique_ptr<Classifier> load(const std::filesystem::path&) override { return nullptr; }
  std::unique_ptr<Classifier> train(const TrainingTask& task, const TrainingObserver&,
                                    const JobContext& job) override {
    ++trainings;
    std::set<Samples> seen;
    for (const auto* part : {&task.split.train, &task.split.validation, &task.split.test}) {
      for (const BeatIndex beat : *part) {
        if (task.labels[beat] == kUnlabelled) throw Error("a beat without label is to be learned from");
        seen.insert(samplesOf(task.beats, beat));
      }
    }
    job.report(0.5, "epoch 1 of 1");
    if (stopsInTraining) stop.request_stop();
    job.throwIfStopped();
    return std::make_unique<MemoryClassifier>(task.beats.scheme(), std::move(seen));
  }
};

OutOfFoldOptions shortOptions() {
  OutOfFoldOptions options;
  options.config.architecture = kDefaultArchitecture;
  options.config.epochs = 1;
  options.config.batchSize = 16;
  return options;
}

std::shared_ptr<const BeatSet> someBeats() {
  return test::makeBeats({.beats = 200, .records = {"r1", "r2", "r3", "r4"}});
}

}  // namespace

class OutOfFoldTest : public QObject {
  Q_OBJECT

 private slots:
  void everyBeatIsJudgedByAModelThatDidNotSeeIt();
  void tellsItsProgressAndStops();
  void fewBeatsAreShownMoreOften();
  void repeatsItself();
  void isKeptInAFile();
};

void OutOfFoldTest::everyBeatIsJudgedByAModelThatDidNotSeeIt() {
  const auto beats = someBeats();
  std::vector<ClassIndex> labels = test::labelsOf(*beats);
  labels[3] = labels[77] = kUnlabelled;
  for (const FoldGroup group : {FoldGroup::Beat, FoldGroup::Record}) {
    MemoryLearner learner;
    OutOfFoldOptions options = shortOptions();
    options.group = group;
    const OutOfFold result = predictOutOfFold(learner, *beats, labels, options, {});
    QCOMPARE(learner.trainings, 4);
    QCOMPARE(result.predictions.size(), beats->size());
    QCOMPARE(result.predictions.dataFingerprint, beats->fingerprint());
    for (BeatIndex beat = 0; beat < beats->size(); ++beat) {
      QCOMPARE(result.predictions.of(beat)[0], 0.0F);
      QCOMPARE(result.predictions.of(beat)[4], 1.0F);
    }
  }
}

void OutOfFoldTest::tellsItsProgressAndStops() {
  const auto beats = someBeats();
  const std::vector<ClassIndex> labels = test::labelsOf(*beats);
  std::vector<double> fractions;
  std::string text;
  const auto sink = [&](double fraction, std::string_view words) {
    fractions.push_back(fraction);
    text = words;
  };
  MemoryLearner learner;
  predictOutOfFold(learner, *beats, labels, shortOptions(), JobContext({}, sink));
  QCOMPARE(fractions, (std::vector<double>{0.125, 0.375, 0.625, 0.875}));
  QCOMPARE(text, std::string("fold 4 of 4, epoch 1 of 1"));
  MemoryLearner stopped;
  stopped.stopsInTraining = true;
  const JobContext job(stopped.stop.get_token(), {});
  QVERIFY_EXCEPTION_THROWN(predictOutOfFold(stopped, *beats, labels, shortOptions(), job), Stopped);
  QCOMPARE(stopped.trainings, 1);
}

void OutOfFoldTest::fewBeatsAreShownMoreOften() {
  ArchitectureFacts network;
  network.name = "some";
  network.recipe.epochs = 20;
  network.recipe.batchSize = 256;
  const TrainingConfig many = outOfFoldConfig(network, 100'000);
  QCOMPARE(many.epochs, 5);
  QCOMPARE(many.batchSize, 256);
  QCOMPARE(many.architecture, std::string("some"));
  const TrainingConfig few = outOfFoldConfig(network, 400);
  QCOMPARE(few.epochs, 20);
  QCOMPARE(few.batchSize, 20);
  QCOMPARE(outOfFoldConfig(network, 0).batchSize, 16);
}

void OutOfFoldTest::repeatsItself() {
  const auto beats = someBeats();
  const std::vector<ClassIndex> labels = test::labelsOf(*beats);
  OutOfFoldOptions options = shortOptions();
  options.folds = 2;
  const OutOfFold first = predictOutOfFold(learner(), *beats, labels, options, {});
  options.config.threads = 1;
  const OutOfFold again = predictOutOfFold(learner(), *beats, labels, options, {});
  QCOMPARE(again.predictions.probabilities, first.predictions.probabilities);
  QCOMPARE(again.foldOfBeat, first.foldOfBeat);
  options.config.seed = 2;
  const OutOfFold other = predictOutOfFold(learner(), *beats, labels, options, {});
  QVERIFY(other.predictions.probabilities != first.predictions.probabilities);
}

void OutOfFoldTest::isKeptInAFile() {
  const QTemporaryDir folder;
  const std::filesystem::path file = folder.filePath("p.safetensors").toStdString();
  const auto beats = someBeats();
  std::vector<ClassIndex> labels = test::labelsOf(*beats);
  OutOfFoldOptions options = shortOptions();
  QVERIFY(!loadOutOfFold(file, *beats, labels, options));
  MemoryLearner learner;
  const OutOfFold made = predictOutOfFold(learner, *beats, labels, options, {});
  saveOutOfFold(file, made, *beats, labels, options);
  options.config.threads = 3;
  const auto kept = loadOutOfFold(file, *beats, labels, options);
  QVERIFY(kept.has_value());
  QCOMPARE(kept->predictions.probabilities, made.predictions.probabilities);
  QCOMPARE(kept->foldOfBeat, made.foldOfBeat);
  const auto refusal = [&] { return errorText([&] { loadOutOfFold(file, *beats, labels, options); }); };
  options.config.epochs = 2;
  QVERIFY2(refusal().find("other beats, labels or settings") != std::string::npos, refusal().c_str());
  options.config.epochs = 1;
  labels[5] = 4;
  QVERIFY2(refusal().find("other beats, labels or settings") != std::string::npos, refusal().c_str());
  QFile broken(QString::fromStdString(file.string()));
  QVERIFY(broken.resize(broken.size() - 4));
  QVERIFY(refusal() != "no error");
}

QTEST_GUILESS_MAIN(OutOfFoldTest)
#include "tst_out_of_fold.moc"
