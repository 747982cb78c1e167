#include "core/io/heartbeat_csv_piece.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/io/heartbeat_csv_number.h"
#include "core/io/text_fields.h"

namespace ectopy {
namespace {

class PieceReader {
 public:
  PieceReader(CsvPiece& piece, const CsvLayout& layout)
      : m_piece(piece), m_layout(layout), m_at(piece.text.data()), m_end(m_at + piece.text.size()) {}

  void read() {
    while (m_at < m_end) {
      m_line = m_at;
      m_isLineDone = false;
      if (!(isBlankLine() ? refuseCount() : readLine())) return;
      ++m_piece.lines;
    }
  }

 private:
  bool readLine() {
    const std::size_t rowNumbers = m_layout.hasRowNumbers ? 1 : 0;
    const std::size_t before = m_layout.labelColumn - rowNumbers;
    if (rowNumbers > 0 && !takeField()) return false;
    if (!readSamples(rowNumbers, before)) return false;
    if (!readLabel()) return false;
    if (!readSamples(m_layout.labelColumn + 1, m_layout.length() - before)) return false;
    return m_isLineDone || refuseCount();
  }

  bool readSamples(std::size_t column, std::size_t count) {
    if (m_isLineDone && count > 0) return refuseCount();
    auto& samples = m_piece.samples;
    samples.resize(samples.size() + count);
    std::span<float> open = std::span(samples).last(count);
    while (!open.empty()) {
      const std::string_view rest(m_at, static_cast<std::size_t>(m_end - m_at));
      const std::size_t read = readFixedNumbers(rest, m_layout.delimiter, open);
      m_at += read * (kFixedNumberBytes + 1);
      open = open.subspan(read);
      if (open.empty()) break;
      if (!readAnySample(column + count - open.size(), open.front())) return false;
      open = open.subspan(1);
      if (m_isLineDone && !open.empty()) return refuseCount();
    }
    return true;
  }

  bool readAnySample(std::size_t column, float& value) {
    const auto [stop, problem] = std::from_chars(m_at, m_end, value);
    const bool isWhole = problem == std::errc() && stop < m_end && *stop == m_layout.delimiter;
    if (isWhole && m_layout.delimiter != ' ' && std::isfinite(value)) {
      m_at = stop + 1;
      return true;
    }
    if (!takeField()) return false;
    const auto number = parseSample(m_field, m_layout.decimal);
    if (!number) return refuseField(column, "a number");
    value = *number;
    return true;
  }

  bool readLabel() {
    if (m_isLineDone) return refuseCount();
    float value = 0;
    const bool isLast = m_layout.labelColumn + 1 == m_layout.columns;
    const std::string_view rest(m_at, static_cast<std::size_t>(m_end - m_at));
    if (isLast && !m_layout.hasTextLabels && readFixedNumbers(rest, '\n', {&value, 1}) == 1) {
      m_field = rest.substr(0, kFixedNumberBytes);
      m_at += kFixedNumberBytes + 1;
      m_isLineDone = true;
      return addNumber(value);
    }
    if (!takeField()) return false;
    if (isLast && !m_isLineDone) return refuseCount();
    if (m_layout.hasTextLabels) return readName();
    return addNumber(parseSample(m_field, m_layout.decimal));
  }

  bool addNumber(std::optional<float> value) {
    const bool isClass = value && *value >= 0 && *value <= static_cast<float>(kHighestCsvClass);
    if (!isClass || *value != std::floor(*value)) {
      return refuseField(m_layout.labelColumn,
                         fmt::format("a class number, whole and 0 to {}", kHighestCsvClass));
    }
    m_piece.classes.push_back(static_cast<int>(*value));
    return true;
  }

  bool readName() {
    constexpr std::size_t kLongest = 64;
    const bool isName = isCsvClassName(m_field) && m_field.size() <= kLongest && isUtf8(m_field) &&
                        std::ranges::all_of(m_field, [](unsigned char c) { return c >= ' ' && c != 127; });
    if (!isName) {
      return refuseField(
          m_layout.labelColumn,
          fmt::format("a class name of at most {} bytes of UTF-8 text, as in the first row", kLongest));
    }
    auto& names = m_piece.classNames;
    const auto known = std::ranges::find(names, m_field);
    const auto index = known - names.begin();
    if (known == names.end()) {
      if (names.size() == kMostCsvClasses) {
        return refuseField(m_layout.labelColumn, fmt::format("at most {} classes", kMostCsvClasses));
      }
      names.emplace_back(m_field);
    }
    m_piece.classes.push_back(static_cast<int>(index));
    return true;
  }

  /// Moves over one field and its delimiter or line end; false, with the fault, when the line has no more.
  bool takeField() {
    if (m_layout.delimiter == ' ') skipBlanks();
    if (m_isLineDone || (m_layout.delimiter == ' ' && isAtLineEnd())) return refuseCount();
    const char* start = m_at;
    if (m_at < m_end && *m_at == '"') return takeQuoted();
    while (m_at < m_end && *m_at != '\n' && !isDelimiter(*m_at)) ++m_at;
    m_field = trimmed({start, static_cast<std::size_t>(m_at - start)});
    if (m_field.starts_with('"')) {  // a blank before the quote
      m_at = m_field.data();
      return takeQuoted();
    }
    leaveField();
    return true;
  }

  bool takeQuoted() {
    m_unquoted.clear();
    for (++m_at; m_at < m_end && *m_at != '\n'; ++m_at) {
      const bool isDoubled = m_at + 1 < m_end && m_at[0] == '"' && m_at[1] == '"';
      if (*m_at == '"' && !isDoubled) break;
      m_at += isDoubled ? 1 : 0;
      m_unquoted += *m_at;
    }
    if (m_at == m_end || *m_at != '"') {
      m_piece.fault = fmt::format(": expected a quote to end, found {}.", inQuotes(m_unquoted));
      return false;
    }
    ++m_at;
    while (m_at < m_end && *m_at != '\n' && !isDelimiter(*m_at)) {
      if (*m_at != ' ' && *m_at != '\r' && *m_at != '\t') m_unquoted += *m_at;  // shown as the fault it is
      ++m_at;
    }
    m_field = trimmed(m_unquoted);
    leaveField();
    return true;
  }

  void leaveField() {
    if (m_layout.delimiter == ' ') skipBlanks();
    if (isAtLineEnd()) {
      m_isLineDone = true;
      m_at += m_at < m_end ? 1 : 0;
    } else if (m_layout.delimiter != ' ') {
      ++m_at;
    }
  }

  bool isAtLineEnd() const { return m_at == m_end || *m_at == '\n'; }

  bool isBlankLine() const {
    const char* at = m_at;
    while (at < m_end && (*at == ' ' || *at == '\t' || *at == '\r')) ++at;
    return at == m_end || *at == '\n';
  }

  bool isDelimiter(char character) const {
    return character == m_layout.delimiter ||
           (m_layout.delimiter == ' ' && (character == '\t' || character == '\r'));
  }

  void skipBlanks() {
    while (m_at < m_end && (*m_at == ' ' || *m_at == '\t' || *m_at == '\r')) ++m_at;
  }

  bool refuseField(std::size_t column, std::string_view expected) {
    const bool hasNul = m_field.find('\0') != std::string_view::npos;
    m_piece.fault = fmt::format(", field {}: expected {}, found {}.", column + 1, expected,
                                m_field.empty() ? "nothing"
                                : hasNul        ? "a NUL byte"
                                                : inQuotes(m_field));
    return false;
  }

  bool refuseCount() {
    std::string_view line(m_line, static_cast<std::size_t>(m_end - m_line));
    line = line.substr(0, line.find('\n'));
    constexpr std::size_t kMost = 2 * kMostCsvSamples;
    const std::size_t found = trimmed(line).empty() ? 0 : csvFields(line, m_layout.delimiter, kMost).size();
    m_piece.fault =
        fmt::format(": expected {} fields ({} samples{} and the class), found {}.", m_layout.columns,
                    m_layout.length(), m_layout.hasRowNumbers ? ", the row's number" : "",
                    found == 0 ? "an empty line" : std::to_string(found));
    return false;
  }

  CsvPiece& m_piece;
  const CsvLayout& m_layout;
  const char* m_at;
  const char* m_end;
  const char* m_line = nullptr;
  bool m_isLineDone = false;  // the last field taken ended its line
  std::string_view m_field;
  std::string m_unquoted;
};

}  // namespace

void readCsvPiece(CsvPiece& piece, const CsvLayout& layout) {
  PieceReader(piece, layout).read();
}

}  // namespace ectopy
