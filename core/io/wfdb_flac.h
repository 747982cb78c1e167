#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/job_context.h"

namespace ectopy {

/// Decodes a FLAC stream of so many channels, each sample of at most `bits` bits; stops after mostSamples of
/// each channel. Memory grows with what was decoded, never with what the stream announces. Throws Error
/// naming fileName where the stream breaks, or where it is no recording but almost nothing, many times over.
std::vector<std::vector<std::int32_t>> decodeFlac(std::span<const std::byte> bytes, std::size_t channelCount,
                                                  int bits, std::uint64_t mostSamples,
                                                  std::string_view fileName, const JobContext& job);

}  // namespace ectopy
