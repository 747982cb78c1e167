#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ectopy {

/// Most samples a beat may have: what a beat file holds.
inline constexpr std::size_t kMostCsvSamples = 65536;

/// How the rows of a heartbeat CSV are written.
struct CsvLayout {
  char delimiter = ',';  // ',', ';', tab; ' ' stands for any run of blanks and tabs
  char decimal = '.';    // ',' where the delimiter is another
  bool hasHeader = false;
  bool hasRowNumbers = false;   // column 0 numbers the rows, as pandas writes it
  bool hasTextLabels = false;   // classes stand as names
  std::size_t columns = 0;      // all of them
  std::size_t labelColumn = 0;  // from 0
  std::size_t rowsAt = 0;       // byte the first row begins at

  /// Samples a row.
  std::size_t length() const { return columns - (hasRowNumbers ? 2 : 1); }
};

/// A text without the empty lines at its end and the last line's own end.
std::string_view withoutEmptyEnd(std::string_view text);

/// Finds the layout from the first two lines. The label is the last column, or the one a header names label,
/// class, type or target. Throws Error, naming `fileName`: nothing in it, a header alone, UTF-16, one column,
/// more than kMostCsvSamples samples.
CsvLayout csvLayoutOf(std::string_view text, const std::string& fileName);

/// The fields of one line, without quotes and blanks around them; at most `most`.
std::vector<std::string> csvFields(std::string_view line, char delimiter, std::size_t most);

/// Whether a label is a name ("N", "VEB") and no number, whole or broken.
bool isCsvClassName(std::string_view label);

}  // namespace ectopy
