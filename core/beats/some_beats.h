#pragma once

#include <memory>
#include <span>

#include "core/beats/beat_set.h"

namespace ectopy {

/// Some beats of a set as a set of their own, in the order given. Throws Error as BeatSet does.
std::shared_ptr<const BeatSet> someBeats(const BeatSet& beats, std::span<const BeatIndex> some);

}  // namespace ectopy
