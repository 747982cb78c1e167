#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/beats/beat_peak.h"
#include "core/signal/annotation.h"

namespace ectopy {

/// An R peak of a record put elsewhere, in samples. From -1: a beat that its annotations do not have; to -1:
/// one that is none.
struct PeakCorrection {
  std::int64_t from = -1;
  std::int64_t to = -1;

  bool operator==(const PeakCorrection&) const = default;
};

/// What the R peaks of a set are corrected to in one of its records (place in the set's facts).
std::vector<PeakCorrection> correctionsOf(const BeatSet& base, const PeakEdits& edits, std::uint32_t record);
/// What a set's R peaks were corrected to.
std::vector<PeakCorrection> correctionsOf(const BeatSet& beats, std::uint32_t record);

/// A record's annotations in time order with its beats corrected. A beat added is marked N: what it is stands
/// in its label.
std::vector<Annotation> corrected(std::vector<Annotation> annotations,
                                  std::span<const PeakCorrection> corrections, ClassMap classMap);

}  // namespace ectopy
