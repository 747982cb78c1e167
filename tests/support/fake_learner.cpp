#include "tests/support/fake_learner.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <thread>

#include "core/base/files.h"
#include "core/training/checkpoint.h"

namespace ectopy::test {
namespace {

constexpr std::size_t kMaxModelBytes = 1'000'000;

class FakeClassifier : public Classifier {
 public:
  explicit FakeClassifier(ModelInfo info, std::string predictionError = {}, bool predictsNonsense = false)
      : m_info(std::move(info)),
        m_predictionError(std::move(predictionError)),
        m_predictsNonsense(predictsNonsense) {}

  const ModelInfo& info() const override { return m_info; }
  std::vector<TensorFacts> tensors() const override { return {{"head.weight", {5, 64}}}; }
  Predictions predict(const BeatSet& beats, int, const JobContext& job) const override {
    requireSameCut(m_info.cut, beats.cut());
    if (!m_predictionError.empty()) throw Error(m_predictionError);
    Predictions predictions{m_info.name, m_info.weightsSha256, beats.fingerprint(), m_info.scheme, {}};
    const std::size_t classes = m_info.scheme.size();
    for (BeatIndex beat = 0; beat < beats.size(); ++beat) {
      if (beat % 1000 == 0) job.throwIfStopped();
      const ClassIndex label = beats.columns().classes[beat];
      std::size_t sure = label == kUnlabelled ? 0 : label;
      if (FakeLearner::isMistaken(beat)) sure = (sure + 1) % classes;
      const float confidence = 0.6F + 0.39F * static_cast<float>(beat % 40) / 40.0F;
      for (std::size_t place = 0; place < classes; ++place) {
        predictions.probabilities.push_back(
            place == sure ? confidence : (1 - confidence) / static_cast<float>(classes - 1));
      }
    }
    if (m_predictsNonsense) std::ranges::fill(predictions.probabilities, std::nanf(""));
    return predictions;
  }
  /// Beats of one class lie together.
  BeatVectors embed(const BeatSet& beats, int threads, const JobContext& job) const override {
    return {m_info.scheme.size(), predict(beats, threads, job).probabilities};
  }
  /// Every sample speaks for the class as much as it is high.
  std::vector<Attribution> attribute(const BeatSet& beats, std::span<const BeatIndex> which,
                                     ClassIndex target, AttributionMethod method,
                                     const JobContext&) const override {
    std::vector<Attribution> found;
    for (const BeatIndex beat : which) {
      Attribution one{.method = method, .target = target, .logOdds = 3, .baselineLogOdds = -1};
      one.samples.assign(beats.beat(beat).begin(), beats.beat(beat).end());
      found.push_back(std::move(one));
    }
    return found;
  }
  void save(const std::filesystem::path& path) const override {
    writeFileAtomically(
        path, nlohmann::json(m_info).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  }

 private:
  ModelInfo m_info;
  std::string m_predictionError;
  bool m_predictsNonsense;
};

ConfusionMatrix confusionOf(const TrainingTask& task, const std::vector<BeatIndex>& beats) {
  const std::size_t classes = task.beats.scheme().size();
  ConfusionMatrix confusion(classes);
  for (const BeatIndex beat : beats) {
    const ClassIndex truth = task.labels[beat];
    if (truth == kUnlabelled) continue;
    const bool isWrong = FakeLearner::isMistaken(beat);
    confusion.add(truth, isWrong ? (truth + 1U) % classes : truth);
  }
  return confusion;
}

EpochRecord epochRecord(int epoch, double seconds) {
  const double progress = 1 - std::exp(-0.4 * epoch);
  return {.epoch = epoch,
          .trainLoss = 1.2 - progress,
          .trainAccuracy = 0.5 + 0.49 * progress,
          .trainMacroF1 = 0.4 + 0.58 * progress,
          .validationLoss = 1.25 - 0.95 * progress,
          .validationAccuracy = 0.5 + 0.45 * progress,
          .validationMacroF1 = 0.4 + 0.5 * progress,
          .learningRate = 1e-3,
          .seconds = seconds,
          .isBest = true};
}

ModelInfo infoFor(const TrainingTask& task, const std::string& name) {
  ModelInfo info;
  info.name = task.parent ? task.parent->info().name + "-again" : name;
  info.architecture = task.config.architecture;
  info.parameters = 100;
  info.trainableParameters = task.mode == TransferMode::Freeze ? 20 : 100;
  info.scheme = task.beats.scheme();
  info.cut = task.beats.cut();
  info.config = task.config;
  info.splitId = task.split.id;
  info.protocol = task.split.protocol;
  info.guard = task.split.guard;
  info.dataName = task.beats.facts().name;
  info.dataFingerprint = task.beats.fingerprint();
  info.isSyntheticData = task.beats.facts().isSynthetic;
  if (task.parent) {
    info.transferMode = nameOf(task.mode);
    info.parentName = task.parent->info().name;
    info.parentSha256 = task.parent->info().weightsSha256;
  }
  info.programVersion = ECTOPY_VERSION;
  info.weightsSha256 = std::string(64, 'a');
  return info;
}

void saveState(const TrainingTask& task, const ModelInfo& info) {
  TrainingState state;
  state.info = info;
  if (!task.checkpoint.file.empty()) writeCheckpoint(task.checkpoint.file, state, {});
}

}  // namespace

std::vector<ArchitectureFacts> FakeLearner::architectures(std::size_t, std::size_t) const {
  return {{.name = "cvxtz", .sentence = "scripted, learns nothing", .parameters = 100, .headParameters = 20}};
}

std::unique_ptr<Classifier> FakeLearner::train(const TrainingTask& task, const TrainingObserver& observer,
                                               const JobContext& job) {
  ++trainings;
  if (!trainingError.empty() && failAfterEpochs == 0) throw Error(trainingError);
  ModelInfo info = infoFor(task, modelName);
  const auto begin = std::chrono::steady_clock::now();
  if (task.continues) {
    info.transferMode = task.parent->info().transferMode;
    info.history = task.parent->info().history;
    info.continuedAfter = static_cast<int>(info.history.size());
  }
  if (task.checkpoint.resume) {
    info.history = readModelInfo(task.checkpoint.file).history;
    if (observer.onResume) observer.onResume(info, static_cast<int>(info.history.size()) + 1, 0);
  }
  for (int epoch = static_cast<int>(info.history.size()) + 1;
       epoch <= task.config.epochs && !task.keepBest.stop_requested(); ++epoch) {
    for (int step = 1; step <= stepsPerEpoch; ++step) {
      if (task.pause && task.pause->isPaused()) {
        saveState(task, info);
        if (observer.onPause) observer.onPause(true);
        task.pause->sleepWhilePaused(job.token(), task.keepBest);
      }
      if (job.isStopRequested()) {
        heardStop = true;
        saveState(task, info);
      }
      job.throwIfStopped();
      if (task.keepBest.stop_requested()) break;
      std::this_thread::sleep_for(stepTime);
      if (observer.onStep) {
        observer.onStep({.epoch = epoch,
                         .step = step,
                         .stepsPerEpoch = stepsPerEpoch,
                         .loss = 1.0 / epoch,
                         .beatsPerSecond = 2000});
      }
      job.report(
          static_cast<double>((epoch - 1) * stepsPerEpoch + step) / (task.config.epochs * stepsPerEpoch),
          "epoch " + std::to_string(epoch));
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    info.history.push_back(epochRecord(epoch, seconds));
    info.bestEpoch = epoch;
    if (observer.onEpoch) {
      observer.onEpoch({.record = info.history.back(),
                        .validation = confusionOf(task, task.split.validation),
                        .bestEpoch = epoch,
                        .patienceLeft = task.config.stopPatience,
                        .secondsLeft = seconds / epoch * (task.config.epochs - epoch)});
    }
    if (!trainingError.empty() && epoch == failAfterEpochs) {
      saveState(task, info);
      throw Error(trainingError);
    }
  }
  info.end = task.keepBest.stop_requested() ? TrainingEnd::StoppedAndKept : TrainingEnd::Epochs;
  info.validation = confusionOf(task, task.split.validation);
  info.test = confusionOf(task, task.split.test);
  info.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  info.beatsPerSecond = 2000;
  return std::make_unique<FakeClassifier>(std::move(info));
}

std::unique_ptr<Classifier> FakeLearner::load(const std::filesystem::path& path) {
  const auto json = nlohmann::json::parse(readTextFile(path, kMaxModelBytes), nullptr, false);
  if (json.is_discarded()) throw Error(path.filename().string() + " is no model of the fake learner.");
  return std::make_unique<FakeClassifier>(json.get<ModelInfo>(), predictionError, predictsNonsense);
}

}  // namespace ectopy::test
