#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>

#include "core/base/hashing.h"
#include "core/training/trainer.h"

namespace ectopy {
namespace {

/// The device of this process's own: each of a machine's processes takes a GPU.
std::string ownDevice(const TrainingTask& task) {
  const std::string& device = task.config.device;
  return task.place && device == "cuda" ? fmt::format("cuda:{}", task.place->localRank) : device;
}

/// Everything that the weights hang on.
GroupFacts groupFacts(const TrainingState& state, const CheckpointPlan& checkpoint) {
  const ModelInfo& info = state.info;
  GroupFacts facts{
      {"the program's version", info.programVersion},
      {"the fingerprint of the data", info.dataFingerprint},
      {"the split", info.splitId},
      {"the SHA-256 of the split's parts", state.splitSha256},
      {"the SHA-256 of the labels", state.labelsSha256},
      {"the transfer mode", info.transferMode.empty() ? "none" : info.transferMode},
      {"the parent's SHA-256", info.parentSha256.empty() ? "none" : info.parentSha256},
      {"the checkpoint's SHA-256", checkpoint.resume ? sha256OfFile(checkpoint.file) : std::string("none")}};
  TrainingConfig config = info.config;
  config.threads = 0;
  config.timeLimitSeconds = 0;
  const nlohmann::json settings = config;
  for (const auto& [name, value] : settings.items()) facts.emplace_back("setting " + name, value.dump());
  return facts;
}

}  // namespace

torch::Device Trainer::deviceOf(const TrainingTask& task) {
  return deviceFromName(ownDevice(task));
}

void Trainer::joinGroup() {
  if (!m_task.place) return;
  m_group = std::make_unique<ProcessGroup>(*m_task.place, groupFacts(taskState(), m_task.checkpoint),
                                           ownDevice(m_task), m_job);
}

void Trainer::wish() {
  if (!m_group) return;
  std::uint8_t wish = m_job.isStopRequested() ? kStop : kNoWish;
  if (m_task.keepBest.stop_requested()) wish |= kKeepBest;
  if (isTimeOver()) wish |= kTimeOver;
  m_group->setWish(wish);
}

bool Trainer::isAsked(GroupWish wish) const {
  if (m_group) return (m_group->agreedWish() & wish) != 0;
  switch (wish) {
    case kStop:
      return m_job.isStopRequested();
    case kKeepBest:
      return m_task.keepBest.stop_requested();
    case kTimeOver:
      return isTimeOver();
    case kNoWish:
      break;
  }
  return false;
}

std::vector<float> Trainer::sharedProbabilities(Network& network, const InferenceBeats& beats,
                                                const InferenceOptions& options, const JobContext& job) {
  const std::size_t count = beats.samples.size() / options.length;
  const std::size_t chunk = inferenceChunk(m_device);
  const auto shareOf = [&](int rank) {
    const GroupShare chunks = groupShare((count + chunk - 1) / chunk, rank, m_group->size());
    const std::size_t first = std::min(count, chunks.first * chunk);
    return GroupShare{first, std::min(count - first, chunks.count * chunk)};
  };
  const GroupShare own = shareOf(m_group->rank());
  std::vector<float> ours;
  try {
    ours = inferProbabilities(
        network,
        {beats.samples.subspan(own.first * options.length, own.count * options.length),
         beats.features.subspan(own.first * options.features, own.count * options.features)},
        options, job);
  } catch (const Stopped&) {  // the others hear of it first
  }
  std::size_t most = 0;
  for (int rank = 0; rank < m_group->size(); ++rank) most = std::max(most, shareOf(rank).count);
  ours.resize(most * options.classes);
  std::vector<std::byte> message(ours.size() * sizeof(float));
  std::memcpy(message.data(), ours.data(), message.size());
  wish();
  const auto all =
      m_group->exchange(std::move(message), fmt::format("{}, {}", place(), options.progressText));
  if (isAsked(kStop)) throw Stopped();
  std::vector<float> probabilities(count * options.classes);
  for (int rank = 0; rank < m_group->size(); ++rank) {
    const GroupShare theirs = shareOf(rank);
    std::memcpy(probabilities.data() + theirs.first * options.classes,
                all[static_cast<std::size_t>(rank)].data(), theirs.count * options.classes * sizeof(float));
  }
  return probabilities;
}

}  // namespace ectopy
