#include "core/io/text_fields.h"

#include <charconv>
#include <cmath>

namespace ectopy {

namespace {

template <typename Number>
std::optional<Number> parseWhole(std::string_view field) {
  if (field.size() > 1 && field.front() == '+' && field[1] != '-') field.remove_prefix(1);
  Number value{};
  const auto [end, problem] = std::from_chars(field.data(), field.data() + field.size(), value);
  if (problem != std::errc() || end != field.data() + field.size()) return std::nullopt;
  return value;
}

}  // namespace

std::optional<std::int64_t> parseInteger(std::string_view field) {
  return parseWhole<std::int64_t>(field);
}

std::optional<double> parseReal(std::string_view field) {
  const auto value = parseWhole<double>(field);
  if (!value || !std::isfinite(*value)) return std::nullopt;
  return value;
}

std::string inQuotes(std::string_view field) {
  constexpr std::size_t kLongest = 40;
  std::string text = "\"";
  for (const char character : field.substr(0, kLongest)) {
    text += character >= ' ' && character <= '~' ? character : '?';
  }
  if (field.size() > kLongest) text += "...";
  return text + "\"";
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\v\f";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::vector<std::string_view> splitLines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t length = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, length);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    text.remove_prefix(std::min(length + 1, text.size()));
  }
  return lines;
}

bool staysInFolder(std::string_view fileName) {
  if (fileName.empty() || fileName == "." || fileName == "..") return false;
  return fileName.find_first_of(std::string_view("/\\\0", 3)) == std::string_view::npos;
}

}  // namespace ectopy
