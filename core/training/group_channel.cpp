#include "core/training/group_channel.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#ifdef ECTOPY_HAS_GLOO
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#endif
#ifdef ECTOPY_HAS_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

namespace ectopy {
namespace {

[[maybe_unused]] torch::Tensor bytesOf(GroupMessage& message) {
  return torch::from_blob(message.data(), {static_cast<std::int64_t>(message.size())}, torch::kUInt8);
}

[[maybe_unused]] std::chrono::milliseconds patienceOf(const ProcessPlace& place) {
  return std::chrono::milliseconds(static_cast<std::int64_t>(place.patienceSeconds * 1000) + 1);
}

[[maybe_unused]] LostProcess lost(const ProcessPlace& place, int rank, std::string_view moment) {
  return LostProcess(
      fmt::format("Process {} of {} was lost at {}: it ended, or sent nothing for {} s; process {} ends too.",
                  rank, place.size, moment, place.patienceSeconds, place.rank));
}

#ifdef ECTOPY_HAS_GLOO
auto glooDevice(const ProcessPlace& place) {
  using c10d::ProcessGroupGloo;
  if (const char* interface = std::getenv("GLOO_SOCKET_IFNAME"))
    return ProcessGroupGloo::createDeviceForInterface(interface);
  const std::string& master = place.masterAddress;
  const bool isThisMachine = master == "localhost" || master == "::1" || master.starts_with("127.");
  return isThisMachine ? ProcessGroupGloo::createDeviceForHostname("127.0.0.1")
                       : ProcessGroupGloo::createDefaultDevice();
}

/// Each process sends to each: so it is known whose message does not come.
class GlooChannel : public GroupChannel {
 public:
  GlooChannel(const ProcessPlace& place, const c10::intrusive_ptr<c10d::Store>& store) : m_place(place) {
    auto options = c10d::ProcessGroupGloo::Options::create(patienceOf(place));
    options->devices.push_back(glooDevice(place));
    options->threads = 1;
    m_gloo = c10::make_intrusive<c10d::ProcessGroupGloo>(store, place.rank, place.size, options);
  }

  std::vector<GroupMessage> gather(GroupMessage own, std::string_view moment) override {
    std::vector<GroupMessage> all(static_cast<std::size_t>(m_place.size), GroupMessage(own.size()));
    std::vector<Sending> receiving;
    std::vector<Sending> sending;
    for (int rank = 0; rank < m_place.size; ++rank) {
      if (rank == m_place.rank) continue;
      guard(rank, moment, [&] {
        std::vector<torch::Tensor> theirs{bytesOf(all[static_cast<std::size_t>(rank)])};
        receiving.push_back({rank, m_gloo->recv(theirs, rank, 0)});
      });
    }
    for (const Sending& other : receiving)
      guard(other.rank, moment, [&] {
        std::vector<torch::Tensor> ours{bytesOf(own)};
        sending.push_back({other.rank, m_gloo->send(ours, other.rank, 0)});
      });
    for (const std::vector<Sending>& works : {receiving, sending})
      for (const Sending& one : works) guard(one.rank, moment, [&] { one.work->wait(patienceOf(m_place)); });
    all[static_cast<std::size_t>(m_place.rank)] = std::move(own);
    return all;
  }

 private:
  using Work = decltype(std::declval<c10d::ProcessGroupGloo>().barrier());
  struct Sending {
    int rank;
    Work work;
  };

  template <typename Call>
  void guard(int rank, std::string_view moment, Call&& call) const {
    try {
      call();
    } catch (const std::exception&) {
      throw lost(m_place, rank, moment);
    }
  }

  ProcessPlace m_place;
  c10::intrusive_ptr<c10d::ProcessGroupGloo> m_gloo;
};
#endif

#ifdef ECTOPY_HAS_NCCL
/// Between GPUs.
class NcclChannel : public GroupChannel {
 public:
  NcclChannel(const ProcessPlace& place, const c10::intrusive_ptr<c10d::Store>& store,
              const torch::Device& device)
      : m_place(place), m_device(device) {
    // Else nobody notices that another process is gone.
    setenv("NCCL_BLOCKING_WAIT", "1", 0);        // torch 1.13
    setenv("TORCH_NCCL_BLOCKING_WAIT", "1", 0);  // torch 2
    auto options = c10d::ProcessGroupNCCL::Options::create();
    options->timeout = patienceOf(place);
    m_nccl = c10::make_intrusive<c10d::ProcessGroupNCCL>(store, place.rank, place.size, options);
  }

  std::vector<GroupMessage> gather(GroupMessage own, std::string_view moment) override {
    std::vector<GroupMessage> all(static_cast<std::size_t>(m_place.size), GroupMessage(own.size()));
    try {
      std::vector<torch::Tensor> ours{bytesOf(own).to(m_device)};
      std::vector<std::vector<torch::Tensor>> theirs(1);
      for (int rank = 0; rank < m_place.size; ++rank) theirs[0].push_back(torch::empty_like(ours[0]));
      m_nccl->allgather(theirs, ours)->wait();
      for (std::size_t rank = 0; rank < all.size(); ++rank) bytesOf(all[rank]).copy_(theirs[0][rank]);
    } catch (const std::exception&) {
      throw LostProcess(fmt::format("A process of {} was lost at {}: it ended, or sent nothing for {} s.",
                                    m_place.size, moment, m_place.patienceSeconds));
    }
    return all;
  }

 private:
  ProcessPlace m_place;
  torch::Device m_device;
  c10::intrusive_ptr<c10d::ProcessGroupNCCL> m_nccl;
};
#endif

}  // namespace

std::unique_ptr<GroupChannel> openChannel([[maybe_unused]] const ProcessPlace& place,
                                          [[maybe_unused]] const c10::intrusive_ptr<c10d::Store>& store,
                                          [[maybe_unused]] const torch::Device& device) {
  try {
#ifdef ECTOPY_HAS_NCCL
    if (device.is_cuda()) return std::make_unique<NcclChannel>(place, store, device);
#endif
#ifdef ECTOPY_HAS_GLOO
    return std::make_unique<GlooChannel>(place, store);
#endif
  } catch (const std::exception&) {
    throw Error(fmt::format("Process {} of {} could not connect with the others within {} s.", place.rank,
                            place.size, place.patienceSeconds));
  }
  throw Error(
      "This program was built without Gloo (Debian: libgloo-dev): it trains by one process alone; unset "
      "WORLD_SIZE.");
}

}  // namespace ectopy
