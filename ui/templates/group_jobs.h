#pragma once

#include "core/beats/beat_clusters.h"
#include "core/beats/beat_filter.h"
#include "ui/session/session.h"

namespace ectopy::ui {

/// What is to be grouped, and how.
struct GroupingWish {
  BeatFilter filter;  // which beats
  ClusterOptions options;
};

/// A session's data at one moment, for a job that groups them.
struct GroupingInput {
  std::shared_ptr<const BeatSet> beats;
  Labels labels;
  std::shared_ptr<const std::vector<Part>> parts;
  std::shared_ptr<const Predictions> predictions;
  std::shared_ptr<const BeatMarks> marks;

  explicit GroupingInput(const Session& session);
};

/// Throws Error where no beat passes the filter; Stopped.
std::vector<BeatCluster> groupsOf(const GroupingInput& input, const GroupingWish& wish,
                                  const JobContext& job);

/// Several clusters as one. Throws Stopped.
BeatCluster mergedCluster(const BeatSet& beats, const std::vector<std::shared_ptr<const BeatCluster>>& parts,
                          const JobContext& job);

}  // namespace ectopy::ui
