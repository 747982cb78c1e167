#include "core/io/compressed_sink.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"

namespace ectopy {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{256} << 10;
constexpr std::size_t kFreeBytes = std::size_t{1} << 20;

}  // namespace

UnpackedText::UnpackedText(std::string name, std::size_t packedBytes, std::size_t hint, std::size_t atMost,
                           const UnpackLimits& limits)
    : m_name(std::move(name)),
      m_packedBytes(packedBytes),
      m_claimedBytes(hint),
      m_atMost(atMost),
      m_limits(limits),
      m_text(std::make_shared<std::string>()) {
  constexpr std::size_t kUsualRatio = 16;  // a claim beyond it must prove itself
  m_text->reserve(std::min({hint, atMost, kUsualRatio * packedBytes, limits.bytes}) + kPieceBytes);
}

std::size_t UnpackedText::makeRoom() {
  const std::size_t room = std::min(kPieceBytes, m_atMost - std::min(m_atMost, m_size));
  if (m_text->size() < m_size + room) m_text->resize(m_size + room);
  return room;
}

void UnpackedText::advance(std::size_t bytes) {
  m_size += bytes;
  if (m_size > m_limits.bytes) {
    throw Error(
        fmt::format("{}: expected at most {} bytes unpacked, found more; unpack it by hand if it is "
                    "genuine.",
                    m_name, m_limits.bytes));
  }
  if (m_size > kFreeBytes && m_size / m_limits.ratio > m_packedBytes) {
    throw Error(
        fmt::format("{}: expected it to unpack to at most {} times its {} bytes, found more; unpack "
                    "it by hand if it is genuine.",
                    m_name, m_limits.ratio, m_packedBytes));
  }
}

TextFile UnpackedText::take() {
  m_text->resize(m_size);
  return {m_name, *m_text, m_text, std::max(m_size, m_claimedBytes)};
}

}  // namespace ectopy
