#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/beats/beat_cut.h"
#include "core/beats/csv_source.h"
#include "core/io/signal_text_reader.h"

namespace ectopy {

/// What a cut would take from a place, told before anything is cut.
struct ImportSummary {
  std::string name;       // "mitdb"
  std::string catalogue;  // "ptb-xl", "ptb", or empty
  BeatCut cut;
  std::size_t records = 0;  // listed there
  std::size_t taken = 0;
  std::map<std::string, std::size_t> recordsLeftOut;  // reason -> records
  std::map<std::string, std::size_t> beatsLeftOut;    // reason -> beats of the records taken

  bool areBeatsKnown = true;  // false: there are no annotations, R peaks would be detected
  std::size_t beats = 0;      // to be cut; beats in gaps of the signal are only found when it is read
  struct Class {
    std::string code;
    std::string name;
    std::size_t beats = 0;
    std::size_t records = 0;  // with beats of that class, or of that diagnosis
  };
  std::vector<Class> classes;

  // Of the records taken, where not said otherwise.
  std::size_t patients = 0;
  std::map<int, std::size_t> folds;               // fold -> records
  std::map<std::string, std::size_t> diagnoses;   // -> records, left out or not
  std::map<std::string, std::size_t> leads;       // name -> records that have it
  std::map<std::string, std::size_t> takenLeads;  // name -> records it is cut from
  std::map<double, std::size_t> sampleRates;      // Hz -> records
  std::map<std::string, std::size_t> annotators;  // suffix -> records
  double hours = 0;
  std::vector<std::string> warnings;
};

/// Looks at a record, a folder of records, PTB or PTB-XL: headers, tables and annotations, no signals. A beat
/// file or heartbeat CSV is opened and counted. A sample rate given says that a CSV holds signals. Throws
/// Error: nothing there that beats can come from.
ImportSummary summariseImport(const std::filesystem::path& data, const BeatCut& cut, const JobContext& job,
                              const SignalTextOptions& text = {}, const CsvReading& csv = {});

/// The same without the annotations: what is there, not what a cut takes of it. Of PTB-XL only the first
/// header is read; all its records are as that one.
ImportSummary summariseRecords(const std::filesystem::path& data, const JobContext& job);

void to_json(nlohmann::json& json, const ImportSummary& summary);

}  // namespace ectopy
