#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace ectopy {

/// A field of a CSV file, in quotes where it holds a comma, a quote or a line end (RFC 4180).
std::string csvField(std::string_view text);
/// The shortest text that reads back as this number; empty for NaN and infinity.
std::string csvNumber(double value);
/// One line of fields, with its line end.
std::string csvLine(std::span<const std::string> fields);
std::string csvLine(std::initializer_list<std::string> fields);

}  // namespace ectopy
