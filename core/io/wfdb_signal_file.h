#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace ectopy {

/// How the samples of one signal lie among those of the signals that share its file.
struct WfdbInterleaving {
  int format = 16;
  std::size_t samplesPerFrame = 1;  // of this signal
  std::size_t firstInFrame = 0;     // place of its first sample in a frame
  std::size_t frameSize = 1;        // samples of all signals in a frame
};

/// One signal as it was stored.
struct DecodedSignal {
  std::vector<std::int16_t> samples;  // one a frame, the mean where a frame holds several; gaps kMissing16
  std::uint16_t checksum = 0;         // 16-bit sum of all stored samples
};

/// Whether samples of this format can be read: 16 and 212.
bool isReadableWfdbFormat(int format);
/// Bytes that so many samples, of all signals of a file together, take.
std::uint64_t wfdbBytes(int format, std::uint64_t sampleCount);
/// Samples that fit into so many bytes.
std::uint64_t wfdbSamplesIn(int format, std::uint64_t byteCount);

/// Decodes the first frameCount frames; `bytes` begins at the first sample and is long enough for them.
DecodedSignal decodeWfdbSignal(std::span<const std::byte> bytes, std::size_t frameCount,
                               const WfdbInterleaving& place);

}  // namespace ectopy
