#include "core/io/heartbeat_csv_number.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>

#include "core/io/text_fields.h"

namespace ectopy {
namespace {

constexpr int kDecimals = 16;  // of the 18: the rest is worth less than a double's last place
constexpr int kHighestExponent = 18;
constexpr int kLowestExponent = -22;

/// 10^(exponent - kDecimals) for each exponent, at most two roundings off.
constexpr auto kScale = [] {
  constexpr int kExactPower = 22;  // the highest power of ten a double holds exactly
  std::array<double, kHighestExponent - kLowestExponent + 1> scales{};
  for (int exponent = kLowestExponent; exponent <= kHighestExponent; ++exponent) {
    double divisor = 1;
    double second = 1;
    double factor = 1;
    const int power = kDecimals - exponent;
    for (int i = 0; i < power; ++i) (i < kExactPower ? divisor : second) *= 10;
    for (int i = power; i < 0; ++i) factor *= 10;
    scales[static_cast<std::size_t>(exponent - kLowestExponent)] = factor / divisor / second;
  }
  return scales;
}();

template <typename Word>
Word load(const char* text) {
  static_assert(std::endian::native == std::endian::little);
  Word word{};
  std::memcpy(&word, text, sizeof word);
  return word;
}

#if defined(__SSE2__)

/// Sixteen digits at once: whether they are digits, and their value.
bool readSixteenDigits(const char* text, std::uint64_t& value) {
  const __m128i digits =
      _mm_sub_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(text)), _mm_set1_epi8('0'));
  const __m128i capped = _mm_min_epu8(digits, _mm_set1_epi8(9));
  if (_mm_movemask_epi8(_mm_cmpeq_epi8(digits, capped)) != 0xFFFF) return false;
  const __m128i zero = _mm_setzero_si128();
  const __m128i tens = _mm_set1_epi32(10 | 1 << 16);
  const __m128i pairs = _mm_packs_epi32(_mm_madd_epi16(_mm_unpacklo_epi8(digits, zero), tens),
                                        _mm_madd_epi16(_mm_unpackhi_epi8(digits, zero), tens));
  const __m128i fours = _mm_madd_epi16(pairs, _mm_set1_epi32(100 | 1 << 16));
  const __m128i eights = _mm_madd_epi16(_mm_packs_epi32(fours, fours), _mm_set1_epi32(10000 | 1 << 16));
  const auto both = static_cast<std::uint64_t>(_mm_cvtsi128_si64(eights));
  value = (both & 0xFFFFFFFF) * 100000000 + (both >> 32);
  return true;
}

#else

bool readEightDigits(const char* text, std::uint64_t& value) {
  auto bytes = load<std::uint64_t>(text);
  constexpr std::uint64_t kHigh = 0xF0F0F0F0F0F0F0F0;
  const std::uint64_t signs = (bytes & kHigh) | (((bytes + 0x0606060606060606) & kHigh) >> 4);
  if (signs != 0x3333333333333333) return false;
  bytes -= 0x3030303030303030;
  bytes = bytes * 10 + (bytes >> 8);  // pairs
  constexpr std::uint64_t kPairs = 0x000000FF000000FF;
  value = ((bytes & kPairs) * 0x000F424000000064 + ((bytes >> 16) & kPairs) * 0x0000271000000001) >> 32;
  return true;
}

/// Sixteen digits: whether they are digits, and their value.
bool readSixteenDigits(const char* text, std::uint64_t& value) {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  if (!readEightDigits(text, high) || !readEightDigits(text + 8, low)) return false;
  value = high * 100000000 + low;
  return true;
}

#endif

/// The last eight bytes, two digits twice and the exponent: "2906e-01". False for what is none in range.
bool readExponent(const char* text, std::size_t& place) {
  const auto bytes = load<std::uint64_t>(text);
  constexpr std::uint64_t kMask = 0xF0F000FFF0F0F0F0;
  constexpr std::uint64_t kForm = 0x3030006530303030;   // high halves of digits, and the 'e'
  constexpr std::uint64_t kCarry = 0x0606000006060606;  // makes the high half of no digit a 4
  if ((bytes & kMask) != kForm || ((bytes + kCarry) & kMask) != kForm) return false;
  const auto sign = static_cast<int>(bytes >> 40 & 0xFF) - '+';  // '-' is two further
  if ((sign & ~2) != 0) return false;
  const auto size = static_cast<int>((bytes >> 48 & 0xF) * 10 + (bytes >> 56 & 0xF));
  const int exponent = (1 - sign) * size;
  if (exponent < kLowestExponent || exponent > kHighestExponent) return false;
  place = static_cast<std::size_t>(exponent - kLowestExponent);
  return true;
}

/// Rounds to float unless the double, a few units off the true value, is too near the middle of two floats.
bool roundSafely(double nearby, float& value) {
  constexpr std::uint64_t kDroppedBits = (std::uint64_t{1} << 29) - 1;
  constexpr std::uint64_t kMiddle = std::uint64_t{1} << 28;
  constexpr std::uint64_t kUncertain = 32;  // units in the last place; the error is below 8
  const std::uint64_t dropped = std::bit_cast<std::uint64_t>(nearby) & kDroppedBits;
  value = static_cast<float>(nearby);
  return dropped - (kMiddle - kUncertain) > 2 * kUncertain;
}

bool isFixedZero(const char* text) {
  constexpr std::string_view kZero = "0.000000000000000000e+00";
  return load<std::uint64_t>(text) == load<std::uint64_t>(kZero.data()) &&
         load<std::uint64_t>(text + 8) == load<std::uint64_t>(kZero.data() + 8) &&
         load<std::uint64_t>(text + 16) == load<std::uint64_t>(kZero.data() + 16);
}

bool readFixedNumber(const char* text, float& value) {
  const unsigned first = static_cast<unsigned char>(text[0]) - unsigned{'0'};
  if (first == 0) {
    value = 0;
    return isFixedZero(text);
  }
  std::uint64_t decimals = 0;
  std::size_t place = 0;
  if (first > 9 || text[1] != '.' || !readSixteenDigits(text + 2, decimals) ||
      !readExponent(text + kFixedNumberBytes - 8, place)) {
    return false;
  }
  const std::uint64_t digits = first * std::uint64_t{10000000000000000} + decimals;
  return roundSafely(static_cast<double>(static_cast<std::int64_t>(digits)) * kScale[place], value);
}

/// What from_chars calls out of range: nothing when too large, 0 when too small.
std::optional<float> outOfRange(std::string_view number) {
  constexpr std::size_t kLongest = 64;  // so the exponent alone decides
  const std::size_t exponent = number.find_first_of("eE");
  const bool isSmall = number.size() <= kLongest && exponent != std::string_view::npos &&
                       number.substr(exponent + 1).starts_with('-');
  if (!isSmall) return std::nullopt;
  return number.starts_with('-') ? -0.0F : 0.0F;
}

std::optional<float> parsePlain(std::string_view number) {
  float value = 0;
  const char* end = number.data() + number.size();
  const auto [stop, problem] = std::from_chars(number.data(), end, value);
  if (stop != end || number.empty()) return std::nullopt;
  if (problem == std::errc::result_out_of_range) return outOfRange(number);
  if (problem != std::errc() || !std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace

std::size_t readFixedNumbers(std::string_view text, char delimiter, std::span<float> values) {
  constexpr std::size_t kStep = kFixedNumberBytes + 1;
  const std::size_t most = std::min(values.size(), text.size() / kStep);
  const char* at = text.data();
  for (std::size_t i = 0; i < most; ++i, at += kStep) {
    if (at[kFixedNumberBytes] != delimiter || !readFixedNumber(at, values[i])) return i;
  }
  return most;
}

std::optional<float> parseSample(std::string_view field, char decimal) {
  field = trimmed(field);
  if (field.size() > 1 && field.front() == '+' && field[1] != '-') field.remove_prefix(1);
  if (decimal == '.' || field.find(decimal) == std::string_view::npos) return parsePlain(field);
  constexpr std::size_t kLongest = 1024;
  if (field.size() > kLongest || field.find('.') != std::string_view::npos) return std::nullopt;
  std::string withPoint(field);
  withPoint[withPoint.find(decimal)] = '.';
  return parsePlain(withPoint);
}

}  // namespace ectopy
