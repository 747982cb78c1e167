#pragma once

#include <functional>
#include <span>
#include <vector>

#include "core/signal/qrs_candidates.h"

namespace ectopy {

/// What a figure about a candidate (its height in one lead, its likeness to typical beats) says for or
/// against its being a beat, learned from the candidates around.
struct QrsEvidenceRule {
  static constexpr int kBins = 20;

  double lowest = 0;  // value of the first bin's lower edge
  double binWidth = 1;
  double beatMean = 0, beatSpread = 1;    // what is known before: the figure of beats and of what is none,
  double otherMean = 0, otherSpread = 1;  // taken as normal distributions
  double beatFloor = 0.01;                // least density of beats far below their mean
  double highestFor = 3, highestAgainst = 2;  // log odds; one figure alone never decides against the rest
  double weight = 1;

  int binOf(double value) const;
};

/// Adds the figure's log likelihood ratio to the candidates' scores. The densities come from counts of
/// candidates that now are beats or not, within 18 s, smoothed, together with what is known before; the ratio
/// never falls with a rising figure. Linear in the number of candidates.
void addEvidence(std::vector<QrsCandidate>& candidates, std::span<const float> figures,
                 const QrsEvidenceRule& rule, double rateHz);

/// Log2 of the height over the lead's beat level.
QrsEvidenceRule heightRule();
/// Fisher's z of the correlation with the best fitting template.
QrsEvidenceRule likenessRule();

}  // namespace ectopy
