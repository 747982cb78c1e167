#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>

/// How the formats of signal(5) pack samples: so many samples (kSamples) in so many bytes (kBytes), unpacked
/// to Value. kGap is the value that means "no sample". FLAC streams are not among them.
namespace ectopy::wfdb_unpack {

using Bytes = const unsigned char*;

inline std::uint32_t word16(Bytes bytes) {
  return bytes[0] | static_cast<std::uint32_t>(bytes[1]) << 8U;
}

/// The lowest `bits` bits as a two's complement number.
inline std::int16_t signed16(std::uint32_t value, unsigned bits) {
  const auto sign = static_cast<int>(1U << (bits - 1));
  return static_cast<std::int16_t>((static_cast<int>(value & ((1U << bits) - 1)) ^ sign) - sign);
}

/// First differences; whoever reads them sums them up.
struct Format8 {
  using Value = std::int32_t;
  static constexpr std::size_t kSamples = 1;
  static constexpr std::size_t kBytes = 1;
  static constexpr Value kGap = std::numeric_limits<Value>::min();
  static void unpack(Bytes bytes, Value* out) { out[0] = static_cast<std::int8_t>(bytes[0]); }
};

/// Little-endian pairs.
struct Format16 {
  using Value = std::int16_t;
  static constexpr std::size_t kSamples = 1;
  static constexpr std::size_t kBytes = 2;
  static constexpr Value kGap = -32768;
  static void unpack(Bytes bytes, Value* out) { out[0] = static_cast<std::int16_t>(word16(bytes)); }
};

struct Format24 {
  using Value = std::int32_t;
  static constexpr std::size_t kSamples = 1;
  static constexpr std::size_t kBytes = 3;
  static constexpr Value kGap = -(1 << 23);
  static void unpack(Bytes bytes, Value* out) {
    const std::uint32_t bits = word16(bytes) | static_cast<std::uint32_t>(bytes[2]) << 16U;
    out[0] = static_cast<std::int32_t>(bits << 8U) >> 8;
  }
};

struct Format32 {
  using Value = std::int32_t;
  static constexpr std::size_t kSamples = 1;
  static constexpr std::size_t kBytes = 4;
  static constexpr Value kGap = std::numeric_limits<Value>::min();
  static void unpack(Bytes bytes, Value* out) {
    out[0] = static_cast<std::int32_t>(word16(bytes) | word16(bytes + 2) << 16U);
  }
};

/// Big-endian pairs.
struct Format61 {
  using Value = std::int16_t;
  static constexpr std::size_t kSamples = 1;
  static constexpr std::size_t kBytes = 2;
  static constexpr Value kGap = -32768;
  static void unpack(Bytes bytes, Value* out) {
    out[0] = static_cast<std::int16_t>(bytes[1] | static_cast<unsigned>(bytes[0]) << 8U);
  }
};

/// Offset binary.
struct Format80 {
  using Value = std::int16_t;
  static constexpr std::size_t kSamples = 1;
  static constexpr std::size_t kBytes = 1;
  static constexpr Value kGap = -128;
  static void unpack(Bytes bytes, Value* out) { out[0] = static_cast<std::int16_t>(bytes[0] - 128); }
};

struct Format160 {
  using Value = std::int16_t;
  static constexpr std::size_t kSamples = 1;
  static constexpr std::size_t kBytes = 2;
  static constexpr Value kGap = -32768;
  static void unpack(Bytes bytes, Value* out) {
    out[0] = static_cast<std::int16_t>(static_cast<int>(word16(bytes)) - 32768);
  }
};

/// The middle byte holds the upper bits of both samples, those of the first in its lower half.
struct Format212 {
  using Value = std::int16_t;
  static constexpr std::size_t kSamples = 2;
  static constexpr std::size_t kBytes = 3;
  static constexpr Value kGap = -2048;
  static void unpack(Bytes bytes, Value* out) {
    out[0] = signed16(word16(bytes), 12);
    out[1] = signed16(bytes[2] | (bytes[1] & 0xf0U) << 4U, 12);
  }
};

/// Two samples in the bits 1 to 10 of two pairs; the third has the upper five bits of both.
struct Format310 {
  using Value = std::int16_t;
  static constexpr std::size_t kSamples = 3;
  static constexpr std::size_t kBytes = 4;
  static constexpr Value kGap = -512;
  static void unpack(Bytes bytes, Value* out) {
    const std::uint32_t first = word16(bytes);
    const std::uint32_t second = word16(bytes + 2);
    out[0] = signed16(first >> 1U, 10);
    out[1] = signed16(second >> 1U, 10);
    out[2] = signed16(first >> 11U | (second >> 11U) << 5U, 10);
  }
};

/// Three samples one after the other from the lowest bit of four bytes on.
struct Format311 {
  using Value = std::int16_t;
  static constexpr std::size_t kSamples = 3;
  static constexpr std::size_t kBytes = 4;
  static constexpr Value kGap = -512;
  static void unpack(Bytes bytes, Value* out) {
    const std::uint32_t all = word16(bytes) | word16(bytes + 2) << 16U;
    out[0] = signed16(all, 10);
    out[1] = signed16(all >> 10U, 10);
    out[2] = signed16(all >> 20U, 10);
  }
};

/// Unpacks `count` samples; reads no byte behind those that hold them (wfdbBytes).
template <typename Format>
void unpackSamples(Bytes bytes, std::size_t byteCount, std::size_t count, typename Format::Value* out) {
  const std::size_t units = count / Format::kSamples;
  for (std::size_t unit = 0; unit < units; ++unit) {
    Format::unpack(bytes + unit * Format::kBytes, out + unit * Format::kSamples);
  }
  const std::size_t rest = count % Format::kSamples;
  if (rest == 0) return;
  std::array<unsigned char, Format::kBytes> last{};
  std::memcpy(last.data(), bytes + units * Format::kBytes,
              std::min(last.size(), byteCount - units * Format::kBytes));
  std::array<typename Format::Value, Format::kSamples> values{};
  Format::unpack(last.data(), values.data());
  std::copy_n(values.begin(), rest, out + units * Format::kSamples);
}

}  // namespace ectopy::wfdb_unpack
