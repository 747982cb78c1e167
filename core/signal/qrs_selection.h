#pragma once

#include <vector>

#include "core/signal/qrs_candidates.h"

namespace ectopy {

/// Marks as beats the candidates whose sum of scores, less what their RR intervals cost, is largest: dynamic
/// programming over all choices with at least 200 ms between beats. Small beats that come too early cost
/// (T waves), so do gaps of more than 1.5 local RR (a missed beat is looked for again); `earlier` are the
/// samples of a former choice, whose RR intervals are the local ones.
void chooseBeats(std::vector<QrsCandidate>& candidates, const std::vector<std::size_t>& earlier,
                 double rateHz);

/// Scores from the fused envelope alone, to begin with.
void scoreByHeight(std::vector<QrsCandidate>& candidates);
/// Samples of candidates that stand out, at most one in 250 ms: good enough for RR intervals.
std::vector<std::size_t> obviousBeats(const std::vector<QrsCandidate>& candidates, double rateHz);
std::vector<std::size_t> chosenBeats(const std::vector<QrsCandidate>& candidates);

}  // namespace ectopy
