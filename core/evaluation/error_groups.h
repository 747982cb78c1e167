#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/beats/predictions.h"

namespace ectopy {

/// Misclassified beats of one kind that have something in common.
struct ErrorPart {
  enum class By { Record, Rhythm, Noise };
  By by = By::Record;
  std::string words;             // "in record 222", "RR ratio near 1", "noisy"
  std::vector<BeatIndex> beats;  // ascending
  /// What share of the judged beats with this label it holds, right and wrong ones: what would be expected
  /// of the errors too, if it had nothing to do with them.
  double usualShare = 0;
};

/// All judged beats with one label that the model takes for one other class.
struct ErrorGroup {
  ClassIndex truth = kUnlabelled;
  ClassIndex predicted = kUnlabelled;
  std::vector<BeatIndex> beats;  // the most confidently wrong first
  std::vector<ErrorPart> parts;  // records, then rhythm, then noise; the largest first in each
  std::string words;             // "S taken for N: 80, 31 of them in record 222, RR ratio near 1 in 54"
};

/// The largest group first. RR ratio: the interval before a beat over the median of its record's; below 0.9
/// "early", up to 1.1 "near 1", above "late". Noisy: the median second difference of its samples, as a share
/// of its height, is among the largest tenth of the judged beats. Words name what holds a fifth of a group
/// or more, and rhythm and noise only where they are clearly more frequent among the errors than usually.
/// Throws Error as evaluate does, and Stopped.
std::vector<ErrorGroup> errorGroups(const Predictions& predictions, const BeatSet& beats,
                                    std::span<const ClassIndex> labels, std::span<const BeatIndex> judged,
                                    const JobContext& job);

/// [{truth, predicted, beats [...], words, parts [{by, words, beats, usualShare}]}].
nlohmann::json errorGroupsJson(const std::vector<ErrorGroup>& groups, const LabelScheme& scheme);

}  // namespace ectopy
