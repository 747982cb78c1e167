#pragma once

#include <cstdint>
#include <span>

#include "core/base/job_context.h"
#include "core/evaluation/group_scores.h"
#include "core/evaluation/intervals.h"

namespace ectopy {

struct BootstrapOptions {
  int resamples = 1000;
  std::uint64_t seed = 1;
};

/// Percentile intervals (Efron and Tibshirani, An Introduction to the Bootstrap, 1993) of scores over whole
/// groups drawn with replacement: beats of one patient are alike, so patients are drawn, not beats (Field and
/// Welsh, Journal of the Royal Statistical Society B 69, 2007). A resample in which a score is undefined
/// counts for nothing there. The same groups, in the same order, and seed give the same intervals.
/// Throws Error for less than one resample; Stopped.
ScoreIntervals bootstrapByPatient(std::span<const GroupScore> patients, const BootstrapOptions& options,
                                  const JobContext& job);

/// The same over beats drawn one by one.
ScoreIntervals bootstrapByBeat(const ConfusionMatrix& confusion, const BootstrapOptions& options,
                               const JobContext& job);

/// By patient where at least two are known and every judged beat is of one, else by beat. `patients`: of
/// the evaluation's beats.
ScoreIntervals bootstrapIntervals(const Evaluation& evaluation, const BeatSet& beats,
                                  std::span<const GroupScore> patients, const BootstrapOptions& options,
                                  const JobContext& job);

}  // namespace ectopy
