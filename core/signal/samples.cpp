#include "core/signal/samples.h"

#include <algorithm>

namespace ectopy {

namespace {

bool fitsNarrow(std::int32_t value) {
  return value == Samples::kMissing || (value > Samples::kMissing16 && value <= 32767);
}

}  // namespace

std::optional<std::vector<std::int16_t>> narrowed(std::span<const std::int32_t> values) {
  if (!std::ranges::all_of(values, fitsNarrow)) return std::nullopt;
  std::vector<std::int16_t> narrow(values.size());
  std::ranges::transform(values, narrow.begin(), [](std::int32_t value) {
    return value == Samples::kMissing ? Samples::kMissing16 : static_cast<std::int16_t>(value);
  });
  return narrow;
}

}  // namespace ectopy
