#pragma once

#include <span>
#include <string_view>

#include "core/beats/split.h"

namespace ectopy::ui {

/// The split a session uses: made from the file's labels, so that no edit moves a beat between parts; from
/// the effective labels where the file gives too few. Throws Error as makeSplit does.
Split sessionSplit(const BeatSet& beats, std::span<const ClassIndex> labels, std::string_view id,
                   std::uint64_t seed);

}  // namespace ectopy::ui
