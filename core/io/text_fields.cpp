#include "core/io/text_fields.h"

#include <algorithm>
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

namespace {

/// Length of the well-formed UTF-8 sequence a non-empty text begins with (Unicode 15, table 3-7); 0: none.
std::size_t utf8LengthAt(std::string_view text) {
  const auto byte = [&](std::size_t index) { return static_cast<unsigned char>(text[index]); };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xF4) return 0;
  const std::size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (byte(i) < 0x80 || byte(i) > 0xBF) return 0;
  }
  const bool isOverlong = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xF0 && byte(1) < 0x90);
  const bool isOutside = (first == 0xED && byte(1) > 0x9F) || (first == 0xF4 && byte(1) > 0x8F);
  return isOverlong || isOutside ? 0 : length;
}

}  // namespace

bool isUtf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8LengthAt(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string fromLatin1(std::string_view text) {
  std::string result;
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    if (byte < 0x80) {
      result += character;
    } else {
      result += static_cast<char>(0xC0U | byte >> 6U);
      result += static_cast<char>(0x80U | (byte & 0x3FU));
    }
  }
  return result;
}

std::string asUtf8(std::string_view text) {
  std::string result = isUtf8(text) ? std::string(text) : fromLatin1(text);
  std::ranges::replace_if(
      result, [](char c) { return (c >= 0 && c < ' ') || c == 0x7f; }, ' ');
  return result;
}

bool staysInFolder(std::string_view fileName) {
  if (fileName.empty() || fileName == "." || fileName == "..") return false;
  return fileName.find_first_of(std::string_view("/\\\0", 3)) == std::string_view::npos;
}

}  // namespace ectopy
