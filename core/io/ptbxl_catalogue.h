#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/job_context.h"

namespace ectopy {

/// A record of PTB-XL as its catalogue knows it.
struct PtbXlRecord {
  std::string id;                         // ecg_id
  std::string patient;                    // patient_id
  int fold = 0;                           // strat_fold, from 1
  std::vector<std::string> superclasses;  // diagnostic: NORM, MI, STTC, CD, HYP; ascending, each once
  std::filesystem::path header500;        // its files at 500 Hz; may be missing from a partial copy
  std::filesystem::path header100;        // and at 100 Hz
};

/// PTB-XL's tables (Wagner et al. 2020).
struct PtbXlCatalogue {
  std::vector<PtbXlRecord> records;
  std::vector<std::string> warnings;  // rows left out and why, a sentence each
};

/// Whether a folder holds ptbxl_database.csv.
bool isPtbXlFolder(const std::filesystem::path& folder);

/// Reads ptbxl_database.csv and scp_statements.csv. A superclass is the diagnostic class of a statement, of
/// whatever likelihood, as PTB-XL's own example does. Rows that make no sense are left out with a warning
/// that names file and line. Throws Error: a table missing or broken, a column missing, no row left.
PtbXlCatalogue readPtbXlCatalogue(const std::filesystem::path& folder, const JobContext& job);

}  // namespace ectopy
