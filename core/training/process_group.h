#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/job_context.h"
#include "core/base/process_place.h"

namespace ectopy {

class GroupChannel;

/// Another process that trains with us is gone, or was waited for too long.
class LostProcess : public Error {
 public:
  using Error::Error;
};

/// What all processes must agree about before they train together, by name.
using GroupFacts = std::vector<std::pair<std::string, std::string>>;

/// What a process asks of all others with its next message; put together with |.
enum GroupWish : std::uint8_t {
  kNoWish = 0,
  kStop = 1,      // end without a model; anyone's counts
  kKeepBest = 2,  // end early and keep the best; the leader's counts
  kTimeOver = 4,  // the same, by the time limit
};

/// Processes that train one model together: every one works on its part and hands the others what came out.
/// Joined over a TCP store of c10d, connected by its Gloo, or NCCL between GPUs where libtorch has it.
class ProcessGroup {
 public:
  /// Waits until all have come and hold the same facts. `device` is the network's ("cpu", "cuda:0"). Throws
  /// Error, naming the process, when one does not come in time or trains something else; Stopped.
  ProcessGroup(const ProcessPlace& place, const GroupFacts& facts, const std::string& device,
               const JobContext& job);
  ~ProcessGroup();
  ProcessGroup(const ProcessGroup&) = delete;
  ProcessGroup& operator=(const ProcessGroup&) = delete;

  int rank() const { return m_place.rank; }
  int size() const { return m_place.size; }
  bool isLeader() const { return m_place.isLeader(); }

  /// Gives everybody's bytes, by rank. All call it in the same order with as many bytes. `moment` says in the
  /// error what was being done ("epoch 3, step 12"). Throws LostProcess.
  std::vector<std::vector<std::byte>> exchange(std::vector<std::byte> own, std::string_view moment);

  /// To be sent with the next exchange.
  void setWish(std::uint8_t wish) { m_wish = wish; }
  /// What the last exchange brought, the same in every process.
  std::uint8_t agreedWish() const { return m_agreedWish; }

 private:
  ProcessPlace m_place;
  std::uint8_t m_wish = kNoWish;
  std::uint8_t m_agreedWish = kNoWish;
  std::unique_ptr<GroupChannel> m_channel;
};

/// The part of `count` pieces that process `rank` of `size` works on: neighbours, in the order of ranks.
struct GroupShare {
  std::size_t first = 0;
  std::size_t count = 0;
};
inline GroupShare groupShare(std::size_t count, int rank, int size) {
  const auto cut = [&](int at) {
    return count * static_cast<std::size_t>(at) / static_cast<std::size_t>(size);
  };
  return {cut(rank), cut(rank + 1) - cut(rank)};
}

}  // namespace ectopy
