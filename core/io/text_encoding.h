#pragma once

#include <string>
#include <string_view>

namespace ectopy {

/// Whether the bytes are valid UTF-8 (no overlong forms, no surrogates).
bool isUtf8(std::string_view bytes);
/// The text as UTF-8: as it stands where it is valid UTF-8, else read as Latin-1. Control characters become
/// blanks.
std::string asUtf8(std::string_view bytes);

}  // namespace ectopy
