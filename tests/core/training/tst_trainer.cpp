#include <QTest>
#include <array>
#include <thread>

#include "core/evaluation/evaluation.h"
#include "tests/support/error_text.h"
#include "tests/support/training_builders.h"

using namespace ectopy;
using test::SmallTraining;

class TrainerTest : public QObject {
  Q_OBJECT

 private slots:
  void learnsSixtyFourBeatsByHeart();
  void repeatsItself();
  void twoAtOnceDontDisturbEachOther();
  void tellsItsProgress();
  void stopsWithinAStep();
  void keepsTheBestWhenAsked();
  void endsAtTheTimeLimit();
  void endsWhenNothingGetsBetter();
  void testConfusionIsThatOfThePredictions();
  void leavesUnlabelledBeatsOut();
  void refusesOneClass();
  void refusesWhatItCannotTrain_data();
  void refusesWhatItCannotTrain();
  void saysWhereTheLossIsLost();
};

void TrainerTest::learnsSixtyFourBeatsByHeart() {
  SmallTraining training({.beats = 64, .noise = 0.1});
  training.split.train.clear();
  for (BeatIndex beat = 0; beat < 64; ++beat) training.split.train.push_back(beat);
  training.split.validation = training.split.test = training.split.train;
  training.config.epochs = 60;
  training.config.stopPatience = training.config.plateauPatience = 60;
  const auto model = training.train();
  QCOMPARE(scoresOf(model->info().test).accuracy, 1.0);
  QCOMPARE(model->info().test.total(), 64);
}

void TrainerTest::repeatsItself() {
  SmallTraining training;
  training.config.batchSize = 50;  // two shards of unequal size
  training.config.threads = 1;
  const ModelInfo first = training.train()->info();
  training.config.threads = 3;
  const ModelInfo again = training.train()->info();
  QCOMPARE(again.weightsSha256, first.weightsSha256);
  for (std::size_t i = 0; i < first.history.size(); ++i) {
    QCOMPARE(again.history[i].trainLoss, first.history[i].trainLoss);
    QCOMPARE(again.history[i].validationLoss, first.history[i].validationLoss);
  }
  training.config.seed = 2;
  QVERIFY(training.train()->info().weightsSha256 != first.weightsSha256);
}

void TrainerTest::twoAtOnceDontDisturbEachOther() {
  const SmallTraining training;
  const std::string alone = training.train()->info().weightsSha256;
  std::array<std::string, 2> together;
  {
    std::vector<std::jthread> threads;
    for (std::string& sha256 : together)
      threads.emplace_back([&] { sha256 = training.train()->info().weightsSha256; });
  }
  for (const std::string& sha256 : together) QCOMPARE(sha256, alone);
}

void TrainerTest::tellsItsProgress() {
  SmallTraining training;  // 120 beats to learn from: 7 steps of 16
  int steps = 0;
  std::vector<EpochProgress> epochs;
  TrainingObserver observer;
  observer.onStep = [&](const StepProgress& progress) {
    QCOMPARE(progress.epoch, steps / 7 + 1);
    QCOMPARE(progress.step, steps % 7 + 1);
    QCOMPARE(progress.stepsPerEpoch, 7);
    QVERIFY(progress.loss > 0);
    ++steps;
  };
  observer.onEpoch = [&](const EpochProgress& progress) { epochs.push_back(progress); };
  double fraction = 0;
  const JobContext job({}, [&](double now, std::string_view) {
    QVERIFY(now >= fraction);
    fraction = now;
  });
  const auto model = training.train(observer, job);
  QCOMPARE(steps, 14);
  QCOMPARE(fraction, 1.0);
  QCOMPARE(epochs.size(), 2U);
  QCOMPARE(epochs[1].record.epoch, 2);
  QCOMPARE(epochs[1].validation.total(), 40);
  QCOMPARE(epochs[1].bestEpoch, model->info().bestEpoch);
  QCOMPARE(epochs[1].secondsLeft, 0.0);
  QCOMPARE(model->info().end, TrainingEnd::Epochs);
  QCOMPARE(model->info().trainableParameters, model->info().parameters);
  QVERIFY(model->info().transferMode.empty());
}

void TrainerTest::stopsWithinAStep() {
  SmallTraining training;
  std::stop_source stop;
  int steps = 0;
  TrainingObserver observer;
  observer.onStep = [&](const StepProgress&) {
    if (++steps == 3) stop.request_stop();
  };
  QVERIFY_EXCEPTION_THROWN(training.train(observer, JobContext(stop.get_token(), {})), Stopped);
  QCOMPARE(steps, 3);
}

void TrainerTest::keepsTheBestWhenAsked() {
  SmallTraining training;
  training.config.epochs = 50;
  training.config.stopPatience = 50;
  std::stop_source keepBest;
  TrainingTask task = training.task();
  task.keepBest = keepBest.get_token();
  int steps = 0;
  TrainingObserver observer;
  observer.onStep = [&](const StepProgress&) {
    if (++steps == 17) keepBest.request_stop();  // third step of the third epoch
  };
  const auto model = learner().train(task, observer, {});
  QCOMPARE(steps, 17);
  QCOMPARE(model->info().end, TrainingEnd::StoppedAndKept);
  QCOMPARE(model->info().history.size(), 3U);
  int best = 0;
  for (const EpochRecord& record : model->info().history) best += record.isBest ? record.epoch : 0;
  QCOMPARE(model->info().bestEpoch, best);
  QCOMPARE(model->info().test.total(), 40);
}

void TrainerTest::endsAtTheTimeLimit() {
  SmallTraining training;
  training.config.timeLimitSeconds = 1e-6;
  const auto model = training.train();
  QCOMPARE(model->info().end, TrainingEnd::TimeLimit);
  QCOMPARE(model->info().history.size(), 1U);
}

void TrainerTest::endsWhenNothingGetsBetter() {
  SmallTraining training;
  training.config.epochs = 40;
  training.config.stopPatience = 2;
  training.config.learningRate = 1e-60;  // nothing moves
  const auto model = training.train();
  QCOMPARE(model->info().end, TrainingEnd::EarlyStop);
  QCOMPARE(model->info().history.size(), 3U);
  QCOMPARE(model->info().bestEpoch, 1);
}

void TrainerTest::testConfusionIsThatOfThePredictions() {
  SmallTraining training;
  training.config.epochs = 4;
  const auto model = training.train();
  const Predictions predictions = model->predict(*training.beats, 1, {});
  const Evaluation judged = evaluate(predictions, *training.beats, training.labels, training.split.test);
  QVERIFY(judged.confusion == model->info().test);
  const EpochRecord& best = model->info().history[static_cast<std::size_t>(model->info().bestEpoch - 1)];
  QVERIFY(best.isBest);
  QCOMPARE(scoresOf(model->info().validation).macroF1, best.validationMacroF1);
}

void TrainerTest::leavesUnlabelledBeatsOut() {
  SmallTraining training;
  for (int i = 0; i < 7; ++i) training.labels[training.split.test[static_cast<std::size_t>(i)]] = kUnlabelled;
  QCOMPARE(training.train()->info().test.total(), 33);
}

void TrainerTest::refusesOneClass() {
  SmallTraining training({.classes = std::vector<ClassIndex>(200, 2)});
  QCOMPARE(test::errorText([&] { training.train(); }),
           std::string(
               "A training needs beats of at least two classes; all 120 beats of the training part are V."));
}

void TrainerTest::refusesWhatItCannotTrain_data() {
  QTest::addColumn<QString>("expected");
  QTest::newRow("architecture") << "Unknown architecture \"resnext\"; known: ectopy-beat";
  QTest::newRow("device") << "\"quantum\"";
  QTest::newRow("setting") << "batchSize";
  QTest::newRow("nothing to learn") << "nothing to learn";
  QTest::newRow("nothing to choose by") << "validation part";
  QTest::newRow("index") << "beat 200";
  QTest::newRow("label") << "class number 5";
  QTest::newRow("labels") << "a label for each of 200 beats";
  QTest::newRow("short beats") << "at least 72 samples";
  QTest::newRow("no parent") << "there is none";
}

void TrainerTest::refusesWhatItCannotTrain() {
  const QString broken = QTest::currentDataTag();
  test::BeatOptions options;
  if (broken == "short beats") options.cut.length = 71;
  SmallTraining training(options);
  if (broken == "architecture") training.config.architecture = "resnext";
  if (broken == "device") training.config.device = "quantum";
  if (broken == "setting") training.config.batchSize = 0;
  if (broken == "nothing to learn") training.split.train.clear();
  if (broken == "nothing to choose by") training.split.validation.clear();
  if (broken == "index") training.split.train.push_back(200);
  if (broken == "label") training.labels[3] = 5;
  if (broken == "labels") training.labels.pop_back();
  TrainingTask task = training.task();
  if (broken == "no parent") task.mode = TransferMode::FineTune;
  QFETCH(QString, expected);
  const QString error = QString::fromStdString(test::errorText([&] { learner().train(task, {}, {}); }));
  QVERIFY2(error.contains(expected), qPrintable(error));
}

void TrainerTest::saysWhereTheLossIsLost() {
  SmallTraining training;
  training.config.learningRate = 1e30;
  const std::string error = test::errorText([&] { training.train(); });
  QVERIFY2(error.find("epoch 1, step 2: the loss is not finite") != std::string::npos, error.c_str());
}

QTEST_GUILESS_MAIN(TrainerTest)
#include "tst_trainer.moc"
