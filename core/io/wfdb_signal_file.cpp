#include "core/io/wfdb_signal_file.h"

#include <cassert>

#include "core/signal/samples.h"

namespace ectopy {

namespace {

/// Two's complement little-endian pairs (signal(5), format 16).
class Format16 {
 public:
  static constexpr int kGap = -32768;
  explicit Format16(std::span<const std::byte> bytes)
      : m_bytes(reinterpret_cast<const unsigned char*>(bytes.data())) {}
  int operator[](std::size_t sample) const {
    const unsigned char* pair = m_bytes + 2 * sample;
    return static_cast<std::int16_t>(pair[0] | pair[1] << 8);
  }

 private:
  const unsigned char* m_bytes;
};

/// Two 12-bit samples in three bytes: the middle byte holds the upper bits of both, those of the first
/// sample in its lower half (signal(5), format 212).
class Format212 {
 public:
  static constexpr int kGap = -2048;
  explicit Format212(std::span<const std::byte> bytes)
      : m_bytes(reinterpret_cast<const unsigned char*>(bytes.data())) {}
  int operator[](std::size_t sample) const {
    const unsigned char* triple = m_bytes + 3 * (sample / 2);
    const int bits =
        sample % 2 == 0 ? triple[0] | (triple[1] & 0x0f) << 8 : triple[2] | (triple[1] & 0xf0) << 4;
    return (bits ^ 0x800) - 0x800;
  }

 private:
  const unsigned char* m_bytes;
};

template <typename Format>
DecodedSignal decodeSingle(Format stored, std::size_t frameCount, const WfdbInterleaving& place) {
  DecodedSignal signal;
  signal.samples.resize(frameCount);
  std::uint32_t sum = 0;
  std::size_t position = place.firstInFrame;
  for (std::int16_t& sample : signal.samples) {
    const int value = stored[position];
    position += place.frameSize;
    sum += static_cast<std::uint32_t>(value);
    sample = value == Format::kGap ? Samples::kMissing16 : static_cast<std::int16_t>(value);
  }
  signal.checksum = static_cast<std::uint16_t>(sum);
  return signal;
}

template <typename Format>
DecodedSignal decodeMeans(Format stored, std::size_t frameCount, const WfdbInterleaving& place) {
  DecodedSignal signal;
  signal.samples.resize(frameCount);
  std::uint32_t checksum = 0;
  for (std::size_t frame = 0; frame < frameCount; ++frame) {
    const std::size_t first = frame * place.frameSize + place.firstInFrame;
    std::int64_t sum = 0;
    std::int64_t present = 0;
    for (std::size_t i = 0; i < place.samplesPerFrame; ++i) {
      const int value = stored[first + i];
      checksum += static_cast<std::uint32_t>(value);
      if (value == Format::kGap) continue;
      sum += value;
      ++present;
    }
    signal.samples[frame] = present == 0 ? Samples::kMissing16 : static_cast<std::int16_t>(sum / present);
  }
  signal.checksum = static_cast<std::uint16_t>(checksum);
  return signal;
}

template <typename Format>
DecodedSignal decodeAs(std::span<const std::byte> bytes, std::size_t frameCount,
                       const WfdbInterleaving& place) {
  if (place.samplesPerFrame == 1) return decodeSingle(Format(bytes), frameCount, place);
  return decodeMeans(Format(bytes), frameCount, place);
}

}  // namespace

bool isReadableWfdbFormat(int format) {
  return format == 16 || format == 212;
}

std::uint64_t wfdbBytes(int format, std::uint64_t sampleCount) {
  // A last single sample of format 212 takes two bytes.
  if (format == 212) return sampleCount / 2 * 3 + sampleCount % 2 * 2;
  return 2 * sampleCount;
}

std::uint64_t wfdbSamplesIn(int format, std::uint64_t byteCount) {
  if (format == 212) return byteCount / 3 * 2 + (byteCount % 3 == 2 ? 1 : 0);
  return byteCount / 2;
}

DecodedSignal decodeWfdbSignal(std::span<const std::byte> bytes, std::size_t frameCount,
                               const WfdbInterleaving& place) {
  assert(bytes.size() >= wfdbBytes(place.format, std::uint64_t{frameCount} * place.frameSize));
  if (place.format == 212) return decodeAs<Format212>(bytes, frameCount, place);
  return decodeAs<Format16>(bytes, frameCount, place);
}

}  // namespace ectopy
