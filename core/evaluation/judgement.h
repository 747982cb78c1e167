#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <vector>

#include "core/evaluation/abstention.h"
#include "core/evaluation/bootstrap.h"
#include "core/evaluation/evaluation.h"
#include "core/evaluation/group_scores.h"
#include "core/evaluation/patient_sides.h"
#include "core/evaluation/score_curves.h"
#include "core/evaluation/temperature.h"

namespace ectopy {

/// What a judgement looks at. The references must live as long as the call.
struct JudgementInput {
  const Predictions& predictions;
  const BeatSet& beats;
  std::span<const ClassIndex> labels;
  const Evaluation& evaluation;    // of the judged beats
  const Split* learned = nullptr;  // what the model learned from, of these beats; null: nothing of them
  std::string otherGuard;          // what is said of patients then
  std::span<const BeatIndex> validation;  // to fit a temperature on; empty: none
};

struct Intervals {
  ScoreIntervals wilson;
  ScoreIntervals bootstrap;

  /// What stands beside a figure: by patient where patients are known, else Wilson's for a share and the
  /// bootstrap's for F1 and the means. Where no resample differs (nothing was hit, or all), a share has
  /// Wilson's and a mean none: a width of 0 would claim certainty.
  ScoreIntervals shown() const;
};
struct Groups {
  std::vector<GroupScore> records;
  std::vector<GroupScore> patients;
  PatientSides sides;
};
struct Reliability {
  TemperatureEffect temperature;
  CoverageCurve coverage;
};

Intervals intervalsOf(const JudgementInput& input, const BootstrapOptions& options, const JobContext& job);
/// One a class.
std::vector<ScoreCurve> curvesOf(const JudgementInput& input, const JobContext& job);
Reliability reliabilityOf(const JudgementInput& input, const JobContext& job);
Groups groupsOf(const JudgementInput& input);

/// All that can be said of a model on some beats beside the evaluation's own figures.
struct Judgement {
  Intervals intervals;
  std::vector<ScoreCurve> curves;
  Reliability reliability;
  Groups groups;
};
Judgement judgementOf(const JudgementInput& input, const BootstrapOptions& options, const JobContext& job);

/// {intervals {bootstrap, wilson}, curves {code: {auc, averagePrecision, ...}}, calibration {temperature,
/// ...}, abstention, perPatient, sides}.
nlohmann::json judgementJson(const Judgement& judgement, const BeatSet& beats);

/// A table as CSV, and its file's name.
struct CsvTable {
  std::string name;
  std::string text;
};
/// classes, confusion, records, patients, sides, curves, calibration, coverage.
std::vector<CsvTable> judgementTables(const Evaluation& evaluation, const Judgement& judgement);

}  // namespace ectopy
