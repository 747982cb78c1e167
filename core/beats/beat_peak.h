#pragma once

#include <cstdint>
#include <map>
#include <memory>

#include "core/beats/beat_set.h"

namespace ectopy {

/// Where a beat stands: its R peak in the raw record.
struct BeatPeak {
  std::uint32_t record = BeatColumns::kNoRecord;  // place in the set's facts
  std::int64_t sample = -1;                       // -1: there is no such beat, or not any more

  bool operator==(const BeatPeak&) const = default;
};

/// The beats that stand elsewhere than their source has them, by place. Places of beats never change: those
/// of the source come first, then the added ones in the order they were added; a beat that was taken away
/// leaves its place.
using PeakEdits = std::map<BeatIndex, BeatPeak>;

/// What a set of corrected beats was made of (core/beats/peak_edits.h).
struct PeakOverlay {
  std::shared_ptr<const BeatSet> base;
  PeakEdits edits;
};

}  // namespace ectopy
