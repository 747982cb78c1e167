#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <vector>

#include "core/evaluation/evaluation.h"

namespace ectopy {

/// The judged beats of one record or patient.
struct GroupScore {
  std::string name;
  std::vector<std::uint32_t> records;  // as in the data set's facts, ascending
  std::int64_t beats = 0;
  std::int64_t wrong = 0;
  std::vector<ClassCount> perClass;
};

/// By record and by patient (a record that names none is one of its own), in the records' order; beats
/// without a record are left out.
std::vector<GroupScore> scoresByRecord(const Predictions& predictions, const BeatSet& beats,
                                       std::span<const ClassIndex> labels, std::span<const BeatIndex> judged);
std::vector<GroupScore> scoresByPatient(const Predictions& predictions, const BeatSet& beats,
                                        std::span<const ClassIndex> labels,
                                        std::span<const BeatIndex> judged);

/// Whether every one of these beats is of a known record, so of a known patient.
bool knowsPatients(const BeatSet& beats, std::span<const BeatIndex> judged);

/// [{NAME: name, records, beats, wrong, accuracy, macroF1, perClass {code: {support, sensitivity, ppv}}}].
/// `key`: "record" or "patient".
nlohmann::json groupScoresJson(std::span<const GroupScore> groups, const BeatSet& beats, const char* key);

}  // namespace ectopy
