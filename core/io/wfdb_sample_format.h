#pragma once

#include <cstdint>

namespace ectopy {

/// Whether samples of this format can be read: 8, 16, 24, 32, 61, 80, 160, 212, 310, 311, 508, 516, 524, and
/// 0, which stores nothing (signal(5)).
bool isReadableWfdbFormat(int format);
/// 508, 516, 524: a FLAC stream with one channel a signal.
bool isFlacWfdbFormat(int format);
/// Bits of one sample: the lowest value of so many bits means "no sample".
int wfdbSampleBits(int format);

/// Bytes that so many samples, of all signals of a file together, take. Not for FLAC and format 0.
std::uint64_t wfdbBytes(int format, std::uint64_t sampleCount);
/// Samples that fit into so many bytes.
std::uint64_t wfdbSamplesIn(int format, std::uint64_t byteCount);

}  // namespace ectopy
