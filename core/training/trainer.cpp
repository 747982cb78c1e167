#include "core/training/trainer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/model/architectures.h"
#include "core/model/inference.h"
#include "core/model/torch_classifier.h"
#include "core/training/config_check.h"
#include "core/training/optimizer.h"
#include "core/training/schedule.h"
#include "core/training/thinned_records.h"
#include "core/training/training_facts.h"
#include "core/training/transfer.h"

namespace ectopy {
namespace {

constexpr std::uint64_t kStreams = 8;  // that a seed is used for

/// A stream of its own for each use of the seed.
std::uint64_t streamSeed(std::uint64_t seed, std::uint64_t stream) {
  return seed * 1000003 + stream;
}

/// Fisher-Yates; std::shuffle differs between standard libraries.
void shuffle(std::vector<std::int64_t>& order, std::mt19937_64& random) {
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
}

const TrainingTask& checked(const TrainingTask& task) {
  requireValid(task.config);
  requireFeatures(architectureOf(task), task.beats);
  return task;
}

double secondsOf(const ModelInfo& run) {
  return std::isfinite(run.seconds) ? run.seconds : 0;
}

std::size_t mostProbable(std::span<const float> row) {
  return static_cast<std::size_t>(std::ranges::max_element(row) - row.begin());
}

PartData trainingPart(const TrainingTask& task) {
  PartData part = gatherPart(task.beats, task.labels, task.split.train, "training");
  if (task.config.thinnedCopies > 0) {
    const ThinnedBeats more = thinnedRecords(task.beats, task.labels, task.split.train,
                                             task.config.thinnedCopies, streamSeed(task.config.seed, 7));
    appendBeats(part, task.beats, task.labels, more.beats, more.features);
  }
  return part;
}

}  // namespace

Trainer::Trainer(const TrainingTask& task, const TrainingObserver& observer, const JobContext& job)
    : m_task(checked(task)),
      m_observer(observer),
      m_job(job),
      m_device(deviceOf(task)),
      m_network(startingNetwork(task)),
      m_shuffle(streamSeed(task.config.seed, 2)),
      m_train(trainingPart(task)),
      m_validation(gatherPart(task.beats, task.labels, task.split.validation, "validation")),
      m_judge(task.config),
      m_epochsBefore(epochsBefore(task)),
      m_headEpochs(task.continues ? 0 : headEpochs(task.mode, task.config.epochs)),
      m_info(startingInfo(task, *m_network)),
      m_secondsBefore(task.continues ? secondsOf(task.parent->info()) : 0) {
  requireLearnable(m_train, task.beats.scheme());
  if (m_validation.size() == 0)
    throw Error("The best epoch can't be chosen: the validation part has no labelled beat.");
  // Batches keep one shape (oneDNN keeps a plan per shape): what is over at an epoch's end waits for the
  // next.
  m_batchSize = std::min<std::int64_t>(task.config.batchSize, static_cast<std::int64_t>(m_train.size()));
  m_stepsPerEpoch = static_cast<int>(static_cast<std::int64_t>(m_train.size()) / m_batchSize);
}

std::unique_ptr<Classifier> Trainer::run() {
  const TorchThreadScope scope;
  prepare();
  if (m_task.checkpoint.resume)
    resume();
  else
    start();
  std::unique_ptr<Classifier> classifier;
  keepingLastCheckpoint([&] {
    trainToTheEnd();
    m_info.seconds = secondsSinceStart();
    m_info.beatsPerSecond = beatsPerSecond();
    classifier = makeClassifier();
  });
  return classifier;
}

void Trainer::start() {
  if (m_task.continues) takeOverParent();
  for (int epoch = 1; epoch <= m_epochsBefore + 1; ++epoch) beginEpoch(epoch);
}

void Trainer::trainToTheEnd() {
  // An epoch that was ended early and interrupted before it was judged still is.
  while (m_epoch.epoch <= m_task.config.epochs && (!m_isEnding || m_step > 0)) {
    trainEpoch();
    finishEpoch();
    beginEpoch(m_epoch.epoch + 1);
    saveCheckpoint();
  }
}

void Trainer::prepare() {
  joinGroup();
  m_network->to(m_device);
  if (m_headEpochs > 0) setTrunkFrozen(*m_network, true);
  BatchGradient::Options options;
  options.config = m_info.config;
  options.classes = m_info.scheme.size();
  options.batchSize = m_batchSize;
  // A run that goes on draws other numbers than in its first epochs.
  const auto after = static_cast<std::uint64_t>(m_epochsBefore) * kStreams;
  options.dropoutSeed = streamSeed(m_task.config.seed, after + 1);
  options.augmentationSeed = streamSeed(m_task.config.seed, after + 3);
  options.device = m_device;
  options.group = m_group.get();
  m_gradient = std::make_unique<BatchGradient>(m_network, m_train, options);
  m_order.resize(m_train.size());
  for (std::size_t i = 0; i < m_order.size(); ++i) m_order[i] = static_cast<std::int64_t>(i);
  m_layers = learningGroups(*m_network, m_task.mode);
  m_optimizer = makeOptimizer(m_layers, m_task.config);
  if (m_task.config.averageDecay == 0) return;
  std::shared_ptr<Network> averaged =
      buildNetwork(m_info.architecture, m_info.cut.length, static_cast<std::int64_t>(m_info.scheme.size()));
  averaged->to(m_device);
  m_average.emplace(std::move(averaged), *m_network, m_task.config.averageDecay);
}

const std::shared_ptr<Network>& Trainer::judgedNetwork() const {
  return m_average ? m_average->network() : m_network;
}

double Trainer::learningRate() const {
  // Gradual's two parts have a schedule each, and so have the epochs that a run goes on with.
  const int firstEpoch = isHeadAlone() ? 0 : m_headEpochs;
  const int epochs = (isHeadAlone() ? m_headEpochs : m_task.config.epochs - m_epochsBefore) - firstEpoch;
  const std::int64_t step = m_stepsDone - std::int64_t{firstEpoch} * m_stepsPerEpoch;
  const double rate =
      learningRateAt(m_task.config, step, std::int64_t{epochs} * m_stepsPerEpoch, m_judge.learningRate());
  return m_task.mode == TransferMode::Gradual && !isHeadAlone() ? rate * kAllRate : rate;
}

void Trainer::takeStep() {
  m_epoch.learningRate = learningRate();
  setLearningRate(*m_optimizer, m_layers, m_epoch.learningRate);
  m_optimizer->step();
  ++m_stepsDone;
  if (m_average) m_average->update(*m_network);
}

void Trainer::beginEpoch(int epoch) {
  m_epoch = {};
  m_epoch.epoch = epoch;
  m_epoch.learningRate = learningRate();
  m_step = 0;
  m_lossSum = 0;
  m_trainConfusion = ConfusionMatrix(m_info.scheme.size());
  shuffle(m_order, m_shuffle);
}

void Trainer::trainEpoch() {
  const int epoch = m_epoch.epoch;
  while (m_step < m_stepsPerEpoch && !m_isEnding) {
    sleepIfAsked();
    stopIfAsked();
    if (isCheckpointDue()) saveCheckpoint();
    const auto first = static_cast<std::size_t>(m_step * m_batchSize);
    const auto batch =
        std::span<const std::int64_t>(m_order).subspan(first, static_cast<std::size_t>(m_batchSize));
    const double loss = trainStep(batch, m_step + 1);
    m_lossSum += loss;
    ++m_step;
    m_job.report(progress(), fmt::format("epoch {} of {}", epoch, m_task.config.epochs));
    if (m_observer.onStep) m_observer.onStep({epoch, m_step, m_stepsPerEpoch, loss, beatsPerSecond()});
    endIfAsked();
  }
}

double Trainer::trainStep(std::span<const std::int64_t> batch, int step) {
  const double start = secondsSinceStart();
  // A step that has begun ends where its result is to be kept.
  const bool endsWhole = hasCheckpoint() || m_group;
  wish();
  const double loss = m_gradient->compute(batch, endsWhole ? JobContext() : m_job, place());
  if (!std::isfinite(loss))
    throw Error(
        fmt::format("The training was ended at epoch {}, step {}: the loss is not finite; a smaller learning "
                    "rate than {} may help.",
                    m_epoch.epoch, step, m_epoch.learningRate));
  takeStep();
  for (std::size_t i = 0; i < batch.size(); ++i)
    m_trainConfusion.add(m_train.labels[static_cast<std::size_t>(batch[i])],
                         static_cast<std::size_t>(m_gradient->predicted()[i]));
  m_beatsTrained += m_batchSize;
  m_secondsInSteps += secondsSinceStart() - start;
  return loss;
}

void Trainer::finishEpoch() {
  stopIfAsked();
  const Judged validation = judgeValidation();
  if (!std::isfinite(validation.meanLoss))
    throw Error(fmt::format("The training was ended after epoch {}: the validation loss is not finite.",
                            m_epoch.epoch));
  const Scores train = scoresOf(m_trainConfusion);
  const Scores scores = scoresOf(validation.confusion);
  m_epoch.trainLoss = m_lossSum / m_step;
  m_epoch.trainAccuracy = train.accuracy;
  m_epoch.trainMacroF1 = train.macroF1;
  m_epoch.validationLoss = validation.meanLoss;
  m_epoch.validationAccuracy = scores.accuracy;
  m_epoch.validationMacroF1 = scores.macroF1;
  m_epoch.seconds = secondsSinceStart();
  m_epoch.isBest = take(m_epoch);
  if (m_epoch.isBest) keepBest(validation.confusion);
  m_info.history.push_back(m_epoch);
  endIfAsked();
  tellEpoch(validation.confusion);
  if (!m_isEnding && m_judge.isPatienceOver()) endBecause(TrainingEnd::EarlyStop);
}

bool Trainer::take(const EpochRecord& record) {
  const bool isBest = m_judge.judge(record.epoch, record.validationMacroF1, record.validationLoss);
  if (record.epoch == m_epochsBefore) m_judge.startAnew();
  const bool isHeadDone = record.epoch == m_headEpochs || m_judge.isPatienceOver();
  if (record.epoch > m_headEpochs || !isHeadDone) return isBest;
  m_headEpochs = record.epoch;
  m_judge.startAnew();
  setTrunkFrozen(*m_network, false);
  m_gradient->followFrozen();
  return isBest;
}

void Trainer::tellEpoch(const ConfusionMatrix& validation) {
  if (!m_observer.onEpoch) return;
  const int epoch = m_epoch.epoch;
  const double secondsLeft = m_epoch.seconds / epoch * (m_task.config.epochs - epoch);
  m_observer.onEpoch({m_epoch, validation, m_judge.bestEpoch(), m_judge.patienceLeft(), secondsLeft});
}

Trainer::Judged Trainer::judgeValidation() {
  try {
    return judge(m_validation, "validate");
  } catch (const Stopped&) {
    saveCheckpoint();
    throw;
  }
}

double Trainer::progress() const {
  const double epochs = m_epoch.epoch - 1 - m_epochsBefore + static_cast<double>(m_step) / m_stepsPerEpoch;
  return epochs / (m_task.config.epochs - m_epochsBefore);
}

std::string Trainer::place() const {
  return fmt::format("epoch {}, step {}", m_epoch.epoch, m_step);
}

std::vector<float> Trainer::probabilitiesOf(const PartData& part, const char* text) {
  Network& network = *judgedNetwork();
  network.eval();
  InferenceOptions options;
  options.length = m_task.beats.length();
  options.features = part.featureCount();
  options.classes = m_info.scheme.size();
  options.threads = m_task.config.threads;
  options.device = m_device;
  options.progressText = text;
  // Its own progress would make the training's jump back.
  const JobContext quiet(m_job.token(), {});
  const InferenceBeats beats{part.samples(), part.featureValues()};
  if (!m_group) return inferProbabilities(network, beats, options, quiet);
  return sharedProbabilities(network, beats, options, quiet);
}

Trainer::Judged Trainer::judge(const PartData& part, const char* text) {
  const std::vector<float> probabilities = probabilitiesOf(part, text);
  const std::size_t classes = m_info.scheme.size();
  Judged result{ConfusionMatrix(classes), 0};
  for (std::size_t i = 0; i < part.size(); ++i) {
    const auto row = std::span(probabilities).subspan(i * classes, classes);
    result.confusion.add(part.labels[i], mostProbable(row));
    // Not std::max: it would turn NaN into a number.
    const double p = row[part.labels[i]];
    result.meanLoss -= std::log(p < 1e-12 ? 1e-12 : p) / static_cast<double>(part.size());
  }
  return result;
}

void Trainer::endIfAsked() {
  if (m_isEnding) return;
  if (isAsked(kKeepBest))
    endBecause(TrainingEnd::StoppedAndKept);
  else if (isAsked(kTimeOver))
    endBecause(TrainingEnd::TimeLimit);
}

void Trainer::endBecause(TrainingEnd reason) {
  m_isEnding = true;
  m_info.end = reason;
}

void Trainer::keepBest(const ConfusionMatrix& validation) {
  for (EpochRecord& earlier : m_info.history) earlier.isBest = false;
  m_info.bestEpoch = m_epoch.epoch;
  m_info.validation = validation;
  m_bestWeights.clear();
  torch::NoGradGuard noGrad;
  for (const torch::Tensor& tensor : judgedNetwork()->parameters()) m_bestWeights.push_back(tensor.clone());
  for (const torch::Tensor& tensor : judgedNetwork()->buffers()) m_bestWeights.push_back(tensor.clone());
}

void Trainer::restoreBest() {
  torch::NoGradGuard noGrad;
  auto best = m_bestWeights.begin();
  for (torch::Tensor& tensor : judgedNetwork()->parameters()) tensor.copy_(*best++);
  for (torch::Tensor& tensor : judgedNetwork()->buffers()) tensor.copy_(*best++);
}

std::unique_ptr<Classifier> Trainer::makeClassifier() {
  restoreBest();
  const PartData test = gatherPart(m_task.beats, m_task.labels, m_task.split.test, "test");
  if (test.size() > 0) m_info.test = judge(test, "test").confusion;
  const std::shared_ptr<Network> network = judgedNetwork();
  network->to(torch::kCPU);
  return std::make_unique<TorchClassifier>(network, std::move(m_info));
}

bool Trainer::isTimeOver() const {
  const double limit = m_task.config.timeLimitSeconds;
  return limit > 0 && secondsSinceStart() - m_secondsBefore >= limit;
}

double Trainer::secondsSinceStart() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
}

double Trainer::beatsPerSecond() const {
  return m_secondsInSteps > 0 ? static_cast<double>(m_beatsTrained) / m_secondsInSteps : 0;
}

}  // namespace ectopy
