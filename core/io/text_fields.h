#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ectopy {

/// The whole field as a number, or nothing: no blanks around it, nothing after it. A leading '+' is allowed.
std::optional<std::int64_t> parseInteger(std::string_view field);
/// Finite numbers only.
std::optional<double> parseReal(std::string_view field);

/// A field as an Error shows it: in quotes, at most 40 characters, what can't be printed as '?'.
std::string inQuotes(std::string_view field);

std::string_view trimmed(std::string_view text);
/// The parts of a text between '\n', without their '\r'.
std::vector<std::string_view> splitLines(std::string_view text);

/// Whether the bytes are well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
bool isUtf8(std::string_view text);
/// Latin-1 bytes as UTF-8.
std::string fromLatin1(std::string_view text);
/// The text as UTF-8: as it stands where it is well-formed, else read as Latin-1; control characters become
/// blanks.
std::string asUtf8(std::string_view text);

/// Whether a file named inside another file stays in that file's folder: no '/', '\\', "..", NUL or nothing.
bool staysInFolder(std::string_view fileName);

}  // namespace ectopy
