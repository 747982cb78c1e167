#include "core/io/heartbeat_csv_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "core/base/error.h"
#include "core/io/text_fields.h"

namespace ectopy {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

std::string_view lineAt(std::string_view text, std::size_t at) {
  std::string_view line = text.substr(std::min(at, text.size()));
  line = line.substr(0, line.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::size_t countOutsideQuotes(std::string_view line, char sought) {
  bool isQuoted = false;
  std::size_t count = 0;
  for (const char character : line) {
    if (character == '"') isQuoted = !isQuoted;
    if (!isQuoted && character == sought) ++count;
  }
  return count;
}

char delimiterOf(std::string_view line) {
  for (const char delimiter : {'\t', ';', ','}) {
    if (countOutsideQuotes(trimmed(line), delimiter) > 0) return delimiter;
  }
  return ' ';
}

bool isNumber(std::string_view field) {
  double value = 0;
  if (field.starts_with('+')) field.remove_prefix(1);
  const auto [stop, problem] = std::from_chars(field.data(), field.data() + field.size(), value);
  return problem != std::errc::invalid_argument && stop == field.data() + field.size();
}

/// Letters or the like: no number, and none with a digit or point too many ("6.3e-01.1").
bool isWord(std::string_view field) {
  if (field.empty() || isNumber(field)) return false;
  return field.find_first_not_of("0123456789.,+-eE") != std::string_view::npos;
}

/// "0,1,2,...,187": the column numbers pandas writes above a table without names.
bool areColumnNumbers(const std::vector<std::string>& names) {
  constexpr std::size_t kFewest = 8;
  const std::size_t first = names[0].empty() ? 1 : 0;
  if (names.size() < kFewest || (names[first] != "0" && names[first] != "1")) return false;
  const std::size_t start = names[first] == "0" ? 0 : 1;
  for (std::size_t i = first; i < names.size(); ++i) {
    const bool isLastAndNamed = i + 1 == names.size() && isWord(names[i]);
    if (!isLastAndNamed && names[i] != std::to_string(i - first + start)) return false;
  }
  return true;
}

bool isHeader(const std::vector<std::string>& fields) {
  if (fields.size() < 2) return false;
  if (areColumnNumbers(fields)) return true;
  const auto samples = std::ranges::subrange(fields.begin(), fields.end() - 1);
  const auto words = static_cast<std::size_t>(std::ranges::count_if(samples, isWord));
  const bool hasControls = std::ranges::any_of(fields, [](const std::string& field) {
    return std::ranges::any_of(field, [](unsigned char c) { return c < ' ' || c == 127; });
  });
  return 2 * words >= fields.size() - 1 && !hasControls;
}

std::string lowered(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

void applyHeader(CsvLayout& layout, std::vector<std::string> names, const std::string& fileName) {
  layout.hasHeader = true;
  for (std::string& name : names) {
    if (!isUtf8(name)) {
      throw Error(fmt::format("{}, line 1: the header is no UTF-8 text at {}.", fileName, inQuotes(name)));
    }
    name = lowered(name);
  }
  constexpr std::array<std::string_view, 4> kLabelNames = {"label", "class", "type", "target"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (std::ranges::find(kLabelNames, names[i]) != kLabelNames.end()) layout.labelColumn = i;
  }
  const bool isIndex = names[0].empty() || names[0] == "index" || names[0] == "unnamed: 0";
  layout.hasRowNumbers = isIndex && names.size() > 2 && layout.labelColumn != 0;
}

void requireText(std::string_view text, const std::string& fileName) {
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff")) {
    throw Error(fmt::format("{} is UTF-16 text: expected UTF-8; save it so and open it again.", fileName));
  }
  if (trimmed(text.substr(0, 1)).empty() && text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    throw Error(fmt::format("{}: expected rows of numbers, found an empty file.", fileName));
  }
}

std::vector<std::string> firstFields(CsvLayout& layout, std::string_view line, const std::string& fileName) {
  constexpr std::size_t kMostColumns = kMostCsvSamples + 2;
  if (trimmed(line).empty()) {
    throw Error(
        fmt::format("{}, line 1: expected samples and a class with commas between them, found an "
                    "empty line.",
                    fileName));
  }
  layout.delimiter = delimiterOf(line);
  auto fields = csvFields(line, layout.delimiter, kMostColumns + 1);
  if (fields.size() > kMostColumns) {
    throw Error(
        fmt::format("{}, line 1: expected at most {} samples a row, found more.", fileName, kMostCsvSamples));
  }
  return fields;
}

}  // namespace

std::string_view withoutEmptyEnd(std::string_view text) {
  const std::size_t last = text.find_last_not_of(" \t\r\n");
  if (last == std::string_view::npos) return {};
  // Blanks behind the last field are its line's: a tab there is an empty field.
  text = text.substr(0, text.find('\n', last));
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

CsvLayout csvLayoutOf(std::string_view text, const std::string& fileName) {
  requireText(text, fileName);
  CsvLayout layout;
  layout.rowsAt = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  std::string_view line = lineAt(text, layout.rowsAt);
  const bool isRemark = line.starts_with('#');  // numpy's header
  auto fields = firstFields(layout, isRemark ? line.substr(1) : line, fileName);
  layout.columns = fields.size();
  layout.labelColumn = fields.size() - 1;
  if (isRemark || isHeader(fields)) {
    applyHeader(layout, fields, fileName);
    layout.rowsAt = std::min(text.find('\n', layout.rowsAt), text.size() - 1) + 1;
    line = lineAt(text, layout.rowsAt);
    if (text.find_first_not_of(" \t\r\n", layout.rowsAt) == std::string_view::npos) {
      throw Error(fmt::format("{}: expected rows of numbers below the header, found none.", fileName));
    }
    fields = csvFields(line, layout.delimiter, layout.columns + 1);
  }
  if (layout.columns < 2) {
    throw Error(fmt::format(
        "{}, line 1: expected samples and a class with commas between them, found 1 field.", fileName));
  }
  if (layout.length() > kMostCsvSamples) {
    throw Error(fmt::format("{}, line 1: expected at most {} samples a row, found {}.", fileName,
                            kMostCsvSamples, layout.length()));
  }
  layout.hasTextLabels = layout.labelColumn < fields.size() && isCsvClassName(fields[layout.labelColumn]);
  const bool hasCommas = layout.delimiter != ',' && line.find(',') != std::string_view::npos;
  if (hasCommas && line.find('.') == std::string_view::npos) layout.decimal = ',';
  return layout;
}

std::vector<std::string> csvFields(std::string_view line, char delimiter, std::size_t most) {
  std::vector<std::string> fields;
  const bool isBlank = delimiter == ' ';
  if (isBlank) line = trimmed(line);
  std::string field;
  bool isQuoted = false;
  for (std::size_t i = 0; i <= line.size() && fields.size() < most; ++i) {
    const bool isEnd = i == line.size();
    const char character = isEnd ? delimiter : line[i];
    const bool isDelimiter = character == delimiter || (isBlank && character == '\t');
    if (isEnd || (isDelimiter && !isQuoted)) {
      if (isBlank && field.empty() && !isEnd) continue;
      fields.emplace_back(trimmed(field));
      field.clear();
    } else if (character == '"') {
      isQuoted = !isQuoted;
    } else {
      field += character;
    }
  }
  return fields;
}

bool isCsvClassName(std::string_view label) {
  if (label.empty() || isNumber(label)) return false;
  return std::string_view("0123456789+-.,").find(label.front()) == std::string_view::npos;
}

}  // namespace ectopy
