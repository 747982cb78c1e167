#include "app/cli_judgement.h"

#include <fmt/format.h>

#include <cmath>

#include "core/model/model_guard.h"

namespace ectopy::cli {

namespace {

constexpr double kToldRisk = 0.01;

std::string decimals(double value, int digits) {
  return std::isnan(value) ? "-" : fmt::format("{:.{}f}", value, digits);
}

/// "84.20 (81.00-87.00)"
std::string withInterval(double share, const Interval& interval) {
  if (!interval.isDefined()) return percentText(share);
  return fmt::format("{} ({}-{})", percentText(share), percentText(interval.low), percentText(interval.high));
}

std::string classesText(const Evaluation& evaluation, const Judgement& judgement) {
  constexpr auto kRow = "\n{:<8}{:>8}{:>22}{:>22}{:>22}{:>22}{:>8}{:>8}";
  std::string text = fmt::format(kRow, "truth", "beats", "Se", "Sp", "PPV", "F1", "AUC", "AP");
  const ScoreIntervals shown = judgement.intervals.shown();
  for (std::size_t label = 0; label < evaluation.scheme.size(); ++label) {
    const ClassScore& score = evaluation.scores.perClass[label];
    const ClassIntervals& of = shown.perClass[label];
    text += fmt::format(kRow, evaluation.scheme.classes[label].code, score.support,
                        withInterval(score.sensitivity, of.sensitivity),
                        withInterval(score.specificity, of.specificity), withInterval(score.ppv, of.ppv),
                        withInterval(score.f1, of.f1), decimals(judgement.curves[label].auc, 4),
                        decimals(judgement.curves[label].averagePrecision, 4));
  }
  for (const auto& [name, mean] :
       {std::pair("macro", evaluation.scores.macro), std::pair("weighted", evaluation.scores.weighted)})
    text += fmt::format(kRow, name, evaluation.confusion.total(), percentText(mean.sensitivity),
                        percentText(mean.specificity), percentText(mean.ppv), percentText(mean.f1), "", "");
  return text + fmt::format("\n95 % intervals: {}", describe(shown));
}

std::string confusionText(const Evaluation& evaluation) {
  std::string text = fmt::format("\n{:<16}", "truth/predicted");
  for (const LabelClass& column : evaluation.scheme.classes) text += fmt::format("{:>8}", column.code);
  for (std::size_t truth = 0; truth < evaluation.scheme.size(); ++truth) {
    text += fmt::format("\n{:<16}", evaluation.scheme.classes[truth].code);
    for (std::size_t predicted = 0; predicted < evaluation.scheme.size(); ++predicted)
      text += fmt::format("{:>8}", evaluation.confusion.at(truth, predicted));
  }
  return text;
}

std::string calibrationText(const Reliability& reliability) {
  const TemperatureEffect& effect = reliability.temperature;
  std::string text =
      fmt::format("\ncalibration error {} %, log loss {}", percentText(effect.before.expectedError),
                  decimals(effect.before.logLoss, 4));
  if (effect.fit.beats > 0)
    text += fmt::format("; with temperature {} (fitted on {} beats) {} %, {}",
                        decimals(effect.fit.temperature, 3), effect.fit.beats,
                        percentText(effect.after.expectedError), decimals(effect.after.logLoss, 4));
  if (!effect.reservation.empty()) text += "\n" + effect.reservation;
  const auto point = coverageAtRisk(reliability.coverage, kToldRisk);
  if (point)
    text +=
        fmt::format("\n{} % of the beats can be kept with {} % of them wrong, those of confidence {} and up",
                    percentText(reliability.coverage.coverage(*point)), percentText(kToldRisk),
                    decimals(point->threshold, 3));
  return text;
}

std::string sidesText(const PatientSides& sides) {
  std::string text;
  for (const SideScore& side : sides.sides)
    text += fmt::format("\n{:<50}{:>8} beats{:>6} patients  accuracy {}, macro F1 {}", describe(side.side),
                        side.beats, side.patients, withInterval(side.scores.accuracy, side.accuracy),
                        percentText(side.scores.macroF1));
  return text;
}

}  // namespace

std::string percentText(double share) {
  return std::isnan(share) ? "-" : fmt::format("{:.2f}", 100 * share);
}

Judgement judgementOf(const JudgedData& judged, const JudgedPart& part, const Evaluation& evaluation,
                      const BootstrapOptions& options, const JobContext& job) {
  JudgementInput input{judged.predictions, *judged.beats, judged.labels, evaluation};
  if (part.split && part.isWhatItLearned) input.learned = &*part.split;
  if (part.split) input.validation = part.split->validation;
  input.otherGuard = guardOf(judged.classifier->info(), *judged.beats, nullptr);
  return ectopy::judgementOf(input, options, job);
}

std::string judgementText(const Evaluation& evaluation, const Judgement& judgement) {
  const ScoreIntervals shown = judgement.intervals.shown();
  const Scores& scores = evaluation.scores;
  std::string text =
      fmt::format("accuracy {} %, macro F1 {} %, balanced accuracy {} %",
                  withInterval(scores.accuracy, shown.accuracy), withInterval(scores.macroF1, shown.macroF1),
                  withInterval(scores.balancedAccuracy, shown.balancedAccuracy));
  if (evaluation.unanswered > 0)
    text += fmt::format("\n{} beats are left out: the model gives no probabilities for them.",
                        evaluation.unanswered);
  return text + classesText(evaluation, judgement) + confusionText(evaluation) +
         calibrationText(judgement.reliability) + sidesText(judgement.groups.sides);
}

}  // namespace ectopy::cli
