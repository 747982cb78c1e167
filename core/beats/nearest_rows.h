#pragma once

#include <span>
#include <vector>

#include "core/base/job_context.h"
#include "core/beats/beat_vectors.h"

namespace ectopy {

/// For each row the rows nearest to it.
struct NearestRows {
  std::size_t each = 0;         // neighbours a row
  std::vector<BeatIndex> rows;  // n x each, nearest first
  std::vector<float> squared;   // n x each, their squared Euclidean distances

  std::span<const BeatIndex> of(std::size_t row) const { return std::span(rows).subspan(row * each, each); }
};

/// At most `each` other rows for every row (fewer where there are not as many), nearly always the very
/// nearest: a hierarchical navigable small world graph (Malkov and Yashunin 2018; hnswlib) is asked. The same
/// for any number of threads (0: as there are cores). Throws Stopped.
NearestRows nearestRows(const BeatVectors& vectors, std::size_t each, int threads, const JobContext& job);

}  // namespace ectopy
