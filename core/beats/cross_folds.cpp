#include "core/beats/cross_folds.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "core/base/enum_names.h"
#include "core/base/error.h"
#include "core/beats/split_parts.h"

namespace ectopy {
namespace {

constexpr double kValidationShare = 0.1;
constexpr int kMostFolds = 100;
constexpr std::array<std::pair<FoldGroup, std::string_view>, 3> kGroupNames{{
    {FoldGroup::Beat, "beat"},
    {FoldGroup::Record, "record"},
    {FoldGroup::Patient, "patient"},
}};

void requireFolds(int folds, std::size_t available, std::string_view what) {
  const std::size_t most = std::min<std::size_t>(kMostFolds, available);
  if (folds >= 2 && static_cast<std::size_t>(folds) <= most) return;
  throw Error(
      fmt::format("Expected 2 to {} folds ({} labelled {}s), found {}.", most, available, what, folds));
}

/// Takes turns through the beats, on from where the one before ended, so that folds stay equally large.
class Dealer {
 public:
  Dealer(std::vector<std::uint8_t>& folds, int count, std::uint64_t seed)
      : m_folds(folds), m_count(count), m_random(seed) {}

  void deal(std::vector<BeatIndex> beats) {
    m_random.shuffle(std::span(beats));
    for (const BeatIndex beat : beats) m_folds[beat] = static_cast<std::uint8_t>(m_next++ % m_count);
  }

 private:
  std::vector<std::uint8_t>& m_folds;
  int m_count;
  int m_next = 0;
  SeededRandom m_random;
};

std::vector<std::uint8_t> foldsByBeat(const BeatSet& beats, std::span<const ClassIndex> labels, int folds,
                                      std::uint64_t seed) {
  const auto byClass = beatsByClass(beats, labels);
  std::vector<BeatIndex> unlabelled;
  for (BeatIndex beat = 0; beat < beats.size(); ++beat)
    if (labels[beat] >= beats.scheme().size()) unlabelled.push_back(beat);
  requireFolds(folds, beats.size() - unlabelled.size(), "beat");
  std::vector<std::uint8_t> foldOfBeat(beats.size());
  Dealer dealer(foldOfBeat, folds, seed);
  for (const auto& one : byClass) dealer.deal(one);
  dealer.deal(std::move(unlabelled));
  return foldOfBeat;
}

const std::string& groupName(const RecordInfo& record, FoldGroup group) {
  return group == FoldGroup::Record ? record.name : patientOf(record);
}

std::vector<BeatGroup> groupsOf(const BeatSet& beats, std::span<const ClassIndex> labels, FoldGroup group) {
  return group == FoldGroup::Record ? groupsByRecord(beats, labels) : groupsByPatient(beats, labels);
}

void requireRecords(const BeatSet& beats, FoldGroup group) {
  const auto& records = beats.columns().records;
  const auto missing = std::ranges::find(records, BeatColumns::kNoRecord);
  if (missing == records.end()) return;
  throw Error(
      fmt::format("Folds that keep the beats of a {} together need the record of every beat, beat {} of "
                  "\"{}\" has none: use folds by beat.",
                  nameOf(group), missing - records.begin(), beats.facts().name));
}

std::vector<std::uint8_t> foldsByGroup(const BeatSet& beats, std::span<const ClassIndex> labels, int folds,
                                       FoldGroup group, std::uint64_t seed) {
  requireRecords(beats, group);
  beatsByClass(beats, labels);  // says so where there is but one class
  std::vector<BeatGroup> groups = groupsOf(beats, labels, group);
  requireFolds(folds, groups.size(), nameOf(group));
  SeededRandom random(seed);
  std::map<std::string, std::uint8_t> foldOfName;
  for (int fold = 0; fold < folds; ++fold) {
    const int left = folds - fold - 1;
    const auto taken = left == 0
                           ? std::move(groups)
                           : takeGroups(groups, 1.0 / (left + 1), static_cast<std::size_t>(left), random);
    for (const BeatGroup& one : taken) foldOfName[one.name] = static_cast<std::uint8_t>(fold);
  }
  std::vector<std::uint8_t> foldOfRecord;
  for (const RecordInfo& record : beats.facts().records) {
    const auto found = foldOfName.find(groupName(record, group));
    // One without a labelled beat may stand anywhere.
    foldOfRecord.push_back(found == foldOfName.end() ? 0 : found->second);
  }
  std::vector<std::uint8_t> foldOfBeat;
  for (const std::uint32_t record : beats.columns().records) foldOfBeat.push_back(foldOfRecord[record]);
  return foldOfBeat;
}

}  // namespace

std::string_view nameOf(FoldGroup group) {
  return nameIn(kGroupNames, group);
}

FoldGroup foldGroupFromName(std::string_view name) {
  return valueIn(kGroupNames, name, "way to group folds");
}

std::vector<std::uint8_t> foldOfEachBeat(const BeatSet& beats, std::span<const ClassIndex> labels, int folds,
                                         FoldGroup group, std::uint64_t seed) {
  if (labels.size() != beats.size())
    throw Error(fmt::format("Expected a label for each of {} beats, found {}.", beats.size(), labels.size()));
  return group == FoldGroup::Beat ? foldsByBeat(beats, labels, folds, seed)
                                  : foldsByGroup(beats, labels, folds, group, seed);
}

Split splitWithoutFold(const BeatSet& beats, std::span<const ClassIndex> labels,
                       std::span<const std::uint8_t> foldOfBeat, int fold, FoldGroup group,
                       std::uint64_t seed) {
  Split split;
  split.id = "held-out-fold";
  split.protocol = fmt::format("one of several folds by {} held out", nameOf(group));
  split.guard = "for out-of-fold probabilities: no beat is judged by a model that learned from it";
  split.seed = seed;
  std::vector<ClassIndex> visible(labels.begin(), labels.end());
  for (BeatIndex beat = 0; beat < beats.size(); ++beat) {
    if (foldOfBeat[beat] != fold) continue;
    split.test.push_back(beat);
    visible[beat] = kUnlabelled;
  }
  SeededRandom random(seed);
  auto byClass = beatsByClass(beats, visible);
  std::vector<BeatGroup> groups;
  if (group != FoldGroup::Beat) groups = groupsOf(beats, visible, group);
  if (groups.size() >= 2) {
    split.validation = beatsOf(takeGroups(groups, kValidationShare, 1, random));
    split.train = beatsOf(groups);
    return split;
  }
  split.validation = takeStratified(byClass, kValidationShare, random);
  split.train = joined(byClass);
  return split;
}

}  // namespace ectopy
