#include "core/io/ptbxl_catalogue.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "core/base/error.h"
#include "core/io/ptbxl_table.h"
#include "core/io/text_fields.h"

namespace ectopy {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDatabase = "ptbxl_database.csv";
constexpr const char* kStatements = "scp_statements.csv";
constexpr double kMostFolds = 1000;
constexpr std::size_t kMostWarnings = 20;

/// Statement code -> diagnostic class, empty where a statement is no diagnosis (form, rhythm).
using Statements = std::map<std::string, std::string, std::less<>>;

Statements readStatements(const fs::path& folder, std::vector<std::string>& warnings) {
  PtbXlTable table = readPtbXlTable(folder / kStatements, {"", "diagnostic", "diagnostic_class"});
  Statements statements;
  for (PtbXlTable::Row& row : table.rows) {
    const auto isDiagnostic = parseReal(trimmed(row.fields[1]));
    const bool counts = isDiagnostic && *isDiagnostic == 1;
    statements.emplace(std::move(row.fields[0]), counts ? std::move(row.fields[2]) : std::string());
  }
  std::ranges::move(table.warnings, std::back_inserter(warnings));
  return statements;
}

/// "15709.0" and "15709" are one patient: pandas writes whole numbers so where some are missing.
std::string patientOf(const std::string& field) {
  const std::string_view text = trimmed(field);
  if (text.empty()) throw Error("expected a patient_id, found nothing");
  const auto number = parseReal(text);
  if (!number || *number != std::floor(*number) || std::abs(*number) > 1e15) return std::string(text);
  return fmt::format("{:.0f}", *number);
}

int foldOf(const std::string& field) {
  const auto fold = parseReal(trimmed(field));
  if (!fold || *fold != std::floor(*fold) || *fold < 1 || *fold > kMostFolds) {
    throw Error(fmt::format("expected a strat_fold of 1 or above, found {}", inQuotes(field)));
  }
  return static_cast<int>(*fold);
}

/// "records500/00000/00001_hr": below the folder, never above it.
fs::path headerOf(const fs::path& folder, const std::string& field) {
  const fs::path name{trimmed(field)};
  const bool isBelow =
      !name.empty() && name.is_relative() &&
      std::ranges::all_of(name, [](const fs::path& part) { return staysInFolder(part.string()); });
  if (!isBelow) {
    throw Error(fmt::format("expected a record's file name below this folder, found {}", inQuotes(field)));
  }
  fs::path header = folder / name;
  header += ".hea";
  return header;
}

/// The classes of a record's diagnostic statements; statements that are not known are told once each.
std::vector<std::string> superclassesOf(const std::string& field, const Statements& statements,
                                        std::map<std::string, std::size_t>& unknown, std::size_t line) {
  std::set<std::string> classes;
  for (const ScpCode& one : parseScpCodes(field)) {
    const auto found = statements.find(one.code);
    if (found == statements.end()) {
      unknown.emplace(one.code, line);
    } else if (!found->second.empty()) {
      classes.insert(found->second);
    }
  }
  return {classes.begin(), classes.end()};
}

}  // namespace

bool isPtbXlFolder(const fs::path& folder) {
  std::error_code ignored;
  return fs::is_regular_file(folder / kDatabase, ignored);
}

PtbXlCatalogue readPtbXlCatalogue(const fs::path& folder, const JobContext& job) {
  PtbXlCatalogue catalogue;
  const Statements statements = readStatements(folder, catalogue.warnings);
  PtbXlTable table = readPtbXlTable(
      folder / kDatabase, {"ecg_id", "patient_id", "scp_codes", "strat_fold", "filename_lr", "filename_hr"});
  std::ranges::move(table.warnings, std::back_inserter(catalogue.warnings));
  std::map<std::string, std::size_t> unknown;
  std::size_t untold = 0;
  for (const PtbXlTable::Row& row : table.rows) {
    job.throwIfStopped();
    try {
      catalogue.records.push_back({row.fields[0], patientOf(row.fields[1]), foldOf(row.fields[3]),
                                   superclassesOf(row.fields[2], statements, unknown, row.line),
                                   headerOf(folder, row.fields[5]), headerOf(folder, row.fields[4])});
    } catch (const Error& error) {
      if (catalogue.warnings.size() >= kMostWarnings && ++untold > 0) continue;
      catalogue.warnings.push_back(
          fmt::format("{}, line {}: {}: the record is left out.", kDatabase, row.line, error.what()));
    }
  }
  if (untold > 0) {
    catalogue.warnings.push_back(fmt::format("{}: {} more records are left out.", kDatabase, untold));
  }
  for (const auto& [code, line] : unknown) {
    catalogue.warnings.push_back(
        fmt::format("{}, line {}: the statement {} is not in {} and counts for nothing.", kDatabase, line,
                    inQuotes(code), kStatements));
    if (catalogue.warnings.size() >= 2 * kMostWarnings) break;
  }
  if (catalogue.records.empty()) {
    throw Error(fmt::format("{}: expected rows of records, found none that can be used{}{}",
                            (folder / kDatabase).string(), catalogue.warnings.empty() ? "." : ": ",
                            catalogue.warnings.empty() ? "" : catalogue.warnings.front()));
  }
  return catalogue;
}

}  // namespace ectopy
