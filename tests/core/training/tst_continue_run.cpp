#include <QTemporaryDir>
#include <QTest>

#include "core/training/continuation.h"
#include "tests/support/error_text.h"
#include "tests/support/training_builders.h"

using namespace ectopy;
using test::SmallTraining;

namespace {

/// A training with all that a run remembers of its settings.
SmallTraining smallRun() {
  SmallTraining training;
  training.config.architecture = "ectopy-beat";
  training.config.epochs = 3;
  training.config.batchSize = 32;
  training.config.schedule = ScheduleKind::OneCycle;
  training.config.averageDecay = 0.9;
  training.config.stopPatience = 0;
  return training;
}

std::unique_ptr<Classifier> goOn(SmallTraining training, const Classifier& run, int moreEpochs,
                                 const CheckpointPlan& checkpoint = {}, const JobContext& job = {},
                                 const TrainingObserver& observer = {}) {
  training.config = continuedConfig(run.info(), moreEpochs);
  TrainingTask task = training.task();
  task.parent = &run;
  task.continues = true;
  task.checkpoint = checkpoint;
  return learner().train(task, observer, job);
}

}  // namespace

/// A finished run that goes on.
class ContinueRunTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { m_run = smallRun().train(); }
  void epochsCountOn();
  void scheduleSpansTheAddedEpochs();
  void bestStaysUnlessBeaten();
  void repeatsItself();
  void interruptedAndResumedEqualsUnbroken();
  void remembersItInTheModelFile();
  void gradualLearnsAllAtOnce();
  void refusesOtherData();
  void refusesOtherSettings();
  void refusesARunWithoutItsHistory();
  void refusesAFineTuningOnCorrections();
  void refusesPartsThatCorrectionsMayHaveMoved();

 private:
  std::unique_ptr<Classifier> m_run;
};

void ContinueRunTest::epochsCountOn() {
  const auto longer = goOn(smallRun(), *m_run, 2);
  const ModelInfo& info = longer->info();
  QCOMPARE(info.history.size(), std::size_t{5});
  for (std::size_t i = 0; i < 5; ++i) QCOMPARE(info.history[i].epoch, static_cast<int>(i) + 1);
  for (std::size_t i = 0; i < 3; ++i)
    QCOMPARE(info.history[i].validationLoss, m_run->info().history[i].validationLoss);
  QCOMPARE(info.config.epochs, 5);
  QCOMPARE(info.continuedAfter, 3);
  QCOMPARE(info.parentSha256, m_run->info().weightsSha256);
  QCOMPARE(info.parentName, m_run->info().name);
  QVERIFY(info.transferMode.empty());
  QVERIFY(info.history[3].seconds >= info.history[2].seconds);
}

void ContinueRunTest::scheduleSpansTheAddedEpochs() {
  const auto longer = goOn(smallRun(), *m_run, 3);
  // As long as the first time: the same cycle again.
  for (std::size_t i = 0; i < 3; ++i)
    QCOMPARE(longer->info().history[i + 3].learningRate, m_run->info().history[i].learningRate);
}

void ContinueRunTest::bestStaysUnlessBeaten() {
  SmallTraining training = smallRun();
  training.config.epochs = 12;
  training.config.averageDecay = 0;
  training.config.learningRate = 0.01;
  const auto good = training.train();
  const auto longer = goOn(training, *good, 1);
  const EpochRecord& last = longer->info().history.back();
  const EpochRecord& before = longer->info().history[static_cast<std::size_t>(good->info().bestEpoch) - 1];
  const bool isBeaten =
      last.validationMacroF1 > before.validationMacroF1 ||
      (last.validationMacroF1 == before.validationMacroF1 && last.validationLoss < before.validationLoss);
  QCOMPARE(longer->info().bestEpoch, isBeaten ? 13 : good->info().bestEpoch);
  QCOMPARE(longer->info().weightsSha256 == good->info().weightsSha256, !isBeaten);
  QCOMPARE(std::ranges::count(longer->info().history, true, &EpochRecord::isBest), 1);
}

void ContinueRunTest::repeatsItself() {
  const auto one = goOn(smallRun(), *m_run, 2);
  const auto other = goOn(smallRun(), *m_run, 2);
  QCOMPARE(one->info().weightsSha256, other->info().weightsSha256);
  // Other draws than in its first epochs.
  QVERIFY(one->info().history[3].trainLoss != m_run->info().history[0].trainLoss);
}

void ContinueRunTest::interruptedAndResumedEqualsUnbroken() {
  const QTemporaryDir folder;
  CheckpointPlan checkpoint{.file = folder.filePath("c.checkpoint").toStdString(), .secondsBetween = 0};
  const auto unbroken = goOn(smallRun(), *m_run, 3);
  std::stop_source stop;
  TrainingObserver observer;
  observer.onStep = [&](const StepProgress& step) {
    if (step.epoch == 5 && step.step == 2) stop.request_stop();
  };
  QVERIFY_THROWS_EXCEPTION(Stopped,
                           goOn(smallRun(), *m_run, 3, checkpoint, {stop.get_token(), {}}, observer));
  checkpoint.resume = true;
  const auto resumed = goOn(smallRun(), *m_run, 3, checkpoint);
  QCOMPARE(resumed->info().weightsSha256, unbroken->info().weightsSha256);
  QCOMPARE(resumed->info().bestEpoch, unbroken->info().bestEpoch);
  QCOMPARE(resumed->info().history.size(), std::size_t{6});
}

void ContinueRunTest::remembersItInTheModelFile() {
  const QTemporaryDir folder;
  const std::filesystem::path file = folder.filePath("m.safetensors").toStdString();
  goOn(smallRun(), *m_run, 1)->save(file);
  const ModelInfo read = readModelInfo(file);
  QCOMPARE(read.continuedAfter, 3);
  // And goes on from there.
  const auto again = goOn(smallRun(), *learner().load(file), 1);
  QCOMPARE(again->info().continuedAfter, 4);
  QCOMPARE(again->info().history.size(), std::size_t{5});
  QVERIFY(again->info().name.ends_with("-continued"));
  QVERIFY(!again->info().name.ends_with("-continued-continued"));
}

void ContinueRunTest::gradualLearnsAllAtOnce() {
  SmallTraining training = smallRun();
  training.config.epochs = 4;
  TrainingTask task = training.task();
  task.parent = m_run.get();
  task.mode = TransferMode::Gradual;
  const auto gradual = learner().train(task, {}, {});
  training.config = continuedConfig(gradual->info(), 2);
  TrainingTask more = training.task();
  more.parent = gradual.get();
  more.mode = TransferMode::Gradual;
  more.continues = true;
  const auto longer = learner().train(more, {}, {});
  QCOMPARE(longer->info().transferMode, std::string("gradual"));
  QCOMPARE(longer->info().history.size(), std::size_t{6});
  QCOMPARE(longer->info().trainableParameters, longer->info().parameters);
}

void ContinueRunTest::refusesOtherData() {
  SmallTraining other(test::BeatOptions{.seed = 9});
  const std::string sentence = test::errorText([&] { goOn(other, *m_run, 1); });
  QVERIFY2(sentence.find("with the data it learned from alone") != std::string::npos, sentence.c_str());
}

void ContinueRunTest::refusesOtherSettings() {
  SmallTraining training = smallRun();
  training.config = continuedConfig(m_run->info(), 1);
  training.config.learningRate *= 2;
  TrainingTask task = training.task();
  task.parent = m_run.get();
  task.continues = true;
  const std::string sentence = test::errorText([&] { learner().train(task, {}, {}); });
  QVERIFY2(sentence.find("with its own settings") != std::string::npos, sentence.c_str());
  const std::string none = test::errorText([&] { continuedConfig(m_run->info(), 0); });
  QVERIFY2(none.find("found 0") != std::string::npos, none.c_str());
}

void ContinueRunTest::refusesARunWithoutItsHistory() {
  ModelInfo info = m_run->info();
  const std::string fingerprint = info.dataFingerprint;
  QVERIFY(whyNotContinue(info, fingerprint).empty());
  info.history.erase(info.history.begin());
  QVERIFY(!whyNotContinue(info, fingerprint).empty());
  info.history.clear();
  QVERIFY(!whyNotContinue(info, fingerprint).empty());
}

void ContinueRunTest::refusesAFineTuningOnCorrections() {
  ModelInfo info = m_run->info();
  info.corrections = 3;
  QVERIFY(whyNotContinue(info, info.dataFingerprint).find("corrections") != std::string::npos);
}

void ContinueRunTest::refusesPartsThatCorrectionsMayHaveMoved() {
  SmallTraining training;
  ModelInfo info = m_run->info();
  const std::vector<ClassIndex> labels = test::labelsOf(*training.beats);
  const std::size_t count = labels.size();
  // The words are those of a split that really was drawn so.
  BeatSetFacts facts = training.beats->facts();
  const std::vector<ClassIndex> unknown(count, kUnlabelled);
  BeatColumns columns = training.beats->columns();
  columns.classes = unknown;
  const BeatSet bare(facts, columns, training.beats);
  info.protocol = makeStableSplit(bare, labels, "beat", 1).protocol;
  QVERIFY(whyNotContinue(info, info.dataFingerprint).find("drawn by labels") != std::string::npos);
}

QTEST_GUILESS_MAIN(ContinueRunTest)
#include "tst_continue_run.moc"
