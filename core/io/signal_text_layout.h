#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ectopy {

/// How signals stand in a text file: a row a sample time, a column a signal.
struct SignalTextLayout {
  char delimiter = ',';                   // ' ': any number of blanks
  bool isDecimalComma = false;            // "0,25"
  std::size_t headerLines = 0;            // lines before the first row: names, units, remarks
  std::vector<std::string> names;         // one a column; "signal 1" where the file gives none
  std::vector<std::string> units;         // one a column; empty where the file gives none
  std::optional<std::size_t> timeColumn;  // seconds when multiplied by secondsPerTick
  double secondsPerTick = 1;
  std::optional<std::size_t> indexColumn;  // sample numbers: no signal, no time
  std::optional<std::size_t> emptyColumn;  // the last, where each line ends with a delimiter
  std::vector<std::vector<double>> rows;   // those of the text that was looked at; NaN where a field is empty

  std::size_t columns() const { return names.size(); }
  /// The columns that hold signals.
  std::vector<std::size_t> signalColumns() const;
};

/// The fields of a row, quotes and blanks around them taken away.
std::vector<std::string_view> signalTextFields(std::string_view line, char delimiter);
/// A field as a number: NaN for an empty field, "NaN", "-" and the like; nothing for any other text.
std::optional<double> signalTextNumber(std::string_view field, bool isDecimalComma);
/// A number, or a time of day or from the start in seconds: "0:01.250", "12:30:01.5".
std::optional<double> signalTextTime(std::string_view field, bool isDecimalComma);
/// Whether a line says nothing: blank, or a remark behind '#' or '%'.
bool isRemark(std::string_view line);

/// The layout, told from the first lines of a file (`start`, of which the last line may be cut off); nothing
/// when they are no rows of numbers.
std::optional<SignalTextLayout> signalTextLayout(std::string_view start);

/// Whether rows are beats of a heartbeat CSV rather than samples of signals: no times, and either a hundred
/// columns, or a last one titled "class" or "label", or at least three columns, the last a class number
/// (whole, 0 to 254), the others not whole throughout.
bool areHeartbeats(const SignalTextLayout& layout);

/// The sample rate that rising times in seconds give, gaps left aside, rounded to a whole number of Hz where
/// it is one but for the rounding of the times; 0 when they do not rise evenly.
double rateOfTimes(const std::vector<double>& seconds);

}  // namespace ectopy
