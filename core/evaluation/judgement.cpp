#include "core/evaluation/judgement.h"

#include <nlohmann/json.hpp>

namespace ectopy {

namespace {

/// What is better than the bootstrap's interval, or it.
Interval chosen(const Interval& bootstrap, const Interval& wilson, bool byPatient) {
  const bool hasWidth = bootstrap.isDefined() && bootstrap.low < bootstrap.high;
  if (!hasWidth) return bootstrap.isDefined() ? wilson : Interval();
  return byPatient || !wilson.isDefined() ? bootstrap : wilson;
}

}  // namespace

ScoreIntervals Intervals::shown() const {
  const bool byPatient = bootstrap.method == ScoreIntervals::Method::ByPatient;
  const auto choose = [byPatient](Interval& of, const Interval& other) { of = chosen(of, other, byPatient); };
  ScoreIntervals mixed = bootstrap;
  choose(mixed.accuracy, wilson.accuracy);
  for (Interval* mean : {&mixed.macroF1, &mixed.balancedAccuracy, &mixed.weightedF1}) choose(*mean, {});
  for (std::size_t label = 0; label < mixed.perClass.size(); ++label) {
    ClassIntervals& of = mixed.perClass[label];
    const ClassIntervals& other = wilson.perClass[label];
    choose(of.sensitivity, other.sensitivity);
    choose(of.specificity, other.specificity);
    choose(of.ppv, other.ppv);
    choose(of.f1, {});
  }
  return mixed;
}

Intervals intervalsOf(const JudgementInput& input, const BootstrapOptions& options, const JobContext& job) {
  const auto patients = scoresByPatient(input.predictions, input.beats, input.labels, input.evaluation.beats);
  return {wilsonIntervals(input.evaluation.confusion),
          bootstrapIntervals(input.evaluation, input.beats, patients, options, job)};
}

std::vector<ScoreCurve> curvesOf(const JudgementInput& input, const JobContext& job) {
  std::vector<ScoreCurve> curves;
  for (std::size_t label = 0; label < input.evaluation.scheme.size(); ++label) {
    job.throwIfStopped();
    curves.push_back(
        scoreCurve(input.predictions, input.labels, input.evaluation.beats, static_cast<ClassIndex>(label)));
  }
  return curves;
}

Reliability reliabilityOf(const JudgementInput& input, const JobContext& job) {
  return {temperatureEffect(input.predictions, input.labels, input.validation, input.evaluation.beats, job),
          coverageCurve(input.predictions, input.labels, input.evaluation.beats)};
}

Groups groupsOf(const JudgementInput& input) {
  const std::vector<BeatIndex>& judged = input.evaluation.beats;
  return {scoresByRecord(input.predictions, input.beats, input.labels, judged),
          scoresByPatient(input.predictions, input.beats, input.labels, judged),
          patientSides(input.predictions, input.beats, input.labels, input.learned, input.otherGuard)};
}

Judgement judgementOf(const JudgementInput& input, const BootstrapOptions& options, const JobContext& job) {
  return {intervalsOf(input, options, job), curvesOf(input, job), reliabilityOf(input, job), groupsOf(input)};
}

nlohmann::json judgementJson(const Judgement& judgement, const BeatSet& beats) {
  nlohmann::json curves = nlohmann::json::object();
  for (const ScoreCurve& curve : judgement.curves)
    curves[beats.scheme().classes[curve.classIndex].code] = scoreCurveJson(curve);
  return {{"intervals",
           {{"bootstrap", scoreIntervalsJson(judgement.intervals.bootstrap, beats.scheme())},
            {"wilson", scoreIntervalsJson(judgement.intervals.wilson, beats.scheme())}}},
          {"curves", std::move(curves)},
          {"calibration", temperatureJson(judgement.reliability.temperature)},
          {"abstention", coverageJson(judgement.reliability.coverage)},
          {"perPatient", groupScoresJson(judgement.groups.patients, beats, "patient")},
          {"sides", patientSidesJson(judgement.groups.sides, beats.scheme())}};
}

}  // namespace ectopy
