#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>

#include "core/beats/split_parts.h"

namespace ectopy {
namespace {

constexpr int kDraws = 2000;               // random choices of groups that are compared
constexpr std::size_t kMaxWork = 4000000;  // groups looked at in all of them

using Counts = std::vector<std::size_t>;

std::vector<BeatGroup> groupsBy(const BeatSet& beats, std::span<const ClassIndex> labels,
                                const std::function<const std::string&(const RecordInfo&)>& nameOfRecord) {
  std::vector<BeatGroup> groups;
  std::map<std::string, std::size_t> places;
  std::vector<std::size_t> groupOfRecord;
  for (const RecordInfo& record : beats.facts().records) {
    const std::string& name = nameOfRecord(record);
    const auto [place, isNew] = places.try_emplace(name, groups.size());
    if (isNew) groups.push_back({name, {}, Counts(beats.scheme().size())});
    groupOfRecord.push_back(place->second);
  }
  for (BeatIndex i = 0; i < beats.size(); ++i) {
    const std::uint32_t record = beats.columns().records[i];
    if (record == BeatColumns::kNoRecord || labels[i] >= beats.scheme().size()) continue;
    BeatGroup& group = groups[groupOfRecord[record]];
    group.beats.push_back(i);
    ++group.classCounts[labels[i]];
  }
  std::erase_if(groups, [](const BeatGroup& group) { return group.beats.empty(); });
  return groups;
}

void addTo(Counts& sum, const Counts& counts) {
  for (std::size_t i = 0; i < counts.size(); ++i) sum[i] += counts[i];
}

/// How far a choice is from the share wanted of each class; a class missing on one side outweighs all else.
double costOf(const Counts& chosen, const Counts& all, double share) {
  double cost = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i] == 0) continue;
    const double got = static_cast<double>(chosen[i]) / static_cast<double>(all[i]);
    if (chosen[i] == 0 || chosen[i] == all[i]) cost += 100;
    cost += std::abs(got - share);
  }
  return cost;
}

}  // namespace

const std::string& patientOf(const RecordInfo& record) {
  return record.patient.empty() ? record.name : record.patient;
}

std::vector<BeatGroup> groupsByRecord(const BeatSet& beats, std::span<const ClassIndex> labels) {
  return groupsBy(beats, labels, [](const RecordInfo& record) -> const std::string& { return record.name; });
}

std::vector<BeatGroup> groupsByPatient(const BeatSet& beats, std::span<const ClassIndex> labels) {
  return groupsBy(beats, labels, patientOf);
}

std::vector<BeatGroup> takeGroups(std::vector<BeatGroup>& groups, double share, std::size_t left,
                                  SeededRandom& random) {
  if (groups.size() <= left) return {};
  const std::size_t most = groups.size() - left;
  const auto wanted = static_cast<std::size_t>(std::lround(share * static_cast<double>(groups.size())));
  const std::size_t fewest = std::clamp<std::size_t>(wanted, 1, most);
  // A few groups more or less are fine where that brings every class to both sides.
  const std::size_t low = fewest > 2 ? fewest - 1 : 1;
  const std::size_t high = std::min(fewest + 2, most);

  Counts all(groups.empty() ? 0 : groups.front().classCounts.size());
  for (const BeatGroup& group : groups) addTo(all, group.classCounts);
  std::vector<std::size_t> places(groups.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  std::vector<std::size_t> best;
  double bestCost = 0;
  const int draws =
      std::max<int>(50, std::min<int>(kDraws, static_cast<int>(kMaxWork / (groups.size() * 10))));
  for (int draw = 0; draw < draws; ++draw) {
    random.shuffle(std::span(places));
    const std::size_t count = low + random.below(high - low + 1);
    Counts chosen(all.size());
    for (std::size_t i = 0; i < count; ++i) addTo(chosen, groups[places[i]].classCounts);
    const double cost = costOf(chosen, all, share);
    if (!best.empty() && cost >= bestCost) continue;
    bestCost = cost;
    best.assign(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(count));
  }

  std::sort(best.begin(), best.end());
  std::vector<BeatGroup> taken;
  for (const std::size_t place : best) taken.push_back(std::move(groups[place]));
  for (auto place = best.rbegin(); place != best.rend(); ++place) {
    groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(*place));
  }
  return taken;
}

std::vector<BeatIndex> beatsOf(const std::vector<BeatGroup>& groups) {
  std::vector<std::vector<BeatIndex>> parts;
  for (const BeatGroup& group : groups) parts.push_back(group.beats);
  return joined(parts);
}

}  // namespace ectopy
