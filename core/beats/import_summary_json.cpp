#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/beats/import_summary.h"

namespace ectopy {
namespace {

nlohmann::json classesJson(const ImportSummary& summary) {
  nlohmann::json classes = nlohmann::json::object();
  for (const ImportSummary::Class& one : summary.classes) {
    classes[one.code] = {{"name", one.name}, {"records", one.records}};
    if (summary.areBeatsKnown) classes[one.code]["beats"] = one.beats;
  }
  return classes;
}

}  // namespace

void to_json(nlohmann::json& json, const ImportSummary& summary) {
  json = {{"name", summary.name},         {"records", summary.records},
          {"taken", summary.taken},       {"recordsLeftOut", summary.recordsLeftOut},
          {"patients", summary.patients}, {"signals", summary.leads},
          {"hours", summary.hours},       {"annotators", summary.annotators},
          {"warnings", summary.warnings}};
  if (!summary.catalogue.empty()) json["catalogue"] = summary.catalogue;
  json["sampleRates"] = nlohmann::json::object();
  for (const auto& [rate, records] : summary.sampleRates) {
    json["sampleRates"][fmt::format("{}", rate)] = records;
  }
  if (!summary.diagnoses.empty()) json["diagnoses"] = summary.diagnoses;
  for (const auto& [fold, records] : summary.folds) json["folds"][std::to_string(fold)] = records;
  if (summary.classes.empty()) return;
  json["cut"] = summary.cut;
  json["classes"] = classesJson(summary);
  json["takenSignals"] = summary.takenLeads;
  json["beatsLeftOut"] = summary.beatsLeftOut;
  json["beats"] = summary.areBeatsKnown ? nlohmann::json(summary.beats) : nlohmann::json();
}

}  // namespace ectopy
