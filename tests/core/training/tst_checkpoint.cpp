#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <new>
#include <thread>

#include "core/training/checkpoint.h"
#include "tests/support/error_text.h"
#include "tests/support/file_size_limit.h"
#include "tests/support/training_builders.h"

using namespace ectopy;
using test::SmallTraining;

namespace {

/// What a training leaves behind, but for the time it took.
void compareModels(const ModelInfo& found, const ModelInfo& expected) {
  QCOMPARE(found.weightsSha256, expected.weightsSha256);
  QCOMPARE(found.bestEpoch, expected.bestEpoch);
  QVERIFY(found.end == expected.end);
  QVERIFY(found.validation == expected.validation);
  QVERIFY(found.test == expected.test);
  QCOMPARE(found.history.size(), expected.history.size());
  for (std::size_t i = 0; i < found.history.size(); ++i) {
    const EpochRecord& one = found.history[i];
    const EpochRecord& other = expected.history[i];
    QCOMPARE(one.trainLoss, other.trainLoss);
    QCOMPARE(one.trainMacroF1, other.trainMacroF1);
    QCOMPARE(one.trainAccuracy, other.trainAccuracy);
    QCOMPARE(one.validationLoss, other.validationLoss);
    QCOMPARE(one.validationMacroF1, other.validationMacroF1);
    QCOMPARE(one.learningRate, other.learningRate);
    QCOMPARE(one.isBest, other.isBest);
  }
}

/// All that a training draws or remembers: shards, statistics, averages, moments, augmentation, a cycle.
SmallTraining demandingTraining() {
  SmallTraining training;  // 120 beats to learn from
  training.config.architecture = "ectopy-beat";
  training.config.batchSize = 50;  // two shards of unequal size, two steps an epoch
  training.config.epochs = 4;
  training.config.optimizer = OptimizerKind::AdamW;
  training.config.weightDecay = 0.01;
  training.config.schedule = ScheduleKind::OneCycle;
  training.config.averageDecay = 0.9;
  training.config.noise = 0.05;
  training.config.mixup = 0.2;
  return training;
}

}  // namespace

class CheckpointTest : public QObject {
  Q_OBJECT

 private slots:
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }
  void resumedEqualsUnbroken_data();
  void resumedEqualsUnbroken();
  void brokenAgainAndAgain();
  void resumedTransferEqualsUnbroken();
  void stoppedWhileItIsJudged();
  void patienceIsRemembered();
  void endedButNotSaved();
  void pausesAndGoesOn();
  void stopsWhilePaused();
  void secondsGoOn();
  void isWrittenWithinAnEpoch();
  void holdsTheBestModel();
  void refusesAnotherTraining_data();
  void refusesAnotherTraining();
  void refusesDamage_data();
  void refusesDamage();
  void fullDiskKeepsTheLast();
  void lostLossKeepsTheLast();
  void noMemoryKeepsTheLast();

 private:
  std::filesystem::path file() const { return m_folder->filePath("x.checkpoint").toStdString(); }
  TrainingTask taskOf(const SmallTraining& training, bool resume) const;
  /// Trains until `steps` steps are done in all, then stops.
  void breakAfter(const SmallTraining& training, int steps, bool resume = false) const;
  ModelInfo finish(const SmallTraining& training, const TrainingObserver& observer = {}) const {
    return learner().train(taskOf(training, true), observer, {})->info();
  }
  /// The sentence of a training that `spoil` spoils after its first step from `step` on.
  std::string failureAt(const SmallTraining& training, int step, const std::function<void()>& spoil) const;
  std::string bytes() const;

  std::unique_ptr<QTemporaryDir> m_folder;
};

TrainingTask CheckpointTest::taskOf(const SmallTraining& training, bool resume) const {
  TrainingTask task = training.task();
  task.checkpoint.file = file();
  task.checkpoint.resume = resume;
  return task;
}

void CheckpointTest::breakAfter(const SmallTraining& training, int steps, bool resume) const {
  std::stop_source stop;
  int done = 0;
  TrainingObserver observer;
  observer.onStep = [&](const StepProgress& progress) {
    done = (progress.epoch - 1) * progress.stepsPerEpoch + progress.step;
    if (done >= steps) stop.request_stop();
  };
  const JobContext job(stop.get_token(), {});
  QVERIFY_EXCEPTION_THROWN(learner().train(taskOf(training, resume), observer, job), Stopped);
  QCOMPARE(done, steps);
}

std::string CheckpointTest::failureAt(const SmallTraining& training, int step,
                                      const std::function<void()>& spoil) const {
  int done = 0;
  TrainingObserver observer;
  observer.onStep = [&](const StepProgress&) {
    if (++done == step) spoil();
  };
  return test::errorText([&] { learner().train(taskOf(training, false), observer, {}); });
}

std::string CheckpointTest::bytes() const {
  std::ifstream stream(file(), std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void CheckpointTest::resumedEqualsUnbroken_data() {
  QTest::addColumn<int>("steps");
  QTest::addColumn<bool>("isDemanding");
  for (const int steps : {1, 2, 3, 5, 8}) QTest::addRow("all, %d", steps) << steps << true;
  for (const int steps : {3, 7, 9}) QTest::addRow("cvxtz, %d", steps) << steps << false;
}

void CheckpointTest::resumedEqualsUnbroken() {
  QFETCH(int, steps);
  QFETCH(bool, isDemanding);
  SmallTraining training = isDemanding ? demandingTraining() : SmallTraining();
  training.config.threads = 1;
  const ModelInfo unbroken = training.train()->info();
  training.config.threads = 2;
  breakAfter(training, steps);
  training.config.threads = 3;
  std::vector<EpochRecord> before;
  int steppedIn = 0;
  TrainingObserver observer;
  observer.onResume = [&](const ModelInfo& soFar, int epoch, int stepsDone) {
    before = soFar.history;
    steppedIn = (epoch - 1) * (isDemanding ? 2 : 7) + stepsDone;
  };
  compareModels(finish(training, observer), unbroken);
  QCOMPARE(steppedIn, steps);
  QCOMPARE(before.size(), static_cast<std::size_t>((steps - 1) / (isDemanding ? 2 : 7)));
}

void CheckpointTest::brokenAgainAndAgain() {
  const SmallTraining training = demandingTraining();
  breakAfter(training, 1);
  for (int steps = 2; steps < 8; ++steps) breakAfter(training, steps, true);
  compareModels(finish(training), training.train()->info());
}

void CheckpointTest::resumedTransferEqualsUnbroken() {
  const auto parent = demandingTraining().train();
  SmallTraining training({.seed = 9});
  training.config.epochs = 8;  // Gradual: two of the head alone
  for (const auto& [mode, lastStep] :
       {std::pair(TransferMode::Freeze, 9), std::pair(TransferMode::FineTune, 9),
        std::pair(TransferMode::Gradual, 9), std::pair(TransferMode::Gradual, 14),
        std::pair(TransferMode::Gradual, 24)}) {
    const auto transferred = [&](bool isResumed, const TrainingObserver& observer, const JobContext& job) {
      TrainingTask task = taskOf(training, isResumed);
      task.parent = parent.get();
      task.mode = mode;
      return learner().train(task, observer, job)->info();
    };
    std::stop_source stop;
    int steps = 0;
    TrainingObserver observer;
    observer.onStep = [&](const StepProgress&) {
      if (++steps == lastStep) stop.request_stop();
    };
    const ModelInfo unbroken = transferred(false, {}, {});
    QVERIFY_EXCEPTION_THROWN(transferred(false, observer, JobContext(stop.get_token(), {})), Stopped);
    compareModels(transferred(true, {}, {}), unbroken);
  }
}

void CheckpointTest::stoppedWhileItIsJudged() {
  const SmallTraining training = demandingTraining();
  std::stop_source stop;
  const JobContext job(stop.get_token(), [&](double fraction, std::string_view) {
    if (fraction >= 0.5) stop.request_stop();  // after the second epoch's last step
  });
  QVERIFY_EXCEPTION_THROWN(learner().train(taskOf(training, false), {}, job), Stopped);
  const Checkpoint checkpoint = readCheckpoint(file());
  QCOMPARE(checkpoint.state.epoch, 2);
  QCOMPARE(checkpoint.state.step, 2);
  QCOMPARE(checkpoint.state.info.history.size(), 1U);
  compareModels(finish(training), training.train()->info());
}

void CheckpointTest::patienceIsRemembered() {
  SmallTraining training;
  training.config.epochs = 40;
  training.config.stopPatience = 3;
  training.config.plateauPatience = 2;
  training.config.learningRate = 1e-60;  // nothing moves
  breakAfter(training, 3 * 7 + 2);
  const ModelInfo resumed = finish(training);
  QCOMPARE(resumed.end, TrainingEnd::EarlyStop);
  compareModels(resumed, training.train()->info());
}

void CheckpointTest::endedButNotSaved() {
  const SmallTraining training = demandingTraining();
  const ModelInfo whole = learner().train(taskOf(training, false), {}, {})->info();
  int steps = 0;
  TrainingObserver observer;
  observer.onStep = [&](const StepProgress&) { ++steps; };
  compareModels(finish(training, observer), whole);
  QCOMPARE(steps, 0);
}

void CheckpointTest::pausesAndGoesOn() {
  const SmallTraining training = demandingTraining();
  PauseSwitch pause;
  std::vector<bool> told;
  std::jthread other;
  TrainingObserver observer;
  observer.onStep = [&](const StepProgress& progress) {
    if (progress.epoch == 2 && progress.step == 1) pause.pause();
  };
  observer.onPause = [&](bool isPaused) {
    told.push_back(isPaused);
    if (!isPaused) return;
    const Checkpoint checkpoint = readCheckpoint(file());  // it is on the disk before the sleep
    QCOMPARE(checkpoint.state.epoch, 2);
    QCOMPARE(checkpoint.state.step, 1);
    other = std::jthread([&] { pause.resume(); });
  };
  TrainingTask task = taskOf(training, false);
  task.pause = &pause;
  compareModels(learner().train(task, observer, {})->info(), training.train()->info());
  QCOMPARE(told, (std::vector<bool>{true, false}));
}

void CheckpointTest::stopsWhilePaused() {
  const SmallTraining training = demandingTraining();
  PauseSwitch pause;
  pause.pause();
  std::stop_source stop;
  std::jthread other;
  TrainingObserver observer;
  observer.onPause = [&](bool isPaused) {
    if (isPaused) other = std::jthread([&] { stop.request_stop(); });
  };
  TrainingTask task = taskOf(training, false);
  task.pause = &pause;
  QVERIFY_EXCEPTION_THROWN(learner().train(task, observer, JobContext(stop.get_token(), {})), Stopped);
  QVERIFY(pause.isPaused());
}

void CheckpointTest::secondsGoOn() {
  const SmallTraining training = demandingTraining();
  breakAfter(training, 5);
  const double before = readCheckpoint(file()).state.info.seconds;
  QVERIFY(before > 0);
  const ModelInfo resumed = finish(training);
  QVERIFY(resumed.history[2].seconds > before);
  QVERIFY(resumed.seconds > resumed.history[2].seconds);
}

void CheckpointTest::isWrittenWithinAnEpoch() {
  const SmallTraining training = demandingTraining();
  TrainingTask task = taskOf(training, false);
  task.checkpoint.secondsBetween = 0;
  std::vector<int> steps;
  TrainingObserver observer;
  observer.onStep = [&](const StepProgress& progress) {
    if (progress.epoch == 1 && progress.step == 2) steps.push_back(readCheckpoint(file()).state.step);
  };
  learner().train(task, observer, {});
  QCOMPARE(steps, std::vector<int>{1});
}

void CheckpointTest::holdsTheBestModel() {
  const SmallTraining training = demandingTraining();
  breakAfter(training, 1);
  QVERIFY(test::errorText([&] { learner().load(file()); }).find("first epoch") != std::string::npos);
  breakAfter(training, 5, true);
  const auto best = learner().load(file());
  QCOMPARE(best->info().history.size(), 2U);
  QCOMPARE(best->info().end, TrainingEnd::StoppedAndKept);
  const Predictions predictions = best->predict(*training.beats, 1, {});
  const Evaluation judged =
      evaluate(predictions, *training.beats, training.labels, training.split.validation);
  QVERIFY(judged.confusion == best->info().validation);
}

void CheckpointTest::refusesAnotherTraining_data() {
  QTest::addColumn<QString>("expected");
  QTest::newRow("architecture") << "architecture expected cvxtz, found ectopy-beat";
  QTest::newRow("data") << "data with the fingerprint expected";
  QTest::newRow("split") << "split expected another, found made-up";
  QTest::newRow("parts") << "parts of the split";
  QTest::newRow("labels") << "labels with the SHA-256 expected";
  QTest::newRow("setting") << "setting batchSize: expected 32, found 50";
  QTest::newRow("seed") << "setting seed: expected 2, found 1";
}

void CheckpointTest::refusesAnotherTraining() {
  breakAfter(demandingTraining(), 3);
  const std::string before = bytes();
  SmallTraining training = demandingTraining();
  const QString other = QTest::currentDataTag();
  if (other == "architecture") training.config.architecture = "cvxtz";
  if (other == "data") {
    training = SmallTraining({.seed = 5});
    training.config = demandingTraining().config;
  }
  if (other == "split") training.split.id = "another";
  if (other == "parts") std::swap(training.split.train, training.split.test);
  if (other == "labels") training.labels[0] = static_cast<ClassIndex>((training.labels[0] + 1) % 5);
  if (other == "setting") training.config.batchSize = 32;
  if (other == "seed") training.config.seed = 2;
  QFETCH(QString, expected);
  const QString error = QString::fromStdString(test::errorText([&] { finish(training); }));
  QVERIFY2(error.contains(expected), qPrintable(error));
  QVERIFY2(error.startsWith(QString::fromStdString(file().string()) + " is the checkpoint of another"),
           qPrintable(error));
  QVERIFY(bytes() == before);
}

void CheckpointTest::refusesDamage_data() {
  QTest::addColumn<double>("place");
  QTest::addColumn<bool>("isCut");
  QTest::newRow("empty") << 0.0 << true;
  QTest::newRow("cut in the header") << 0.001 << true;
  QTest::newRow("cut in the tensors") << 0.9 << true;
  QTest::newRow("weight") << 0.5 << false;
  QTest::newRow("moment") << 0.95 << false;
}

void CheckpointTest::refusesDamage() {
  QFETCH(double, place);
  QFETCH(bool, isCut);
  const SmallTraining training = demandingTraining();
  breakAfter(training, 3);
  std::string damaged = bytes();
  const auto at = static_cast<std::size_t>(place * static_cast<double>(damaged.size()));
  if (isCut)
    damaged.resize(at);
  else
    damaged[at] = static_cast<char>(damaged[at] ^ 4);
  std::ofstream(file(), std::ios::binary) << damaged;
  const std::string error = test::errorText([&] { finish(training); });
  QVERIFY2(error.find(file().string()) == 0, error.c_str());
  const bool isTold = error.find(isCut ? "cut short" : "is damaged") != std::string::npos ||
                      error.find("found only 0 bytes") != std::string::npos;
  QVERIFY2(isTold, error.c_str());
  QVERIFY(bytes() == damaged);
}

void CheckpointTest::fullDiskKeepsTheLast() {
  const SmallTraining training = demandingTraining();
  const ModelInfo unbroken = training.train()->info();
  std::unique_ptr<test::FileSizeLimit> limit;
  const std::string error =
      failureAt(training, 3, [&] { limit = std::make_unique<test::FileSizeLimit>(4096); });
  limit.reset();
  QVERIFY2(error.starts_with("Can't write " + file().string()), error.c_str());
  QVERIFY2(error.find("The last checkpoint, of epoch 2, step 0, is kept in " + file().string()) !=
               std::string::npos,
           error.c_str());
  QVERIFY2(error.find("opened as the model of epoch 1") != std::string::npos, error.c_str());
  QCOMPARE(learner().load(file())->info().bestEpoch, 1);
  compareModels(finish(training), unbroken);
}

void CheckpointTest::lostLossKeepsTheLast() {
  SmallTraining training;
  training.config.epochs = 12;
  training.config.optimizer = OptimizerKind::AdamW;
  training.config.weightDecay = 10;  // a step takes a weight times 1 - 10 x rate: soon beyond all numbers
  training.config.schedule = ScheduleKind::OneCycle;  // begins bearably
  training.config.warmUpShare = 0.9;
  training.config.learningRate = 6;
  const std::string error = test::errorText([&] { learner().train(taskOf(training, false), {}, {}); });
  QVERIFY2(error.find("finite") != std::string::npos, error.c_str());
  QVERIFY2(error.find("is kept in " + file().string()) != std::string::npos, error.c_str());
  QVERIFY(learner().load(file())->info().bestEpoch > 0);
}

void CheckpointTest::noMemoryKeepsTheLast() {
  const std::string error = failureAt(demandingTraining(), 4, [] { throw std::bad_alloc(); });
  QVERIFY2(error.starts_with("The training was ended at epoch 2, step 2: there is not enough memory"),
           error.c_str());
  QVERIFY2(error.find("of epoch 2, step 0, is kept in " + file().string()) != std::string::npos,
           error.c_str());
  QCOMPARE(learner().load(file())->info().bestEpoch, 1);
}

QTEST_GUILESS_MAIN(CheckpointTest)
#include "tst_checkpoint.moc"
