#pragma once

#include <span>
#include <vector>

#include "core/beats/beat_set.h"
#include "core/beats/cut_plan.h"

namespace ectopy {

/// One lead of a record ready to be cut: samples (NaN where missing) at the rule's rate, in ADC units or, for
/// rule `context`, already without baseline and in the cut's own unit.
using CutSignal = std::vector<double>;

/// What goes into a builder beside the samples.
struct CutBeats {
  std::span<const BeatMark> marks;
  std::span<const float> features;  // marks x featureCount
  std::size_t featureCount = 0;
  std::uint32_t record = 0;  // index the beats are added under
};

/// Adds the plan's beats. Each runs from 0 to 1 where the cut's unit is the beat, and is filled up with zeros
/// to the cut's length. Beats with missing samples are left out. Returns the plan's own counts and what the
/// samples added to them.
LeftOut cutByPlan(const CutSignal& signal, const CutPlan& plan, const CutBeats& beats, const BeatCut& cut,
                  BeatSetBuilder& builder);

}  // namespace ectopy
