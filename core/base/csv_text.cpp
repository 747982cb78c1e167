#include "core/base/csv_text.h"

#include <fmt/format.h>

#include <cmath>

namespace ectopy {

std::string csvField(std::string_view text) {
  if (text.find_first_of(",\"\n\r") == std::string_view::npos) return std::string(text);
  std::string field = "\"";
  for (const char letter : text) {
    if (letter == '"') field += '"';
    field += letter;
  }
  return field + '"';
}

std::string csvNumber(double value) {
  return std::isfinite(value) ? fmt::format("{}", value) : std::string();
}

std::string csvLine(std::span<const std::string> fields) {
  std::string line;
  for (std::size_t place = 0; place < fields.size(); ++place) {
    if (place > 0) line += ',';
    line += csvField(fields[place]);
  }
  return line + '\n';
}

std::string csvLine(std::initializer_list<std::string> fields) {
  return csvLine(std::span(fields.begin(), fields.size()));
}

}  // namespace ectopy
