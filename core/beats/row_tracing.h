#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/job_context.h"
#include "core/beats/beat_set.h"
#include "core/io/heartbeat_csv.h"

namespace ectopy {

/// Where a published row came from.
struct RowTrace {
  static constexpr BeatIndex kNotFound = 0xFFFFFFFF;
  BeatIndex beat = kNotFound;   // in the rebuilt set
  float largestDifference = 0;  // of any of the row's samples
  bool isSameClass = false;
};

/// Looks every row up among beats rebuilt from the recordings by rule `kaggle`: an index over the rows' first
/// values, then all samples compared to `tolerance`. One entry a row.
std::vector<RowTrace> traceRows(const HeartbeatRows& rows, const BeatSet& rebuilt, double tolerance,
                                const JobContext& job);

}  // namespace ectopy
