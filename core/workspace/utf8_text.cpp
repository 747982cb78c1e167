#include "core/workspace/utf8_text.h"

#include <fmt/format.h>

#include <cstdint>

#include "core/base/error.h"

namespace ectopy {

namespace {

struct Lead {
  int following = 0;
  std::uint32_t bits = 0;
  std::uint32_t smallest = 0;  // a smaller one would have fitted fewer bytes
};

/// RFC 3629; following < 0: no character begins so.
Lead leadOf(unsigned char byte) {
  if (byte < 0x80) return {0, byte, 0};
  if (byte >= 0xC2 && byte < 0xE0) return {1, byte & 0x1FU, 0x80};
  if (byte >= 0xE0 && byte < 0xF0) return {2, byte & 0x0FU, 0x800};
  if (byte >= 0xF0 && byte < 0xF5) return {3, byte & 0x07U, 0x10000};
  return {-1, 0, 0};
}

bool isUtf8(const std::string& text) {
  for (std::size_t i = 0; i < text.size();) {
    const Lead lead = leadOf(static_cast<unsigned char>(text[i++]));
    if (lead.following < 0) return false;
    std::uint32_t code = lead.bits;
    for (int k = 0; k < lead.following; ++k) {
      if (i == text.size()) return false;
      const auto byte = static_cast<unsigned char>(text[i++]);
      if ((byte & 0xC0U) != 0x80) return false;
      code = code << 6 | (byte & 0x3FU);
    }
    const bool isSurrogate = code >= 0xD800 && code < 0xE000;
    if (code < lead.smallest || isSurrogate || code > 0x10FFFF) return false;
  }
  return true;
}

}  // namespace

void requireText(const std::string& text, std::size_t maxBytes, const std::string& what) {
  if (text.size() > maxBytes)
    throw Error(fmt::format("{} may have {} bytes, found {}.", what, maxBytes, text.size()));
  if (text.find('\0') != std::string::npos || !isUtf8(text))
    throw Error(fmt::format("{} must be text in UTF-8, found other bytes.", what));
}

}  // namespace ectopy
