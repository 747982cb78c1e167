#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/beats/seeded_random.h"
#include "core/beats/split.h"

namespace ectopy {

/// Labelled beats of each class, ascending. Throws Error when fewer than two classes have beats.
std::vector<std::vector<BeatIndex>> beatsByClass(const BeatSet& beats, std::span<const ClassIndex> labels);

/// Takes `share` of each class at random, to the nearest whole beat but at least one where the class has two;
/// the rest stays in `from`. Ascending.
std::vector<BeatIndex> takeStratified(std::vector<std::vector<BeatIndex>>& from, double share,
                                      SeededRandom& random);

/// All of them, ascending.
std::vector<BeatIndex> joined(const std::vector<std::vector<BeatIndex>>& parts);

/// Beats that must stay together: a record's, a patient's.
struct BeatGroup {
  std::string name;
  std::vector<BeatIndex> beats;          // labelled, ascending
  std::vector<std::size_t> classCounts;  // by class
};

/// One group a record name or patient in order of first appearance; beats without a record or label are left
/// out.
std::vector<BeatGroup> groupsByRecord(const BeatSet& beats, std::span<const ClassIndex> labels);
std::vector<BeatGroup> groupsByPatient(const BeatSet& beats, std::span<const ClassIndex> labels);

/// Chooses whole groups that hold about `share` of each class: every class that can be is on both sides, and
/// `left` groups at least stay behind. Moves them from `groups` to the result; both keep their order.
std::vector<BeatGroup> takeGroups(std::vector<BeatGroup>& groups, double share, std::size_t left,
                                  SeededRandom& random);

/// All beats of the groups, ascending.
std::vector<BeatIndex> beatsOf(const std::vector<BeatGroup>& groups);

/// Splits by the folds of the records' catalogue; fold 0: the last one is the test part. Throws Error when
/// there are fewer than three folds, or not that one.
void splitByFold(const BeatSet& beats, std::span<const ClassIndex> labels, int fold, Split& split);
/// The folds that records stand in, ascending, without 0.
std::vector<int> foldsOf(const BeatSet& beats);
/// K of "fold:K", 0 of "folds", nothing of another id.
std::optional<int> foldOfId(std::string_view id);

/// The patient of a record: its own entry, else its name.
const std::string& patientOf(const RecordInfo& record);

}  // namespace ectopy
