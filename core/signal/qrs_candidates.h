#pragma once

#include <vector>

#include "core/signal/lead_quality.h"
#include "core/signal/qrs_envelope.h"

namespace ectopy {

/// A lead of the stretch under detection.
struct QrsLead {
  QrsSignal signal;
  LeadLevels levels;
};

/// A place that may be a QRS complex.
struct QrsCandidate {
  std::size_t sample = 0;          // of the working signal
  float height = 0;                // of the fused envelope, 1 = a typical QRS complex here
  float noise = 0;                 // noise level in the same unit
  std::vector<float> leadHeights;  // log2 of each lead's envelope over its own beat level
  double score = 0;                // log odds that it is a beat
  bool isBeat = false;
};

/// Local maxima of the leads' envelopes, each in units of its beat level, averaged by quality. Of two closer
/// than 130 ms (one QRS complex, however wide) the higher stands.
std::vector<QrsCandidate> findCandidates(const std::vector<QrsLead>& leads);

}  // namespace ectopy
