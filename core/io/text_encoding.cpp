#include "core/io/text_encoding.h"

#include <algorithm>
#include <cstdint>

namespace ectopy {

namespace {

/// Bytes of the UTF-8 character that begins here; 0 where none does.
std::size_t characterLength(std::string_view bytes) {
  const auto at = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
  const std::uint8_t first = at(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || bytes.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((at(i) & 0xc0) != 0x80) return 0;
  }
  const bool isOverlong = (first == 0xe0 && at(1) < 0xa0) || (first == 0xf0 && at(1) < 0x90);
  const bool isSurrogate = first == 0xed && at(1) >= 0xa0;
  const bool isTooLarge = first == 0xf4 && at(1) >= 0x90;
  return isOverlong || isSurrogate || isTooLarge ? 0 : length;
}

}  // namespace

bool isUtf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t length = characterLength(bytes);
    if (length == 0) return false;
    bytes.remove_prefix(length);
  }
  return true;
}

std::string asUtf8(std::string_view bytes) {
  std::string text;
  const bool isValid = isUtf8(bytes);
  for (const char character : bytes) {
    const auto value = static_cast<std::uint8_t>(character);
    if (value < 0x20 || value == 0x7f) {
      text += ' ';
    } else if (value < 0x80 || isValid) {
      text += character;
    } else {
      text += static_cast<char>(0xc0 | (value >> 6));
      text += static_cast<char>(0x80 | (value & 0x3f));
    }
  }
  return text;
}

}  // namespace ectopy
