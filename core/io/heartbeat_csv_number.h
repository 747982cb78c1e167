#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace ectopy {

/// Bytes of a number of the published layout, "%.18e" without a sign: "8.905472755432128906e-01".
inline constexpr std::size_t kFixedNumberBytes = 24;

/// Reads numbers of that form, each with `delimiter` behind it, as far as they go; gives how many. Stops also
/// at a number that needs parseSample. The results are strtof's of the same text.
std::size_t readFixedNumbers(std::string_view text, char delimiter, std::span<float> values);

/// A whole field as a finite number, blanks around it and a leading plus allowed; the result is strtof's of
/// the same text, in any locale. `decimal` stands before the decimals: '.' or ','.
std::optional<float> parseSample(std::string_view field, char decimal);

}  // namespace ectopy
