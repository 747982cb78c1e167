#pragma once

#include <string_view>
#include <variant>

#include "core/beats/beat_filter.h"
#include "core/beats/beat_set.h"

namespace ectopy {

/// What somebody asked for: one beat to go to, or which beats to show (in file order).
using BeatQuery = std::variant<BeatIndex, BeatFilter>;

/// Reads what is typed into the jump box:
///   203            the first beat of record 203 where there is one, else beat 203, counted from 1
///   #12 345        beat 12 345, whatever the records are called; blanks may part the thousands
///   203@0:12:30.5  the beat of record 203 nearest to [h:]m:ss[.mmm] or to a number of seconds
///   true:S pred:N record:203 part:test conf<0.6 conf>0.9 is:wrong is:edited   terms; all must hold
/// Upper and lower case of names count only where they tell two apart. Throws Error.
BeatQuery parseBeatQuery(std::string_view text, const BeatSet& beats);

}  // namespace ectopy
