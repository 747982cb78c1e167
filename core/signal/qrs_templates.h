#pragma once

#include <vector>

#include "core/signal/qrs_candidates.h"

namespace ectopy {

/// How much each candidate looks like one of the beat shapes that are common in this lead of this stretch:
/// Fisher's z (atanh) of the highest correlation over 200 ms, 0 and above. Shapes are gathered from the
/// candidates that now are beats; those of less than 3 % of them are dropped.
std::vector<float> likenessToTemplates(const std::vector<QrsCandidate>& candidates, const QrsSignal& signal);

}  // namespace ectopy
