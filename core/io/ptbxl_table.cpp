#include "core/io/ptbxl_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/io/text_fields.h"

namespace ectopy {
namespace {

constexpr std::size_t kMostBytes = std::size_t{16} << 20;
constexpr std::size_t kMostColumns = 1000;
constexpr std::size_t kMostWarnings = 20;

/// Goes through the fields of a table.
class FieldReader {
 public:
  FieldReader(std::string_view text, std::string_view fileName) : m_text(text), m_fileName(fileName) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (m_text.starts_with(kByteOrderMark)) m_at = kByteOrderMark.size();
  }

  bool isAtEnd() const { return m_at >= m_text.size(); }
  std::size_t line() const { return m_line; }

  [[noreturn]] void fail(std::size_t line, const std::string& what) const {
    throw Error(fmt::format("{}, line {}: {}.", m_fileName, line, what));
  }

  /// Calls take(place, field) for each field of the row; returns their number.
  template <typename Take>
  std::size_t readRow(const Take& take) {
    std::size_t place = 0;
    do {
      readField();
      take(place++, m_field);
    } while (skipComma());
    endRow();
    return place;
  }

 private:
  char here() const { return m_text[m_at]; }
  bool isAtLineEnd() const {
    return isAtEnd() || here() == '\n' || (here() == '\r' && m_text.substr(m_at + 1).starts_with('\n'));
  }

  bool skipComma() {
    if (isAtEnd() || here() != ',') return false;
    ++m_at;
    return true;
  }

  void endRow() {
    if (!isAtLineEnd()) {
      fail(m_line, fmt::format("expected a comma behind a quoted field, found {}",
                               inQuotes(m_text.substr(m_at, 10))));
    }
    if (!isAtEnd()) m_at += here() == '\r' ? 2 : 1;
    ++m_line;
  }

  void readField() {
    m_field.clear();
    if (!isAtEnd() && here() == '"') {
      readQuoted();
      return;
    }
    const std::size_t start = m_at;
    while (!isAtLineEnd() && here() != ',') {
      if (here() == '"') {
        fail(m_line, fmt::format("a quote stands inside the field {}: expected the whole field in quotes",
                                 inQuotes(m_text.substr(start, 30))));
      }
      ++m_at;
    }
    m_field.assign(m_text.substr(start, m_at - start));
  }

  void readQuoted() {
    const std::size_t startLine = m_line;
    for (++m_at;; ++m_at) {
      const std::size_t quote = m_text.find('"', m_at);
      if (quote == std::string_view::npos) {
        fail(startLine, "expected a quote that ends the quoted field, found the end of the file");
      }
      const std::string_view piece = m_text.substr(m_at, quote - m_at);
      m_field += piece;
      m_line += static_cast<std::size_t>(std::ranges::count(piece, '\n'));
      m_at = quote + 1;
      if (isAtEnd() || here() != '"') return;
      m_field += '"';
    }
  }

  std::string_view m_text;
  std::string_view m_fileName;
  std::size_t m_at = 0;
  std::size_t m_line = 1;
  std::string m_field;
};

/// Where each column asked for stands in the table.
std::vector<std::size_t> placesOf(const std::vector<std::string_view>& columns,
                                  const std::vector<std::string>& names, std::string_view fileName) {
  std::vector<std::size_t> places;
  for (const std::string_view column : columns) {
    const auto found = std::ranges::find(names, column);
    if (found == names.end() || std::count(names.begin(), names.end(), column) > 1) {
      throw Error(
          fmt::format("{}, line 1: expected one column {}, found {}.", fileName, inQuotes(column),
                      found == names.end()
                          ? fmt::format("none among {}", inQuotes(fmt::format("{}", fmt::join(names, ","))))
                          : "several"));
    }
    places.push_back(static_cast<std::size_t>(found - names.begin()));
  }
  return places;
}

std::vector<std::string> readNames(FieldReader& reader) {
  std::vector<std::string> names;
  if (reader.isAtEnd()) reader.fail(1, "expected a row that names the columns, found nothing");
  reader.readRow([&](std::size_t place, const std::string& name) {
    if (place == kMostColumns) reader.fail(1, fmt::format("expected at most {} columns", kMostColumns));
    names.push_back(name);
  });
  return names;
}

}  // namespace

PtbXlTable parsePtbXlTable(std::string_view text, std::string_view fileName,
                           const std::vector<std::string_view>& columns) {
  PtbXlTable table;
  table.fileName = fileName;
  FieldReader reader(text, fileName);
  const std::vector<std::string> names = readNames(reader);
  const std::vector<std::size_t> places = placesOf(columns, names, fileName);
  std::vector<std::optional<std::size_t>> wanted(names.size());
  for (std::size_t i = 0; i < places.size(); ++i) wanted[places[i]] = i;
  std::size_t untold = 0;
  while (!reader.isAtEnd()) {
    PtbXlTable::Row row{reader.line(), std::vector<std::string>(columns.size())};
    bool isEmpty = true;
    const std::size_t fields = reader.readRow([&](std::size_t place, const std::string& field) {
      isEmpty = isEmpty && field.empty();
      if (place < wanted.size() && wanted[place]) row.fields[*wanted[place]] = field;
    });
    if (fields == names.size()) {
      table.rows.push_back(std::move(row));
    } else if (fields > 1 || !isEmpty) {  // an empty line is nothing
      if (table.warnings.size() == kMostWarnings && ++untold > 0) continue;
      table.warnings.push_back(fmt::format("{}, line {}: expected {} fields, found {}: the row is left out.",
                                           fileName, row.line, names.size(), fields));
    }
  }
  if (untold > 0) table.warnings.push_back(fmt::format("{}: {} more rows are left out.", fileName, untold));
  return table;
}

PtbXlTable readPtbXlTable(const std::filesystem::path& path, const std::vector<std::string_view>& columns) {
  return parsePtbXlTable(readTextFile(path, kMostBytes), path.filename().string(), columns);
}

std::vector<ScpCode> parseScpCodes(std::string_view field) {
  const auto fail = [field](std::string_view expected) {
    throw Error(
        fmt::format("expected {} in codes like {{'NORM': 100.0}}, found {}", expected, inQuotes(field)));
  };
  std::string_view rest = trimmed(field);
  if (!rest.starts_with('{') || !rest.ends_with('}') || rest.size() < 2) fail("braces");
  rest = trimmed(rest.substr(1, rest.size() - 2));
  std::vector<ScpCode> codes;
  while (!rest.empty()) {
    if (!codes.empty()) {
      if (!rest.starts_with(',')) fail("a comma");
      rest = trimmed(rest.substr(1));
    }
    if (!rest.starts_with('\'') && !rest.starts_with('"')) fail("a code in quotes");
    const std::size_t end = rest.find(rest.front(), 1);
    if (end == std::string_view::npos || end == 1) fail("a code in quotes");
    const std::string_view code = rest.substr(1, end - 1);
    rest = trimmed(rest.substr(end + 1));
    if (!rest.starts_with(':')) fail("a colon");
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const auto likelihood = parseReal(trimmed(rest.substr(1, comma - 1)));
    if (!likelihood) fail("a number");
    codes.push_back({std::string(code), *likelihood});
    rest = rest.substr(comma);
  }
  return codes;
}

}  // namespace ectopy
