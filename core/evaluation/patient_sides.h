#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <vector>

#include "core/beats/split.h"
#include "core/evaluation/evaluation.h"
#include "core/evaluation/intervals.h"

namespace ectopy {

/// What a model had to do with a beat before it judged it.
enum class PatientSide {
  Learned,       // learned from it
  Chosen,        // its best epoch was chosen by it
  KnownPatient,  // a new beat of a patient whose other beats it learned from or was chosen by
  NewPatient,    // of a patient it never met
  Unknown,       // a new beat of nobody knows whom
};
inline constexpr PatientSide kPatientSides[] = {PatientSide::Learned, PatientSide::Chosen,
                                                PatientSide::KnownPatient, PatientSide::NewPatient,
                                                PatientSide::Unknown};
/// "beats it learned from", ...
std::string describe(PatientSide side);

/// The figures of one model on beats of one side.
struct SideScore {
  PatientSide side = PatientSide::Unknown;
  std::int64_t beats = 0;
  std::size_t patients = 0;
  ConfusionMatrix confusion;
  Scores scores;
  Interval accuracy;  // Wilson
};

/// The same model's figures within and between patients, over the whole set; sides without beats are left
/// out.
struct PatientSides {
  std::vector<SideScore> sides;
  int patientsOnBothSides = -1;  // as the split says; -1: not known
  std::string guard;
};

/// `split`: what the model learned from and was chosen by, of these beats; null: it learned from another set,
/// and all patients are new to it as far as is known. `otherGuard`: what is said then. Beats without label or
/// probabilities are left out.
PatientSides patientSides(const Predictions& predictions, const BeatSet& beats,
                          std::span<const ClassIndex> labels, const Split* split,
                          const std::string& otherGuard);

/// {guard, patientsOnBothSides, sides [{side, beats, patients, accuracyInterval, ...scores}]}.
nlohmann::json patientSidesJson(const PatientSides& sides, const LabelScheme& scheme);

}  // namespace ectopy
