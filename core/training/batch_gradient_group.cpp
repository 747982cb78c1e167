#include <cstring>

#include "core/training/batch_gradient.h"

namespace ectopy {
namespace {

using Bytes = std::vector<std::byte>;

template <typename Value>
void append(Bytes& message, const Value* values, std::size_t count) {
  const auto bytes = std::as_bytes(std::span(values, count));
  message.insert(message.end(), bytes.begin(), bytes.end());
}

void append(Bytes& message, const torch::Tensor& tensor) {
  const torch::Tensor values = tensor.to(torch::kCPU).contiguous();
  append(message, values.data_ptr<float>(), static_cast<std::size_t>(values.numel()));
}

template <typename Value>
void take(std::span<const std::byte>& message, Value* values, std::size_t count) {
  std::memcpy(values, message.data(), count * sizeof(Value));
  message = message.subspan(count * sizeof(Value));
}

void take(std::span<const std::byte>& message, torch::Tensor& tensor) {
  torch::Tensor values = torch::empty(tensor.sizes(), torch::kFloat32);
  take(message, values.data_ptr<float>(), static_cast<std::size_t>(values.numel()));
  tensor.copy_(values);
}

}  // namespace

GroupShare BatchGradient::shardsOf(int rank) const {
  if (m_options.group == nullptr) return {0, m_shards.size()};
  return groupShare(m_shards.size(), rank, m_options.group->size());
}

BatchGradient::Standing BatchGradient::standing() const {
  const torch::NoGradGuard noGrad;
  Standing standing{{}, shardStates()};
  for (const torch::Tensor& statistic : m_shards.front().network->buffers())
    standing.statistics.push_back(statistic.clone());
  return standing;
}

void BatchGradient::takeBack(const Standing& before) {
  std::vector<torch::Tensor> statistics = m_shards.front().network->buffers();
  for (std::size_t i = 0; i < statistics.size(); ++i) statistics[i].copy_(before.statistics[i]);
  resume(before.shards);
}

void BatchGradient::shareShards(const Standing& before, std::string_view moment) {
  Bytes message;
  message.reserve(messageSize() + 1);
  const GroupShare own = ownShards();
  for (std::size_t i = 0; i < own.count; ++i) write(m_shards[own.first + i], message);
  message.resize(messageSize());
  std::vector<Bytes> all;
  try {
    all = m_options.group->exchange(std::move(message), moment);
  } catch (const LostProcess&) {
    takeBack(before);
    throw;
  }
  for (int rank = 0; rank < m_options.group->size(); ++rank) {
    if (rank == m_options.group->rank()) continue;
    std::span<const std::byte> rest = all[static_cast<std::size_t>(rank)];
    const GroupShare theirs = shardsOf(rank);
    for (std::size_t i = 0; i < theirs.count; ++i) rest = read(m_shards[theirs.first + i], rest);
  }
}

/// All messages are as long as the longest.
std::size_t BatchGradient::messageSize() const {
  const Network& network = *m_shards.front().network;
  std::size_t values = 0;
  for (const torch::Tensor& parameter : network.parameters())
    if (parameter.requires_grad()) values += static_cast<std::size_t>(parameter.numel());
  for (const torch::Tensor& statistic : network.buffers())
    values += static_cast<std::size_t>(statistic.numel());
  const std::size_t numbers = 2 + m_shards.front().dropout.state().size() +  // loss, augmentation, dropout
                              static_cast<std::size_t>(m_shards.front().count);  // predicted
  std::size_t most = 0;
  for (int rank = 0; rank < m_options.group->size(); ++rank) most = std::max(most, shardsOf(rank).count);
  return most * (values * sizeof(float) + numbers * sizeof(std::uint64_t));
}

void BatchGradient::write(const Shard& shard, Bytes& message) const {
  append(message, &shard.loss, 1);
  append(message, m_predicted.data() + shard.first, static_cast<std::size_t>(shard.count));
  const std::vector<std::uint64_t> dropout = shard.dropout.state();
  append(message, dropout.data(), dropout.size());
  const std::uint64_t augmentation = shard.random.counter();
  append(message, &augmentation, 1);
  for (const torch::Tensor& parameter : shard.network->parameters())
    if (parameter.requires_grad()) append(message, parameter.grad());
  for (const torch::Tensor& statistic : shard.network->buffers()) append(message, statistic);
}

std::span<const std::byte> BatchGradient::read(Shard& shard, std::span<const std::byte> message) {
  take(message, &shard.loss, 1);
  take(message, m_predicted.data() + shard.first, static_cast<std::size_t>(shard.count));
  std::vector<std::uint64_t> dropout = shard.dropout.state();
  take(message, dropout.data(), dropout.size());
  shard.dropout.setState(dropout);
  std::uint64_t augmentation = 0;
  take(message, &augmentation, 1);
  shard.random = SplitMix::at(augmentation);
  for (torch::Tensor& parameter : shard.network->parameters()) {
    if (!parameter.requires_grad()) continue;
    if (!parameter.grad().defined()) parameter.mutable_grad() = torch::empty_like(parameter);
    take(message, parameter.mutable_grad());
  }
  for (torch::Tensor& statistic : shard.network->buffers()) take(message, statistic);
  return message;
}

}  // namespace ectopy
