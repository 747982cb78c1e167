#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstring>
#include <new>

#include "core/base/error.h"
#include "core/base/hashing.h"
#include "core/training/optimizer.h"
#include "core/training/trainer.h"

namespace ectopy {
namespace {

constexpr auto kNetworkPrefix = "network.";
constexpr auto kAveragePrefix = "average.";
constexpr auto kMeanPrefix = "optimizer.mean.";
constexpr auto kSquarePrefix = "optimizer.square.";

using NamedTensors = std::vector<std::pair<std::string, torch::Tensor>>;

/// Parameters, then buffers.
NamedTensors tensorsOf(const Network& network) {
  NamedTensors tensors;
  for (const auto& item : network.named_parameters()) tensors.emplace_back(item.key(), item.value());
  for (const auto& item : network.named_buffers()) tensors.emplace_back(item.key(), item.value());
  return tensors;
}

/// Tensors as they are written, held until they are.
class TensorList {
 public:
  void add(const std::string& name, const torch::Tensor& tensor) {
    const torch::Tensor& held =
        m_held.emplace_back(tensor.detach().to(torch::kCPU, torch::kFloat32).contiguous());
    const auto values = std::span(held.data_ptr<float>(), static_cast<std::size_t>(held.numel()));
    m_stored.push_back({name, held.sizes().vec(), std::as_bytes(values)});
  }
  void add(const std::string& prefix, const Network& network) {
    for (const auto& [name, tensor] : tensorsOf(network)) add(prefix + name, tensor);
  }
  const std::vector<StoredTensor>& stored() const { return m_stored; }

 private:
  std::vector<torch::Tensor> m_held;
  std::vector<StoredTensor> m_stored;
};

/// A copy of the tensor of that name, which must be shaped like `like`.
torch::Tensor readTensor(const SafetensorsFile& file, const std::string& name, const torch::Tensor& like) {
  const auto stored = std::ranges::find(file.tensors(), name, &StoredTensor::name);
  if (stored == file.tensors().end()) throw Error(fmt::format("The checkpoint has no tensor \"{}\".", name));
  if (stored->shape != like.sizes().vec())
    throw Error(fmt::format("The checkpoint's tensor \"{}\": expected the shape ({}), found ({}).", name,
                            fmt::join(like.sizes().vec(), ", "), fmt::join(stored->shape, ", ")));
  torch::Tensor values = torch::empty(like.sizes(), torch::kFloat32);
  std::memcpy(values.data_ptr<float>(), stored->bytes.data(), stored->bytes.size());
  return values.to(like.device());
}

void readNetwork(const SafetensorsFile& file, const std::string& prefix, const Network& network) {
  const torch::NoGradGuard noGrad;
  for (auto& [name, tensor] : tensorsOf(network)) tensor.copy_(readTensor(file, prefix + name, tensor));
}

std::string sha256Of(const Split& split) {
  Sha256 hash;
  for (const auto* part : {&split.train, &split.validation, &split.test}) {
    hash.add(fmt::format("{}\n", part->size()));
    hash.add(std::as_bytes(std::span(*part)));
  }
  return hash.finish();
}

std::uint64_t checksumOf(const std::vector<std::int64_t>& order) {
  return checksum64(std::as_bytes(std::span(order)));
}

}  // namespace

void Trainer::keepingLastCheckpoint(const std::function<void()>& work) {
  const auto outOfMemory = [this] {
    return fmt::format(
        "The training was ended at {}: there is not enough memory; smaller batches than {} or "
        "fewer beats may help.",
        place(), m_batchSize);
  };
  try {
    work();
  } catch (const std::bad_alloc&) {
    throw Error(outOfMemory() + keptSentence());
  } catch (const c10::Error& error) {
    const std::string text = error.what_without_backtrace();
    const bool isMemory = text.find("memory") != std::string::npos;
    throw Error((isMemory ? outOfMemory() : text) + keptSentence());
  } catch (const LostProcess& lost) {
    saveCheckpoint();  // all is as after the last step that every process finished
    throw Error(lost.what() + keptSentence());
  } catch (const Error& error) {
    throw Error(error.what() + keptSentence());
  }
}

std::string Trainer::keptSentence() const {
  if (m_checkpointPlace.empty() || !isLeader()) return {};
  const std::string best =
      m_info.bestEpoch > 0 ? fmt::format(", and opened as the model of epoch {}", m_info.bestEpoch) : "";
  return fmt::format(" The last checkpoint, of {}, is kept in {}: the training can be resumed from it{}.",
                     m_checkpointPlace, m_task.checkpoint.file.string(), best);
}

void Trainer::stopIfAsked() {
  if (!isAsked(kStop)) return;
  saveCheckpoint();
  throw Stopped();
}

void Trainer::sleepIfAsked() {
  if (m_task.pause == nullptr || !m_task.pause->isPaused()) return;
  const double before = secondsSinceStart();
  saveCheckpoint();
  m_job.report(progress(), "paused");
  if (m_observer.onPause) m_observer.onPause(true);
  m_task.pause->sleepWhilePaused(m_job.token(), m_task.keepBest);
  if (m_observer.onPause) m_observer.onPause(false);
  m_start += std::chrono::duration_cast<std::chrono::steady_clock::duration>(
      std::chrono::duration<double>(secondsSinceStart() - before));
}

bool Trainer::isCheckpointDue() const {
  return hasCheckpoint() && secondsSinceStart() - m_checkpointSeconds >= m_task.checkpoint.secondsBetween;
}

void Trainer::saveCheckpoint() {
  if (!hasCheckpoint() || !isLeader() || m_stepsDone == 0 || m_checkpointPlace == place()) return;
  requireFiniteWeights();
  TrainingState now = state();
  TensorList tensors;
  tensors.add(kNetworkPrefix, *m_network);
  if (m_average) tensors.add(kAveragePrefix, *m_average->network());
  for (const auto& item : m_network->named_parameters()) {
    const auto moments = momentsOf(*m_optimizer, m_task.config, item.value());
    if (!moments) continue;
    now.optimizerSteps[item.key()] = moments->steps;
    tensors.add(kMeanPrefix + item.key(), moments->mean);
    tensors.add(kSquarePrefix + item.key(), moments->square);
  }
  TensorList best;
  const NamedTensors names = tensorsOf(*judgedNetwork());
  for (std::size_t i = 0; i < m_bestWeights.size(); ++i) {
    best.add(names[i].first, m_bestWeights[i]);
    tensors.add(kBestPrefix + names[i].first, m_bestWeights[i]);
  }
  now.info.weightsSha256 = sha256OfTensors(best.stored());
  writeCheckpoint(m_task.checkpoint.file, now, tensors.stored());
  m_checkpointPlace = place();
  m_checkpointSeconds = secondsSinceStart();
}

void Trainer::requireFiniteWeights() const {
  for (const auto& [name, tensor] : tensorsOf(*m_network))
    if (!torch::isfinite(tensor).all().item<bool>())
      throw Error(
          fmt::format("The training was ended at {}: \"{}\" is not finite any more; a smaller "
                      "learning rate than {} may help.",
                      place(), name, m_epoch.learningRate));
}

TrainingState Trainer::taskState() const {
  TrainingState state;
  state.info = m_info;
  state.labelsSha256 = sha256Hex(std::as_bytes(m_task.labels));
  state.splitSha256 = sha256Of(m_task.split);
  return state;
}

TrainingState Trainer::state() const {
  TrainingState state = taskState();
  state.info.seconds = secondsSinceStart();
  state.info.beatsPerSecond = beatsPerSecond();
  state.info.parameters = parameterCount(*m_network);
  state.epoch = m_epoch.epoch;
  state.step = m_step;
  state.orderChecksum = checksumOf(m_order);
  state.lossSum = m_lossSum;
  state.learningRate = m_epoch.learningRate;
  state.trainConfusion = m_trainConfusion;
  state.isEnding = m_isEnding;
  state.stepsDone = m_stepsDone;
  state.beatsTrained = m_beatsTrained;
  state.secondsInSteps = m_secondsInSteps;
  state.shards = m_gradient->shardStates();
  return state;
}

void Trainer::resume() {
  const Checkpoint checkpoint = readCheckpoint(m_task.checkpoint.file);
  requireSameTraining(checkpoint.state, taskState(), m_task.checkpoint.file);
  try {
    resumeHistory(checkpoint.state.info);
    resumePosition(checkpoint.state);
    resumeTensors(checkpoint);
  } catch (const Error& problem) {
    throw Error(fmt::format("{} can't be resumed: {}", m_task.checkpoint.file.string(), problem.what()));
  }
  m_start =
      std::chrono::steady_clock::now() - std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                                             std::chrono::duration<double>(checkpoint.state.info.seconds));
  m_checkpointPlace = place();
  m_checkpointSeconds = secondsSinceStart();
  endIfAsked();
  m_info.seconds = checkpoint.state.info.seconds;
  if (m_observer.onResume) m_observer.onResume(m_info, m_epoch.epoch, m_step);
}

void Trainer::resumeHistory(const ModelInfo& soFar) {
  for (const EpochRecord& record : soFar.history) take(record);
  if (m_judge.bestEpoch() != soFar.bestEpoch)
    throw Error(
        fmt::format("Its best epoch is {}, by its history {}.", soFar.bestEpoch, m_judge.bestEpoch()));
  m_info.history = soFar.history;
  m_info.bestEpoch = soFar.bestEpoch;
  m_info.validation = soFar.validation;
  m_info.end = soFar.end;
}

void Trainer::resumePosition(const TrainingState& state) {
  const bool isOver = state.isEnding && state.step == 0;
  if (state.epoch != static_cast<int>(m_info.history.size()) + 1 || state.epoch > m_task.config.epochs + 1 ||
      state.step > m_stepsPerEpoch || (isOver && m_info.history.empty()))
    throw Error(
        fmt::format("Epoch {}, step {} is no place of a training of {} epochs of {} steps with {} of "
                    "them behind it.",
                    state.epoch, state.step, m_task.config.epochs, m_stepsPerEpoch, m_info.history.size()));
  for (int epoch = 1; epoch <= state.epoch; ++epoch) {
    m_job.throwIfStopped();
    beginEpoch(epoch);
  }
  if (checksumOf(m_order) != state.orderChecksum)
    throw Error("The beats come in another order than they did.");
  m_step = state.step;
  m_lossSum = state.lossSum;
  m_epoch.learningRate = state.learningRate;
  m_trainConfusion = state.trainConfusion;
  m_isEnding = state.isEnding;
  m_stepsDone = state.stepsDone;
  m_beatsTrained = state.beatsTrained;
  m_secondsInSteps = state.secondsInSteps;
}

void Trainer::resumeTensors(const Checkpoint& checkpoint) {
  const SafetensorsFile& file = checkpoint.tensors;
  readNetwork(file, kNetworkPrefix, *m_network);
  m_gradient->resume(checkpoint.state.shards);
  if (m_average) {
    readNetwork(file, kAveragePrefix, *m_average->network());
    m_average->resumeAfter(m_stepsDone);
  }
  const auto parameters = m_network->named_parameters();
  for (const auto& [name, steps] : checkpoint.state.optimizerSteps) {
    const torch::Tensor* parameter = parameters.find(name);
    if (parameter == nullptr) throw Error(fmt::format("It knows a parameter \"{}\".", name));
    setMoments(*m_optimizer, m_task.config, *parameter,
               {steps, readTensor(file, kMeanPrefix + name, *parameter),
                readTensor(file, kSquarePrefix + name, *parameter)});
  }
  if (m_info.bestEpoch == 0) return;
  for (const auto& [name, tensor] : tensorsOf(*judgedNetwork()))
    m_bestWeights.push_back(readTensor(file, kBestPrefix + name, tensor));
}

}  // namespace ectopy
