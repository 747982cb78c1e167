#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/beats/beat_cut.h"
#include "core/beats/peak_correction.h"
#include "core/io/signal_text_reader.h"

namespace ectopy {

/// A record to be cut, with what its catalogue knows of it.
struct SelectedRecord {
  std::filesystem::path header;             // or the recording itself, where it is one file (EDF, text)
  std::string patient;                      // empty: as the record itself says
  int fold = 0;                             // 0: none
  std::optional<ClassIndex> diagnosis;      // the class of all its beats where the task takes it from there
  SignalTextOptions text;                   // what a text file of signals does not say itself
  std::vector<PeakCorrection> corrections;  // of its R peaks, the detected ones too
};

/// The records of a place that a cut takes.
struct RecordSelection {
  std::string name;       // "mitdb"
  std::string source;     // the folder
  std::string catalogue;  // "ptb-xl", "ptb", or empty: a plain folder of records
  std::vector<SelectedRecord> records;
  std::map<std::string, std::size_t> leftOut;    // reason -> records
  std::map<std::string, std::size_t> diagnoses;  // as the catalogue calls them -> records, left out or not
  std::vector<std::string> warnings;             // rows of a table that make no sense

  /// What was left out, a sentence a reason, and the warnings.
  std::vector<std::string> sentences() const;
};

/// Which records of a folder (WFDB database, EDF files, PTB, PTB-XL) or which one record a cut takes. For
/// task `mi` a PTB record's class is its "Reason for admission"; a PTB-XL record is an infarction by
/// superclass MI and normal by NORM alone; the others are left out and counted. Of PTB-XL the files of
/// cut.recordRateHz are taken, else those of 500 Hz, or 100 Hz where a copy holds no others. Reads tables and
/// headers, no signals. Throws Error: no records, a table missing or broken.
RecordSelection selectRecords(const std::filesystem::path& data, const BeatCut& cut, const JobContext& job);

/// The class in normalInfarctionScheme() of a PTB diagnosis ("Healthy control", "Myocardial infarction"),
/// upper and lower case alike; nothing for another one.
std::optional<ClassIndex> classOfPtbDiagnosis(std::string_view diagnosis);

}  // namespace ectopy
