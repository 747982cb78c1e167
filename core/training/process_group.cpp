#include "core/training/process_group.h"

#include "core/training/group_channel.h"
#include "core/training/process_meeting.h"

namespace ectopy {

ProcessGroup::ProcessGroup(const ProcessPlace& place, const GroupFacts& facts, const std::string& device,
                           const JobContext& job)
    : m_place(place), m_channel(openChannel(place, meet(place, facts, job), torch::Device(device))) {}

ProcessGroup::~ProcessGroup() = default;

std::vector<std::vector<std::byte>> ProcessGroup::exchange(std::vector<std::byte> own,
                                                           std::string_view moment) {
  own.push_back(static_cast<std::byte>(m_wish));
  std::vector<GroupMessage> all = m_channel->gather(std::move(own), moment);
  m_agreedWish = kNoWish;
  for (std::size_t rank = 0; rank < all.size(); ++rank) {
    const auto wish = static_cast<std::uint8_t>(all[rank].back());
    m_agreedWish |= rank == 0 ? wish : wish & kStop;
    all[rank].pop_back();
  }
  return all;
}

}  // namespace ectopy
