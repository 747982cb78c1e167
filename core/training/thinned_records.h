#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/beats/beat_set.h"

namespace ectopy {

/// Beats to learn from a second time, with other numbers beside them.
struct ThinnedBeats {
  std::vector<BeatIndex> beats;
  std::vector<float> features;  // beats x facts().features
};

/// Records in which supraventricular beats are the majority are rare, and unlike all others: what is usual in
/// them is early. Each record with 20 or more S beats among `part` is copied with three S beats for one N,
/// the N taken at random from those next to an S; rhythm and shape are measured anew as if nothing else had
/// been recorded (the ratios to the record's mean and the second lead stay). A beat that `part` names twice
/// counts once. In the records' order; the same for the same seed. Nothing where the classes S and N are not
/// known. Throws Error when the beats don't carry the numbers of rule `context`.
ThinnedBeats thinnedRecords(const BeatSet& beats, std::span<const ClassIndex> labels,
                            std::span<const BeatIndex> part, int copies, std::uint64_t seed);

}  // namespace ectopy
