#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace ectopy {

/// The columns asked for of a catalogue's table, row by row.
struct PtbXlTable {
  struct Row {
    std::size_t line = 0;             // of the file, from 1
    std::vector<std::string> fields;  // as many as columns were asked for, in that order
  };
  std::string fileName;
  std::vector<Row> rows;
  std::vector<std::string> warnings;  // rows left out, a sentence each
};

/// Reads a comma-separated table whose first row names the columns (RFC 4180): a field may stand in quotes
/// and then hold commas, line breaks and doubled quotes. Rows of another number of fields are left out with a
/// warning that names file and line. Throws Error: a column missing or there twice, a quote out of place.
PtbXlTable parsePtbXlTable(std::string_view text, std::string_view fileName,
                           const std::vector<std::string_view>& columns);
/// The same for a file of at most 16 MiB.
PtbXlTable readPtbXlTable(const std::filesystem::path& path, const std::vector<std::string_view>& columns);

/// A code and its likelihood in per cent.
struct ScpCode {
  std::string code;
  double likelihood = 0;
};
/// The codes of a field like "{'NORM': 100.0, 'SR': 0.0}". Throws Error saying what was expected and found.
std::vector<ScpCode> parseScpCodes(std::string_view field);

}  // namespace ectopy
