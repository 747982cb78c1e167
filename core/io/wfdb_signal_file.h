#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/job_context.h"
#include "core/signal/samples.h"

namespace ectopy {

/// One of the signals that share a file, as its header tells it.
struct WfdbStoredSignal {
  std::size_t samplesPerFrame = 1;
  std::size_t firstInFrame = 0;   // place of its first sample in a frame
  std::size_t skew = 0;           // frames it was stored late
  std::int32_t initialValue = 0;  // format 8 counts from it
  bool isWanted = true;
};

/// One signal, a sample a frame: where a frame holds several, their mean, rounded to the nearest, halves up,
/// and a gap where any of them is one, as WFDB's getvec does. Moved to its time; what a skew leaves at the
/// end are gaps. 16 bits wide if all samples fit.
struct DecodedSignal {
  Samples samples;
  std::uint16_t checksum = 0;  // 16-bit sum of all stored samples
};

/// Samples of all signals in a frame.
std::size_t wfdbFrameSize(std::span<const WfdbStoredSignal> signals);

/// Decodes the first frameCount frames, on several threads where that pays; gives the wanted signals.
/// `bytes` begins at the first sample and is long enough for them. Not for FLAC.
std::vector<DecodedSignal> decodeWfdbSignals(int format, std::span<const std::byte> bytes,
                                             std::size_t frameCount,
                                             std::span<const WfdbStoredSignal> signals,
                                             const JobContext& job);

/// The same from the decoded channels of a FLAC stream; `bits` are those of its samples.
std::vector<DecodedSignal> arrangeFlacChannels(std::span<const std::vector<std::int32_t>> channels, int bits,
                                               std::size_t frameCount,
                                               std::span<const WfdbStoredSignal> signals);

}  // namespace ectopy
