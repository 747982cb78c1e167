#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/signal/recording.h"

namespace ectopy::test {

/// A row of a made-up ptbxl_database.csv, as text.
struct PtbXlRow {
  std::string id;
  std::string patient;
  std::string codes;  // "{'NORM': 100.0}"
  std::string fold;
  bool hasFiles = true;
};

/// A row of the made-up table, with a report that holds a comma, doubled quotes and a line break.
std::string ptbXlLine(const PtbXlRow& row);

/// Writes a PTB-XL copy: both tables, and for each row a record of lead II at 500 Hz (records500/ID_hr) whose
/// beats are 0.8 s apart. Statements known: NORM, IMI (MI), NDT (STTC), SR (no diagnosis).
void writePtbXl(const std::filesystem::path& folder, const std::vector<PtbXlRow>& rows);

void writeText(const std::filesystem::path& path, std::string_view text);

/// A lead of narrow bells, one at each of these seconds, 1 mV high, with a P wave before and a T wave behind.
Recording bellRecording(const std::string& name, const std::vector<double>& seconds, double rateHz,
                        double length);

}  // namespace ectopy::test
