#include "core/io/wfdb_sample_format.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace ectopy {

namespace {

/// Samples are packed in units; a last unit that isn't full takes fewer bytes.
struct Packing {
  int format;
  int bits;
  std::uint64_t unitSamples;
  std::uint64_t unitBytes;
  std::array<std::uint64_t, 2> restBytes;  // of a last unit of one and of two samples
};

constexpr std::array<Packing, 10> kPackings = {{
    {8, 8, 1, 1, {}},
    {16, 16, 1, 2, {}},
    {24, 24, 1, 3, {}},
    {32, 32, 1, 4, {}},
    {61, 16, 1, 2, {}},
    {80, 8, 1, 1, {}},
    {160, 16, 1, 2, {}},
    {212, 12, 2, 3, {2, 0}},
    {310, 10, 3, 4, {2, 4}},
    {311, 10, 3, 4, {2, 3}},
}};

const Packing* packingOf(int format) {
  const auto* const found = std::ranges::find(kPackings, format, &Packing::format);
  return found == kPackings.end() ? nullptr : found;
}

}  // namespace

bool isFlacWfdbFormat(int format) {
  return format == 508 || format == 516 || format == 524;
}

bool isReadableWfdbFormat(int format) {
  return format == 0 || isFlacWfdbFormat(format) || packingOf(format) != nullptr;
}

int wfdbSampleBits(int format) {
  if (isFlacWfdbFormat(format)) return format - 500;
  const Packing* packing = packingOf(format);
  return packing == nullptr ? 16 : packing->bits;
}

std::uint64_t wfdbBytes(int format, std::uint64_t sampleCount) {
  const Packing* packing = packingOf(format);
  assert(packing != nullptr);
  const std::uint64_t rest = sampleCount % packing->unitSamples;
  return sampleCount / packing->unitSamples * packing->unitBytes +
         (rest == 0 ? 0 : packing->restBytes[rest - 1]);
}

std::uint64_t wfdbSamplesIn(int format, std::uint64_t byteCount) {
  const Packing* packing = packingOf(format);
  assert(packing != nullptr);
  const std::uint64_t left = byteCount % packing->unitBytes;
  std::uint64_t rest = 0;
  while (rest + 1 < packing->unitSamples && packing->restBytes[rest] <= left) ++rest;
  return byteCount / packing->unitBytes * packing->unitSamples + rest;
}

}  // namespace ectopy
