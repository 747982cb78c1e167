#include "core/training/batch_gradient.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/model/architectures.h"
#include "core/training/augmentation.h"

namespace ectopy {
namespace {

constexpr std::int64_t kMaxShards = 16;  // each holds a gradient of its own

torch::Tensor labelTensor(const PartData& data) {
  return torch::tensor(std::vector<std::int64_t>(data.labels.begin(), data.labels.end()));
}

void inTorchScope(const std::function<void()>& serve) {
  const TorchThreadScope scope;
  serve();
}

/// On a GPU a batch is one shard, or one for each process.
std::int64_t shardSizeOf(const BatchGradient::Options& options) {
  const std::int64_t processes = options.group == nullptr ? 1 : options.group->size();
  if (!options.device.is_cpu()) return (options.batchSize + processes - 1) / processes;
  return std::max<std::int64_t>(options.config.shardBeats, (options.batchSize + kMaxShards - 1) / kMaxShards);
}

/// A stream of its own for the shard that begins at beat `first` of a batch.
std::uint64_t shardSeed(std::uint64_t seed, std::int64_t first) {
  return seed + static_cast<std::uint64_t>(first) * 0x9e3779b97f4a7c15;
}

/// Each row with its neighbour: their order is random anyway.
torch::Tensor mixed(const torch::Tensor& rows, double share) {
  return rows * share + rows.roll(1, 0) * (1 - share);
}

}  // namespace

BatchGradient::BatchGradient(std::shared_ptr<Network> network, const PartData& data, const Options& options)
    : m_options(options),
      m_classes(data.labels),
      m_beats(data.beats.to(options.device)),
      m_features(data.features.defined() ? data.features.to(options.device) : data.features),
      m_labels(labelTensor(data).to(options.device)),
      m_loss(options.config, data.labels, options.classes, options.device),
      m_predicted(static_cast<std::size_t>(options.batchSize)),
      m_pool(options.device.is_cpu() ? threadCount(options.config.threads) : 1, inTorchScope) {
  const std::int64_t shardSize = shardSizeOf(options);
  m_shards.reserve(static_cast<std::size_t>(options.batchSize / shardSize + 1));
  for (std::int64_t first = 0; first < options.batchSize; first += shardSize) {
    if (first > 0) network = replica();
    m_shards.push_back({network, DropoutSource(shardSeed(options.dropoutSeed, first), options.device),
                        SplitMix(shardSeed(options.augmentationSeed, first)), first,
                        std::min(shardSize, options.batchSize - first)});
  }
}

std::shared_ptr<Network> BatchGradient::replica() const {
  const torch::NoGradGuard noGrad;
  const Network& learning = *m_shards.front().network;
  std::shared_ptr<Network> network = buildNetwork(m_options.config.architecture, m_beats.size(1),
                                                  static_cast<std::int64_t>(m_options.classes));
  network->to(m_options.device);
  const std::vector<torch::Tensor> weights = learning.parameters();
  std::vector<torch::Tensor> parameters = network->parameters();
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    parameters[i].set_data(weights[i].detach());
    parameters[i].requires_grad_(weights[i].requires_grad());
  }
  const std::vector<torch::Tensor> statistics = learning.buffers();
  std::vector<torch::Tensor> buffers = network->buffers();
  for (std::size_t i = 0; i < buffers.size(); ++i) buffers[i].copy_(statistics[i]);
  return network;
}

double BatchGradient::compute(std::span<const std::int64_t> indices, const JobContext& job,
                              std::string_view moment) {
  const double weight = weightOf(indices);
  const GroupShare own = ownShards();
  const Standing before = m_options.group == nullptr ? Standing() : standing();
  m_pool.run(own.count, [&](std::size_t i) {
    job.throwIfStopped();
    computeShard(m_shards[own.first + i], indices, weight);
  });
  const torch::NoGradGuard noGrad;
  if (m_options.group != nullptr) shareShards(before, moment);
  averageStatistics();
  return sumGradients();
}

void BatchGradient::followFrozen() {
  const std::vector<torch::Tensor> learning = m_shards.front().network->parameters();
  for (Shard& shard : m_shards) {
    std::vector<torch::Tensor> parameters = shard.network->parameters();
    for (std::size_t i = 0; i < parameters.size(); ++i)
      parameters[i].requires_grad_(learning[i].requires_grad());
  }
}

std::vector<ShardState> BatchGradient::shardStates() const {
  std::vector<ShardState> states;
  for (const Shard& shard : m_shards) states.push_back({shard.dropout.state(), shard.random.counter()});
  return states;
}

void BatchGradient::resume(const std::vector<ShardState>& states) {
  if (states.size() != m_shards.size())
    throw Error(fmt::format("The checkpoint's random states: expected those of {} shards, found {}.",
                            m_shards.size(), states.size()));
  const torch::NoGradGuard noGrad;
  const std::vector<torch::Tensor> statistics = m_shards.front().network->buffers();
  for (std::size_t i = 0; i < m_shards.size(); ++i) {
    m_shards[i].dropout.setState(states[i].dropout);
    m_shards[i].random = SplitMix::at(states[i].augmentation);
    std::vector<torch::Tensor> buffers = m_shards[i].network->buffers();
    for (std::size_t b = 0; b < buffers.size(); ++b)
      if (i > 0) buffers[b].copy_(statistics[b]);
  }
}

double BatchGradient::weightOf(std::span<const std::int64_t> indices) const {
  double weight = 0;
  for (const std::int64_t index : indices)
    weight += m_loss.weightOf(m_classes[static_cast<std::size_t>(index)]);
  return weight;
}

double BatchGradient::sumGradients() {
  double loss = m_shards.front().loss;
  std::vector<torch::Tensor> sums = m_shards.front().network->parameters();
  for (std::size_t shard = 1; shard < m_shards.size(); ++shard) {
    loss += m_shards[shard].loss;
    const std::vector<torch::Tensor> parameters = m_shards[shard].network->parameters();
    for (std::size_t i = 0; i < sums.size(); ++i)
      if (sums[i].requires_grad()) sums[i].mutable_grad().add_(parameters[i].grad());
  }
  return loss;
}

void BatchGradient::averageStatistics() {
  const std::vector<torch::Tensor> means = m_shards.front().network->buffers();
  if (means.empty() || m_shards.size() < 2) return;
  std::vector<std::vector<torch::Tensor>> others;
  for (std::size_t shard = 1; shard < m_shards.size(); ++shard)
    others.push_back(m_shards[shard].network->buffers());
  for (std::size_t i = 0; i < means.size(); ++i) {
    for (const auto& buffers : others) means[i].add_(buffers[i]);
    means[i].div_(static_cast<double>(m_shards.size()));
    for (const auto& buffers : others) buffers[i].copy_(means[i]);
  }
}

torch::Tensor BatchGradient::augmented(const torch::Tensor& beats, SplitMix& random) const {
  if (!hasAugmentation(m_options.config)) return beats;
  torch::Tensor changed = beats.to(torch::kCPU).contiguous();  // index_select has made it our own
  const auto samples = std::span(changed.data_ptr<float>(), static_cast<std::size_t>(changed.numel()));
  augment(samples, static_cast<std::size_t>(changed.size(1)), m_options.config, random);
  return changed.to(m_options.device);
}

void BatchGradient::computeShard(Shard& shard, std::span<const std::int64_t> indices, double batchWeight) {
  const auto own =
      indices.subspan(static_cast<std::size_t>(shard.first), static_cast<std::size_t>(shard.count));
  const torch::Tensor rows =
      torch::tensor(at::ArrayRef<std::int64_t>(own.data(), own.size())).to(m_options.device);
  NetworkInput input{augmented(m_beats.index_select(0, rows), shard.random).unsqueeze(1), {}};
  if (m_features.defined()) input.features = m_features.index_select(0, rows);
  ShardTargets targets{.labels = m_labels.index_select(0, rows), .partners = {}};
  if (m_options.config.mixup > 0) {
    targets.share = mixupShare(m_options.config.mixup, shard.random);
    targets.partners = targets.labels.roll(1, 0);
    input.beats = mixed(input.beats, targets.share);
    if (input.features.defined()) input.features = mixed(input.features, targets.share);
  }
  shard.network->train();
  for (torch::Tensor& parameter : shard.network->parameters()) parameter.mutable_grad().reset();
  const torch::Tensor logits = shard.network->forward(input, shard.dropout);  // (count, classes)
  const torch::Tensor loss = m_loss.sum(logits, targets) / batchWeight;
  shard.loss = loss.item<double>();
  loss.backward();
  const torch::Tensor predicted = logits.argmax(1).to(torch::kCPU);
  std::copy_n(predicted.data_ptr<std::int64_t>(), shard.count, m_predicted.begin() + shard.first);
}

}  // namespace ectopy
