#pragma once

#include <span>
#include <vector>

#include "core/base/job_context.h"
#include "core/beats/beat_vectors.h"
#include "core/beats/class_template.h"

namespace ectopy {

/// Beats of one shape, as a Holter analysis shows them: labelled, split and merged as a whole.
struct BeatCluster {
  std::vector<BeatIndex> members;  // nearest to the mean shape first, equal ones by beat
  std::vector<float> likeness;     // of each member: its correlation with the mean shape, -1 to 1
  ClassTemplate shape;             // of whole beats
};

/// How beats are grouped. On MIT-BIH, record by record, the defaults give 11 clusters a record, at most 35,
/// and 97.7 of 100 beats lie in one whose majority is of their class (rule `kaggle`; S, which has the shape
/// of N, 67 of 100).
struct ClusterOptions {
  double threshold = 0.9;  // correlation with a cluster's mean that lets a beat join it, 0 to 1
  std::size_t most = 40;   // clusters; beyond them the smallest go into the nearest
  ShapeWindow window = {.before = 0.15, .after = 0.3};
};

/// Groups beats (a record, a class) by shape, the largest cluster first; a beat named twice counts once. 109
/// 446 beats take about a second. Throws Error: a threshold outside 0 to 1, no cluster allowed, a beat that
/// is not there; Stopped.
std::vector<BeatCluster> clusterBeats(const BeatSet& beats, std::span<const BeatIndex> some,
                                      const ClusterOptions& options, const JobContext& job);

/// These beats as one cluster: what a merge makes of the members of several. Throws like clusterBeats.
BeatCluster clusterOf(const BeatSet& beats, std::span<const BeatIndex> members, const ShapeWindow& window,
                      const JobContext& job);

/// The two clusters that a cluster falls into where its shapes differ most, the larger first. Throws Error
/// where all of them are the same.
std::vector<BeatCluster> splitCluster(const BeatSet& beats, const BeatCluster& cluster,
                                      const ShapeWindow& window, const JobContext& job);

/// How a cluster's beats are labelled.
struct ClusterLabels {
  std::vector<std::size_t> counts;  // by class
  std::size_t unlabelled = 0;
  ClassIndex majority = kUnlabelled;  // of the labelled ones; the first of equals
};
ClusterLabels labelsIn(const BeatCluster& cluster, std::span<const ClassIndex> labels, std::size_t classes);

}  // namespace ectopy
