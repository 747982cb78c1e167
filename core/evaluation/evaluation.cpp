#include "core/evaluation/evaluation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/error.h"
#include "core/evaluation/predictions_check.h"
#include "core/evaluation/probability_scores.h"

namespace ectopy {
namespace {

constexpr std::size_t kMostWrongKept = 200;

std::vector<BeatIndex> sortedBeats(std::span<const BeatIndex> judged, const BeatSet& beats) {
  std::vector<BeatIndex> sorted(judged.begin(), judged.end());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  if (!sorted.empty() && sorted.back() >= beats.size()) {
    throw Error(fmt::format("Beat {} is to be judged, but the data set \"{}\" ends at beat {}.",
                            sorted.back(), beats.facts().name, beats.size()));
  }
  return sorted;
}

std::vector<RecordScore> scorePerRecord(const Predictions& predictions, const BeatSet& beats,
                                        std::span<const ClassIndex> labels,
                                        std::span<const BeatIndex> judged) {
  std::map<std::uint32_t, RecordScore> byRecord;
  for (const BeatIndex beat : judged) {
    const std::uint32_t record = beats.columns().records[beat];
    if (record == BeatColumns::kNoRecord) continue;
    RecordScore& score = byRecord[record];
    score.record = record;
    ++score.beats;
    if (predictions.predicted(beat) != labels[beat]) ++score.wrong;
  }
  std::vector<RecordScore> scores;
  for (auto& [record, score] : byRecord) {
    score.accuracy = 1 - static_cast<double>(score.wrong) / static_cast<double>(score.beats);
    scores.push_back(score);
  }
  return scores;
}

std::vector<BeatIndex> mostConfidentlyWrong(const Predictions& predictions,
                                            std::span<const ClassIndex> labels,
                                            std::span<const BeatIndex> judged) {
  std::vector<std::pair<float, BeatIndex>> wrong;
  for (const BeatIndex beat : judged) {
    if (predictions.predicted(beat) != labels[beat]) wrong.emplace_back(-predictions.confidence(beat), beat);
  }
  const auto kept = static_cast<std::ptrdiff_t>(std::min(wrong.size(), kMostWrongKept));
  std::partial_sort(wrong.begin(), wrong.begin() + kept, wrong.end());
  std::vector<BeatIndex> result;
  for (const auto& [confidence, beat] : std::span(wrong).first(static_cast<std::size_t>(kept))) {
    result.push_back(beat);
  }
  return result;
}

}  // namespace

Evaluation evaluate(const Predictions& predictions, const BeatSet& beats, std::span<const ClassIndex> labels,
                    std::span<const BeatIndex> judged) {
  requireSameBeats(predictions, beats, labels);

  Evaluation evaluation;
  evaluation.scheme = beats.scheme();
  evaluation.confusion = ConfusionMatrix(beats.scheme().size());
  std::vector<BeatIndex> unanswered;
  for (const BeatIndex beat : sortedBeats(judged, beats)) {
    if (beats.isAbsent(beat)) continue;
    if (labels[beat] >= beats.scheme().size())
      ++evaluation.unlabelled;
    else if (!hasProbabilities(predictions, beat))
      unanswered.push_back(beat);
    else
      evaluation.beats.push_back(beat);
  }
  if (evaluation.beats.empty()) requireProbabilities(predictions, unanswered);
  evaluation.unanswered = static_cast<std::int64_t>(unanswered.size());
  for (const BeatIndex beat : evaluation.beats) {
    evaluation.confusion.add(labels[beat], predictions.predicted(beat));
  }
  evaluation.scores = scoresOf(evaluation.confusion);
  evaluation.auc = areaUnderRoc(predictions, labels, evaluation.beats);
  evaluation.calibrationError = expectedCalibrationError(predictions, labels, evaluation.beats);
  evaluation.perRecord = scorePerRecord(predictions, beats, labels, evaluation.beats);
  evaluation.mostWrong = mostConfidentlyWrong(predictions, labels, evaluation.beats);
  return evaluation;
}

}  // namespace ectopy
