#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/heartbeat_csv_layout.h"

namespace ectopy {

/// Some whole lines of a heartbeat CSV and what was read from them.
struct CsvPiece {
  std::string_view text;
  std::size_t lines = 0;  // read without fault
  std::vector<float> samples;
  std::vector<int> classes;
  std::vector<std::string> classNames;  // of text labels, as they came; classes index into them
  std::string fault;                    // "line N" is put before it: ", field 12: expected ..."
};

/// Most classes of text labels; numbered ones go up to kHighestCsvClass.
inline constexpr std::size_t kMostCsvClasses = 254;
inline constexpr int kHighestCsvClass = 254;

/// Reads the piece's lines up to the first fault.
void readCsvPiece(CsvPiece& piece, const CsvLayout& layout);

}  // namespace ectopy
