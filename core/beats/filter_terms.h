#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/beats/beat_filter.h"
#include "core/beats/beat_set.h"

namespace ectopy {

/// The record of a name; upper and lower case count only where they tell two apart.
std::optional<std::uint32_t> recordNamed(std::string_view name, const BeatSet& beats);
/// The same; throws Error when there is none.
std::uint32_t requireRecord(std::string_view name, const BeatSet& beats);

/// "true:S pred:N record:203 part:test conf<0.6 conf>0.9 is:wrong is:edited", any of them parted by blanks;
/// also is:unlabelled, is:flagged, is:excluded, is:noted.
/// Throws Error for anything else and for a term given twice.
BeatFilter parseFilterTerms(std::string_view text, const BeatSet& beats);

}  // namespace ectopy
