#pragma once

#include <algorithm>
#include <vector>

#include "core/beats/beat_set.h"

namespace ectopy {

/// What people noted of beats beside their labels, one entry a beat; empty: of none.
struct BeatMarks {
  std::vector<bool> isFlagged;   // look at it again
  std::vector<bool> isExcluded;  // nothing may be learned from it
  std::vector<bool> hasNote;

  bool areNone() const {
    const auto isOn = [](bool mark) { return mark; };
    return std::ranges::none_of(isFlagged, isOn) && std::ranges::none_of(isExcluded, isOn) &&
           std::ranges::none_of(hasNote, isOn);
  }
  bool flagged(BeatIndex beat) const { return beat < isFlagged.size() && isFlagged[beat]; }
  bool excluded(BeatIndex beat) const { return beat < isExcluded.size() && isExcluded[beat]; }
  bool noted(BeatIndex beat) const { return beat < hasNote.size() && hasNote[beat]; }
};

}  // namespace ectopy
