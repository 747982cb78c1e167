#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/beats/cut_plan.h"

namespace ectopy {

/// Names of the numbers that rhythmFeatures() gives for a beat, in their order.
const std::vector<std::string>& rhythmFeatureNames();

/// marks x 10 numbers that tell early beats and runs of them in a record, whatever its rate:
/// logarithms of the previous and the next RR interval over the local median (21 beats), and of the previous
/// one over the upper decile of 81 and of 301 beats, which holds where early beats are the majority; how
/// early the beat comes in fifths of the local median deviation; the logarithm of the local irregularity
/// (median change from beat to beat); of the stretch of equal rate that the beat stands in, how much faster
/// it is than the beats before and after it (logarithms); the irregularity of the whole record; and how far
/// the upper decile of 81 intervals lies above their sixth (logarithm). A missing interval counts as the
/// record's median. Ratios are kept within 1/5 and 5.
std::vector<float> rhythmFeatures(std::span<const BeatMark> marks);

/// Which beats come without hurry: their interval is among the longest quarter of the 301 around them. The
/// typical beat of a record is made of them, so that it is a sinus beat also where early beats are many.
std::vector<bool> unhurriedBeats(std::span<const BeatMark> marks);

}  // namespace ectopy
