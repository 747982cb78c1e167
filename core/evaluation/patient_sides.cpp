#include "core/evaluation/patient_sides.h"

#include <nlohmann/json.hpp>
#include <set>

#include "core/beats/split_parts.h"
#include "core/evaluation/predictions_check.h"

namespace ectopy {
namespace {

const char* nameOf(PatientSide side) {
  switch (side) {
    case PatientSide::Learned:
      return "learned";
    case PatientSide::Chosen:
      return "chosen";
    case PatientSide::KnownPatient:
      return "knownPatient";
    case PatientSide::NewPatient:
      return "newPatient";
    case PatientSide::Unknown:
      return "unknown";
  }
  return "";
}

/// Tells the side of each beat.
class Sides {
 public:
  Sides(const BeatSet& beats, const Split* split) : m_beats(beats) {
    if (!split) return;
    m_parts = partOfEachBeat(*split, beats.size());
    for (std::size_t beat = 0; beat < beats.size(); ++beat)
      if (m_parts[beat] == Part::Train || m_parts[beat] == Part::Validation)
        if (const RecordInfo* record = beats.recordOf(static_cast<BeatIndex>(beat)))
          m_met.insert(patientOf(*record));
  }

  PatientSide of(BeatIndex beat) const {
    const Part part = m_parts.empty() ? Part::None : m_parts[beat];
    if (part == Part::Train) return PatientSide::Learned;
    if (part == Part::Validation) return PatientSide::Chosen;
    const RecordInfo* record = m_beats.recordOf(beat);
    if (!record) return PatientSide::Unknown;
    return m_met.contains(patientOf(*record)) ? PatientSide::KnownPatient : PatientSide::NewPatient;
  }

 private:
  const BeatSet& m_beats;
  std::vector<Part> m_parts;
  std::set<std::string> m_met;
};

}  // namespace

std::string describe(PatientSide side) {
  switch (side) {
    case PatientSide::Learned:
      return "beats it learned from";
    case PatientSide::Chosen:
      return "beats its best epoch was chosen by";
    case PatientSide::KnownPatient:
      return "new beats of patients it knows (intra-patient)";
    case PatientSide::NewPatient:
      return "beats of new patients (inter-patient)";
    case PatientSide::Unknown:
      return "new beats, patients not known";
  }
  return {};
}

PatientSides patientSides(const Predictions& predictions, const BeatSet& beats,
                          std::span<const ClassIndex> labels, const Split* split,
                          const std::string& otherGuard) {
  requireSameBeats(predictions, beats, labels);
  const std::size_t classes = beats.scheme().size();
  std::vector<SideScore> all(std::size(kPatientSides));
  std::vector<std::set<std::uint32_t>> records(all.size());
  for (std::size_t side = 0; side < all.size(); ++side) {
    all[side].side = kPatientSides[side];
    all[side].confusion = ConfusionMatrix(classes);
  }
  const Sides sides(beats, split);
  for (std::size_t place = 0; place < beats.size(); ++place) {
    const auto beat = static_cast<BeatIndex>(place);
    if (labels[beat] >= classes || !hasProbabilities(predictions, beat)) continue;
    const auto side = static_cast<std::size_t>(sides.of(beat));
    all[side].confusion.add(labels[beat], predictions.predicted(beat));
    ++all[side].beats;
    records[side].insert(beats.columns().records[beat]);
  }
  PatientSides result{.guard = otherGuard};
  if (split) {
    result.patientsOnBothSides = split->patientsOnBothSides;
    result.guard = split->guard;
  }
  for (std::size_t side = 0; side < all.size(); ++side) {
    if (all[side].beats == 0) continue;
    std::set<std::string> patients;
    for (const std::uint32_t record : records[side])
      if (record != BeatColumns::kNoRecord) patients.insert(patientOf(beats.facts().records[record]));
    all[side].patients = patients.size();
    all[side].scores = scoresOf(all[side].confusion);
    all[side].accuracy = wilsonIntervals(all[side].confusion).accuracy;
    result.sides.push_back(std::move(all[side]));
  }
  return result;
}

nlohmann::json patientSidesJson(const PatientSides& sides, const LabelScheme& scheme) {
  nlohmann::json rows = nlohmann::json::array();
  for (const SideScore& side : sides.sides) {
    nlohmann::json row = scoresToJson(scheme, side.confusion);
    row["side"] = nameOf(side.side);
    row["beats"] = side.beats;
    row["patients"] = side.patients;
    row["accuracyInterval"] = intervalJson(side.accuracy);
    rows.push_back(std::move(row));
  }
  return {{"guard", sides.guard},
          {"patientsOnBothSides",
           sides.patientsOnBothSides < 0 ? nlohmann::json() : nlohmann::json(sides.patientsOnBothSides)},
          {"sides", std::move(rows)}};
}

}  // namespace ectopy
