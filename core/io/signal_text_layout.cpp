#include "core/io/signal_text_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/io/text_fields.h"

namespace ectopy {

namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMostColumns = 4096;

std::string lowered(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return result;
}

/// The line's fields as numbers; nothing when one is none, or all are empty. Only the first may be a time.
std::optional<std::vector<double>> rowOf(std::string_view line, char delimiter, bool isDecimalComma) {
  std::vector<double> row;
  bool hasNumber = false;
  for (const std::string_view field : signalTextFields(line, delimiter)) {
    const auto value =
        row.empty() ? signalTextTime(field, isDecimalComma) : signalTextNumber(field, isDecimalComma);
    if (!value || row.size() == kMostColumns) return std::nullopt;
    hasNumber = hasNumber || !std::isnan(*value);
    row.push_back(*value);
  }
  return hasNumber ? std::optional(row) : std::nullopt;
}

/// Whether the last lines read as rows of one number of fields with this delimiter.
bool fits(const std::vector<std::string_view>& lines, char delimiter, bool isDecimalComma) {
  constexpr std::size_t kEnough = 20;
  std::size_t columns = 0;
  const std::size_t first = lines.size() > kEnough ? lines.size() - kEnough : lines.size() / 2;
  for (std::size_t i = first; i < lines.size(); ++i) {
    const auto row = rowOf(lines[i], delimiter, isDecimalComma);
    if (!row || (columns != 0 && row->size() != columns)) return false;
    columns = row->size();
  }
  return columns >= 2;
}

bool chooseDelimiter(const std::vector<std::string_view>& lines, SignalTextLayout& layout) {
  struct Choice {
    char delimiter;
    bool isDecimalComma;
  };
  constexpr std::array<Choice, 7> kChoices = {
      {{';', false}, {';', true}, {'\t', false}, {'\t', true}, {',', false}, {' ', false}, {' ', true}}};
  for (const auto& [delimiter, isDecimalComma] : kChoices) {
    if (!fits(lines, delimiter, isDecimalComma)) continue;
    layout.delimiter = delimiter;
    layout.isDecimalComma = isDecimalComma;
    return true;
  }
  return rowOf(lines.back(), layout.delimiter, false).has_value();  // one column
}

/// "MLII (mV)", "V5 [uV]": the name and the unit.
void splitUnit(std::string_view field, std::string& name, std::string& unit) {
  name = asUtf8(field);
  const std::size_t open = name.find_last_of("([");
  if (open == std::string::npos || open == 0 || (name.back() != ')' && name.back() != ']')) return;
  unit = trimmed(std::string_view(name).substr(open + 1, name.size() - open - 2));
  name = trimmed(std::string_view(name).substr(0, open));
}

void readNames(const std::vector<std::string_view>& titles, std::size_t columns, SignalTextLayout& layout) {
  layout.names.resize(columns);
  layout.units.resize(columns);
  std::vector<std::vector<std::string_view>> full;
  for (const std::string_view title : titles) {
    auto fields = signalTextFields(title, layout.delimiter);
    if (fields.size() == columns) full.push_back(std::move(fields));
  }
  // One line of names, or names and units under them.
  for (std::size_t i = 0; !full.empty() && i < columns; ++i) {
    const bool hasUnits = full.size() > 1;
    splitUnit(full[full.size() - (hasUnits ? 2 : 1)][i], layout.names[i], layout.units[i]);
    if (hasUnits) layout.units[i] = asUtf8(trimmed(full.back()[i]));
  }
}

/// Seconds in a tick of a column that calls itself a time; 0 for any other name.
double secondsPerTickOf(std::string_view name, std::string_view unit) {
  const std::string title = lowered(name);
  constexpr std::array<std::string_view, 16> kNames = {
      "t",   "time", "times", "timestamp", "time stamp", "elapsed time", "elapsed", "seconds",
      "sec", "s",    "t_s",   "time_s",    "t_ms",       "time_ms",      "time_us", "ms"};
  if (std::ranges::find(kNames, title) == kNames.end()) return 0;
  const std::string of = unit.empty() ? title : lowered(unit);
  if (of == "us" || of == "\xc2\xb5s" || of.ends_with("_us")) return 1e-6;
  const bool isMilliseconds = of == "ms" || of == "msec" || of == "milliseconds" || of.ends_with("_ms");
  return isMilliseconds ? 1e-3 : 1;
}

bool isIndexName(std::string_view name) {
  const std::string title = lowered(name);
  return title == "sample" || title == "sample #" || title == "index" || title == "samples" || title == "n" ||
         title == "sample number" || title == "#" || title == "frame";
}

std::vector<double> columnOf(const SignalTextLayout& layout, std::size_t column) {
  std::vector<double> values;
  for (const auto& row : layout.rows) values.push_back(row[column]);
  return values;
}

bool isEachOneMore(const std::vector<double>& values) {
  return std::ranges::adjacent_find(values, [](double a, double b) { return b != a + 1; }) == values.end();
}

void findTime(bool isNamed, SignalTextLayout& layout) {
  for (std::size_t i = 0; isNamed && i < layout.columns(); ++i) {
    const double seconds = secondsPerTickOf(layout.names[i], layout.units[i]);
    if (seconds > 0 && !layout.timeColumn) {
      layout.timeColumn = i;
      layout.secondsPerTick = seconds;
    }
    if (isIndexName(layout.names[i]) && !layout.indexColumn) layout.indexColumn = i;
  }
  constexpr std::size_t kFewRows = 3;
  if (layout.timeColumn || layout.indexColumn || layout.columns() < 2 || layout.rows.size() < kFewRows)
    return;
  const std::vector<double> first = columnOf(layout, 0);
  if (isEachOneMore(first)) {
    layout.indexColumn = 0;
  } else if (rateOfTimes(first) > 0) {
    layout.timeColumn = 0;
  }
}

void nameTheRest(SignalTextLayout& layout) {
  // Every line ends with the delimiter.
  const std::size_t end = layout.columns() - 1;
  const bool isEmpty =
      std::ranges::all_of(layout.rows, [end](const auto& row) { return std::isnan(row[end]); });
  if (end > 0 && isEmpty && layout.names[end].empty()) layout.emptyColumn = end;
  std::size_t number = 0;
  for (const std::size_t column : layout.signalColumns()) {
    ++number;
    if (layout.names[column].empty()) layout.names[column] = fmt::format("signal {}", number);
  }
}

}  // namespace

std::vector<std::size_t> SignalTextLayout::signalColumns() const {
  std::vector<std::size_t> result;
  for (std::size_t i = 0; i < columns(); ++i) {
    if (i != timeColumn && i != indexColumn && i != emptyColumn) result.push_back(i);
  }
  return result;
}

std::vector<std::string_view> signalTextFields(std::string_view line, char delimiter) {
  std::vector<std::string_view> fields;
  line = trimmed(line);
  while (true) {
    std::size_t end = delimiter == ' ' ? line.find_first_of(" \t") : line.find(delimiter);
    end = std::min(end, line.size());
    std::string_view field = trimmed(line.substr(0, end));
    const bool isQuoted =
        field.size() >= 2 && field.front() == field.back() && (field[0] == '"' || field[0] == '\'');
    fields.push_back(isQuoted ? trimmed(field.substr(1, field.size() - 2)) : field);
    if (end == line.size()) return fields;
    line.remove_prefix(end + 1);
    if (delimiter == ' ') line = trimmed(line);
  }
}

std::optional<double> signalTextNumber(std::string_view field, bool isDecimalComma) {
  if (field.empty()) return kMissing;
  if (const auto value = parseReal(field)) return value;
  if (isDecimalComma && field.find('.') == std::string_view::npos) {
    std::string text(field);
    if (const std::size_t comma = text.find(','); comma != std::string::npos) text[comma] = '.';
    if (const auto value = parseReal(text)) return value;
  }
  const std::string word = lowered(field);
  if (word == "nan" || word == "-" || word == "na" || word == "n/a" || word == "null") return kMissing;
  return std::nullopt;
}

std::optional<double> signalTextTime(std::string_view field, bool isDecimalComma) {
  const std::size_t colon = field.find(':');
  if (colon == std::string_view::npos) return signalTextNumber(field, isDecimalComma);
  double seconds = 0;
  int parts = 0;
  while (true) {
    const std::size_t end = std::min(field.find(':'), field.size());
    const auto part = signalTextNumber(trimmed(field.substr(0, end)), isDecimalComma);
    if (!part || !(*part >= 0) || ++parts > 3) return std::nullopt;
    seconds = 60 * seconds + *part;
    if (end == field.size()) return seconds;
    field.remove_prefix(end + 1);
  }
}

bool isRemark(std::string_view line) {
  const std::string_view text = trimmed(line);
  return text.empty() || text.front() == '#' || text.front() == '%';
}

std::optional<SignalTextLayout> signalTextLayout(std::string_view start) {
  constexpr std::size_t kMostTitles = 64;
  constexpr std::string_view kUtf8Mark = "\xef\xbb\xbf";
  if (start.starts_with(kUtf8Mark)) start.remove_prefix(kUtf8Mark.size());
  const std::vector<std::string_view> all = splitLines(start);
  std::vector<std::string_view> lines;
  std::ranges::copy_if(all, std::back_inserter(lines), [](std::string_view line) { return !isRemark(line); });
  SignalTextLayout layout;
  if (lines.empty() || !chooseDelimiter(lines, layout)) return std::nullopt;
  std::vector<std::string_view> titles;
  for (const std::string_view line : lines) {
    auto row = rowOf(line, layout.delimiter, layout.isDecimalComma);
    if (!row && layout.rows.empty() && titles.size() < kMostTitles) {
      titles.push_back(line);
      continue;
    }
    if (!row || (!layout.rows.empty() && row->size() != layout.rows.front().size())) break;
    layout.rows.push_back(std::move(*row));
  }
  if (layout.rows.empty()) return std::nullopt;
  const std::string_view* firstRow = lines.data() + titles.size();
  layout.headerLines = static_cast<std::size_t>(
      std::ranges::find(all, firstRow->data(), [](std::string_view line) { return line.data(); }) -
      all.begin());
  readNames(titles, layout.rows.front().size(), layout);
  findTime(!titles.empty(), layout);
  nameTheRest(layout);
  return layout;
}

bool areHeartbeats(const SignalTextLayout& layout) {
  constexpr double kHighestClass = 254;
  constexpr std::size_t kManyColumns = 24;       // more than leads
  constexpr std::size_t kVeryManyColumns = 100;  // more than any signals, whatever their values
  if (layout.timeColumn || layout.indexColumn || layout.columns() < 3) return false;
  constexpr std::array<std::string_view, 6> kClassNames = {"class", "label",      "target",
                                                           "y",     "annotation", "type"};
  const bool isClass = std::ranges::find(kClassNames, lowered(layout.names.back())) != kClassNames.end();
  if (isClass || layout.columns() >= kVeryManyColumns) return true;
  std::size_t others = 0;
  bool areWhole = true;
  for (const auto& row : layout.rows) {
    const double last = row.back();
    others += last >= 0 && last <= kHighestClass && last == std::floor(last) ? 0 : 1;
    areWhole = areWhole && std::ranges::all_of(row, [](double value) { return value == std::floor(value); });
  }
  constexpr std::size_t kOneIn = 10;  // a broken row here or there is still a row of a heartbeat CSV
  return others * kOneIn <= layout.rows.size() && (!areWhole || layout.columns() >= kManyColumns);
}

double rateOfTimes(const std::vector<double>& seconds) {
  if (seconds.size() < 2) return 0;
  constexpr std::size_t kEnough = 1000;
  std::vector<double> steps;
  for (std::size_t i = 1; i < std::min(seconds.size(), kEnough); ++i)
    steps.push_back(seconds[i] - seconds[i - 1]);
  std::ranges::nth_element(steps, steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2));
  const double usual = steps[steps.size() / 2];
  if (!(usual > 0)) return 0;
  double sum = 0;
  double smallest = usual;
  std::size_t count = 0;
  for (std::size_t i = 1; i < seconds.size(); ++i) {
    const double step = seconds[i] - seconds[i - 1];
    if (!(step > 0)) return 0;
    if (step > 1.6 * usual) continue;  // a gap
    smallest = std::min(smallest, step);
    sum += step;
    ++count;
  }
  // Times rounded to 1 ms at 360 Hz step by 2 and 3 ms; a signal that happens to rise varies more.
  if (sum <= 0 || smallest < 0.4 * usual) return 0;
  const double rate = static_cast<double>(count) / sum;
  const double whole = std::round(rate);
  const double tolerance = rate * (1e-4 + 0.5 * usual / sum);
  return whole >= 1 && std::abs(rate - whole) <= tolerance ? whole : rate;
}

}  // namespace ectopy
