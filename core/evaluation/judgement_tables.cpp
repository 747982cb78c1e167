#include <fmt/format.h>

#include "core/base/csv_text.h"
#include "core/evaluation/judgement.h"

namespace ectopy {
namespace {

std::string count(std::int64_t value) {
  return fmt::format("{}", value);
}

void append(std::vector<std::string>& fields, double value, const Interval& interval) {
  fields.push_back(csvNumber(value));
  fields.push_back(csvNumber(interval.low));
  fields.push_back(csvNumber(interval.high));
}

std::string classesTable(const Evaluation& evaluation, const Judgement& judgement) {
  std::string text = csvLine({"class", "beats", "sensitivity", "sensitivity low", "sensitivity high",
                              "specificity", "specificity low", "specificity high", "ppv", "ppv low",
                              "ppv high", "f1", "f1 low", "f1 high", "auc", "average precision"});
  const ScoreIntervals shown = judgement.intervals.shown();
  for (std::size_t label = 0; label < evaluation.scheme.size(); ++label) {
    const ClassScore& score = evaluation.scores.perClass[label];
    const ClassIntervals& intervals = shown.perClass[label];
    std::vector<std::string> fields = {evaluation.scheme.classes[label].code, count(score.support)};
    append(fields, score.sensitivity, intervals.sensitivity);
    append(fields, score.specificity, intervals.specificity);
    append(fields, score.ppv, intervals.ppv);
    append(fields, score.f1, intervals.f1);
    fields.push_back(csvNumber(judgement.curves[label].auc));
    fields.push_back(csvNumber(judgement.curves[label].averagePrecision));
    text += csvLine(fields);
  }
  return text;
}

std::string confusionTable(const Evaluation& evaluation) {
  std::vector<std::string> fields = {"truth"};
  for (const LabelClass& predicted : evaluation.scheme.classes)
    fields.push_back("predicted " + predicted.code);
  std::string text = csvLine(fields);
  for (std::size_t truth = 0; truth < evaluation.scheme.size(); ++truth) {
    fields = {evaluation.scheme.classes[truth].code};
    for (std::size_t predicted = 0; predicted < evaluation.scheme.size(); ++predicted)
      fields.push_back(count(evaluation.confusion.at(truth, predicted)));
    text += csvLine(fields);
  }
  return text;
}

std::string groupTable(std::span<const GroupScore> groups, const LabelScheme& scheme, const char* key) {
  std::vector<std::string> fields = {key, "records", "beats", "wrong", "accuracy", "macro f1"};
  for (const LabelClass& label : scheme.classes)
    for (const char* what : {" beats", " sensitivity", " ppv"}) fields.push_back(label.code + what);
  std::string text = csvLine(fields);
  for (const GroupScore& group : groups) {
    const Scores scores = scoresOf(group.perClass, group.beats);
    fields = {group.name,
              count(static_cast<std::int64_t>(group.records.size())),
              count(group.beats),
              count(group.wrong),
              csvNumber(scores.accuracy),
              csvNumber(scores.macroF1)};
    for (const ClassScore& score : scores.perClass) {
      fields.push_back(count(score.support));
      fields.push_back(csvNumber(score.sensitivity));
      fields.push_back(csvNumber(score.ppv));
    }
    text += csvLine(fields);
  }
  return text;
}

std::string sidesTable(const PatientSides& sides, const LabelScheme& scheme) {
  std::vector<std::string> fields = {"beats of",     "beats",         "patients", "accuracy",
                                     "accuracy low", "accuracy high", "macro f1", "balanced accuracy"};
  for (const LabelClass& label : scheme.classes) fields.push_back(label.code + " f1");
  std::string text = csvLine(fields);
  for (const SideScore& side : sides.sides) {
    fields = {describe(side.side), count(side.beats), count(static_cast<std::int64_t>(side.patients))};
    append(fields, side.scores.accuracy, side.accuracy);
    fields.push_back(csvNumber(side.scores.macroF1));
    fields.push_back(csvNumber(side.scores.balancedAccuracy));
    for (const ClassScore& score : side.scores.perClass) fields.push_back(csvNumber(score.f1));
    text += csvLine(fields);
  }
  return text;
}

std::string curvesTable(std::span<const ScoreCurve> curves, const LabelScheme& scheme) {
  std::string text = csvLine({"class", "threshold", "true positives", "false positives", "sensitivity",
                              "false positive rate", "ppv"});
  for (const ScoreCurve& whole : curves) {
    const ScoreCurve curve = thinned(whole);
    for (const CurvePoint& point : curve.points)
      text += csvLine({scheme.classes[curve.classIndex].code, csvNumber(point.threshold),
                       count(point.truePositives), count(point.falsePositives),
                       csvNumber(curve.sensitivity(point)), csvNumber(curve.falsePositiveRate(point)),
                       csvNumber(curve.ppv(point))});
  }
  return text;
}

std::string calibrationTable(const TemperatureEffect& effect) {
  std::string text = csvLine(
      {"temperature", "low", "high", "beats", "confidence", "accuracy", "accuracy low", "accuracy high"});
  const auto append = [&text](double temperature, const Calibration& calibration) {
    for (const ReliabilityBin& bin : calibration.bins)
      text += csvLine({csvNumber(temperature), csvNumber(bin.low), csvNumber(bin.high), count(bin.beats),
                       csvNumber(bin.confidence), csvNumber(bin.accuracy), csvNumber(bin.interval.low),
                       csvNumber(bin.interval.high)});
  };
  append(1, effect.before);
  if (effect.fit.beats > 0) append(effect.fit.temperature, effect.after);
  return text;
}

std::string coverageTable(const CoverageCurve& whole) {
  std::string text = csvLine({"threshold", "kept", "wrong", "coverage", "risk"});
  const CoverageCurve curve = thinned(whole);
  for (const CoveragePoint& point : curve.points)
    text += csvLine({csvNumber(point.threshold), count(point.kept), count(point.wrong),
                     csvNumber(curve.coverage(point)), csvNumber(curve.risk(point))});
  return text;
}

}  // namespace

std::vector<CsvTable> judgementTables(const Evaluation& evaluation, const Judgement& judgement) {
  const LabelScheme& scheme = evaluation.scheme;
  return {{"classes.csv", classesTable(evaluation, judgement)},
          {"confusion.csv", confusionTable(evaluation)},
          {"records.csv", groupTable(judgement.groups.records, scheme, "record")},
          {"patients.csv", groupTable(judgement.groups.patients, scheme, "patient")},
          {"sides.csv", sidesTable(judgement.groups.sides, scheme)},
          {"curves.csv", curvesTable(judgement.curves, scheme)},
          {"calibration.csv", calibrationTable(judgement.reliability.temperature)},
          {"coverage.csv", coverageTable(judgement.reliability.coverage)}};
}

}  // namespace ectopy
