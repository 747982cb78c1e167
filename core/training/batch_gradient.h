#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/job_context.h"
#include "core/model/network.h"
#include "core/model/split_mix.h"
#include "core/training/batch_loss.h"
#include "core/training/checkpoint.h"
#include "core/training/process_group.h"
#include "core/training/training_data.h"
#include "core/training/worker_pool.h"

namespace ectopy {

/// Loss and gradient of a batch. The batch falls into shards of a fixed size, each computed by one thread on
/// a network of its own that shares the weights; their gradients are summed in order. So the result is the
/// same, bit for bit, for any number of threads, and no thread waits for another inside a layer. Batch norms
/// see one shard at a time (ghost batch norm, Hoffer 2017). In a group each process computes some of the
/// shards and hands them to the others, which changes nothing for the sum.
class BatchGradient {
 public:
  struct Options {
    TrainingConfig config;  // with the architecture that is trained
    std::size_t classes = 5;
    std::int64_t batchSize = 128;  // beats a step takes
    std::uint64_t dropoutSeed = 1;
    std::uint64_t augmentationSeed = 2;
    torch::Device device = torch::kCPU;
    ProcessGroup* group = nullptr;  // those that train with us
  };

  /// `network` is the one that learns, on the device; `data` what it learns from. Both must outlive this.
  BatchGradient(std::shared_ptr<Network> network, const PartData& data, const Options& options);

  /// Leaves the gradient of the mean loss over the beats `indices` (batchSize of them; mean by the weights of
  /// their classes) in the network's parameters and returns that mean. Buffers (batch norm statistics) become
  /// the mean of all shards'. Throws Stopped within a shard; LostProcess, with all as it was before the
  /// batch.
  double compute(std::span<const std::int64_t> indices, const JobContext& job, std::string_view moment = {});
  /// The class each beat of the last batch was taken for, with the weights it met.
  const std::vector<std::int64_t>& predicted() const { return m_predicted; }

  /// To be called when the network's frozen parameters became others.
  void followFrozen();

  /// Where the random numbers of each shard stand.
  std::vector<ShardState> shardStates() const;
  /// Goes on from there, with the statistics that the network has now. Throws Error when they are not of such
  /// shards.
  void resume(const std::vector<ShardState>& states);

 private:
  struct Shard {
    std::shared_ptr<Network> network;  // the learning one, or a replica on its weights
    DropoutSource dropout;
    SplitMix random;  // of augmentation and mixing
    std::int64_t first = 0;
    std::int64_t count = 0;
    double loss = 0;  // its part of the mean
  };

  std::shared_ptr<Network> replica() const;
  void computeShard(Shard& shard, std::span<const std::int64_t> indices, double batchWeight);
  torch::Tensor augmented(const torch::Tensor& beats, SplitMix& random) const;
  double weightOf(std::span<const std::int64_t> indices) const;
  double sumGradients();
  void averageStatistics();

  // batch_gradient_group.cpp
  /// What a batch changes, to be taken back when others don't get that far.
  struct Standing {
    std::vector<torch::Tensor> statistics;
    std::vector<ShardState> shards;
  };
  Standing standing() const;
  void takeBack(const Standing& before);
  GroupShare ownShards() const { return shardsOf(m_options.group == nullptr ? 0 : m_options.group->rank()); }
  GroupShare shardsOf(int rank) const;
  void shareShards(const Standing& before, std::string_view moment);
  std::size_t messageSize() const;
  void write(const Shard& shard, std::vector<std::byte>& message) const;
  std::span<const std::byte> read(Shard& shard, std::span<const std::byte> message);

  Options m_options;
  std::span<const ClassIndex> m_classes;
  torch::Tensor m_beats;     // (n, samples), on the device
  torch::Tensor m_features;  // (n, numbers beside a beat), on the device, or undefined
  torch::Tensor m_labels;    // (n), int64, on the device
  BatchLoss m_loss;
  std::vector<Shard> m_shards;
  std::vector<std::int64_t> m_predicted;
  WorkerPool m_pool;
};

}  // namespace ectopy
