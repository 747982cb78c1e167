#pragma once

#include <memory>
#include <string_view>
#include <torch/csrc/distributed/c10d/Store.hpp>
#include <vector>

#include "core/model/torch_compat.h"
#include "core/training/process_group.h"

namespace ectopy {

using GroupMessage = std::vector<std::byte>;

/// What carries bytes between processes. Whole gradients are gathered rather than reduced: each process then
/// sums the shards in the same order, so the result is that of one process, bit for bit. For networks of
/// 50 000 to 250 000 parameters that is a megabyte at most a shard and step.
class GroupChannel {
 public:
  virtual ~GroupChannel() = default;
  /// Everybody's message by rank; all are of one size. Throws LostProcess, with the `moment` in it.
  virtual std::vector<GroupMessage> gather(GroupMessage own, std::string_view moment) = 0;
};

/// Connects the processes that met in the store. Throws Error: they can't be, or libtorch has no Gloo.
std::unique_ptr<GroupChannel> openChannel(const ProcessPlace& place,
                                          const c10::intrusive_ptr<c10d::Store>& store,
                                          const torch::Device& device);

}  // namespace ectopy
