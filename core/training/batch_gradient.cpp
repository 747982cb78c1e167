#include "core/training/batch_gradient.h"

#include <algorithm>

#include "core/model/architectures.h"

namespace ectopy {
namespace {

constexpr std::int64_t kShardBeats = 32;  // at least, on the CPU: what one core takes about 9 ms for
constexpr std::int64_t kMaxShards = 16;   // each holds a gradient of its own

torch::Tensor labelTensor(const PartData& data) {
  return torch::tensor(std::vector<std::int64_t>(data.labels.begin(), data.labels.end()));
}

void inTorchScope(const std::function<void()>& serve) {
  const TorchThreadScope scope;
  serve();
}

}  // namespace

BatchGradient::BatchGradient(std::shared_ptr<Network> network, const PartData& data, const Options& options)
    : m_device(options.device),
      m_beats(data.beats.to(options.device)),
      m_labels(labelTensor(data).to(options.device)),
      m_predicted(static_cast<std::size_t>(options.batchSize)),
      m_pool(options.device.is_cpu() ? threadCount(options.threads) : 1, inTorchScope) {
  const std::int64_t shardSize =
      m_device.is_cpu() ? std::max(kShardBeats, (options.batchSize + kMaxShards - 1) / kMaxShards)
                        : options.batchSize;
  m_shards.reserve(static_cast<std::size_t>(options.batchSize / shardSize + 1));
  for (std::int64_t first = 0; first < options.batchSize; first += shardSize) {
    const std::uint64_t dropoutSeed = options.seed + static_cast<std::uint64_t>(first) * 0x9e3779b97f4a7c15;
    if (first > 0) network = replica(options);
    m_shards.push_back({network, DropoutSource(dropoutSeed, m_device), first,
                        std::min(shardSize, options.batchSize - first)});
  }
}

std::shared_ptr<Network> BatchGradient::replica(const Options& options) const {
  const std::vector<torch::Tensor> weights = m_shards.front().network->parameters();
  std::shared_ptr<Network> network =
      buildNetwork(options.architecture, m_beats.size(1), static_cast<std::int64_t>(options.classes));
  std::vector<torch::Tensor> parameters = network->parameters();
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    parameters[i].set_data(weights[i].detach());
    parameters[i].requires_grad_(weights[i].requires_grad());
  }
  return network;
}

double BatchGradient::compute(std::span<const std::int64_t> indices, const JobContext& job) {
  m_pool.run(m_shards.size(), [&](std::size_t i) {
    job.throwIfStopped();
    computeShard(m_shards[i], indices);
  });
  const torch::NoGradGuard noGrad;
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

void BatchGradient::computeShard(Shard& shard, std::span<const std::int64_t> indices) {
  const auto own =
      indices.subspan(static_cast<std::size_t>(shard.first), static_cast<std::size_t>(shard.count));
  const torch::Tensor rows = torch::tensor(at::ArrayRef<std::int64_t>(own.data(), own.size())).to(m_device);
  const torch::Tensor beats = m_beats.index_select(0, rows).unsqueeze(1);  // (count, 1, samples)
  const torch::Tensor labels = m_labels.index_select(0, rows);
  shard.network->train();
  for (torch::Tensor& parameter : shard.network->parameters()) parameter.mutable_grad().reset();
  const torch::Tensor logits = shard.network->forward(beats, shard.dropout);  // (count, classes)
  const torch::Tensor sum = torch::nn::functional::cross_entropy(
      logits, labels, torch::nn::functional::CrossEntropyFuncOptions().reduction(torch::kSum));
  const torch::Tensor loss = sum / static_cast<double>(m_predicted.size());
  shard.loss = loss.item<double>();
  loss.backward();
  const torch::Tensor predicted = logits.argmax(1).to(torch::kCPU);
  std::copy_n(predicted.data_ptr<std::int64_t>(), shard.count, m_predicted.begin() + shard.first);
}

}  // namespace ectopy
