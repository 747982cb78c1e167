#include "core/report/colours.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace ectopy {
namespace {

constexpr auto kGrey = "#7a8490";

bool isHexColour(std::string_view colour) {
  constexpr std::string_view kDigits = "0123456789abcdefABCDEF";
  return colour.size() == 7 && colour[0] == '#' &&
         colour.find_first_not_of(kDigits, 1) == std::string_view::npos;
}

std::array<double, 3> channelsOf(std::string_view colour) {
  const std::string safe = safeColour(colour);
  std::array<double, 3> channels{};
  for (std::size_t channel = 0; channel < 3; ++channel) {
    int value = 0;
    const char* first = safe.data() + 1 + 2 * channel;
    std::from_chars(first, first + 2, value, 16);
    channels[channel] = value;
  }
  return channels;
}

/// Relative luminance, WCAG 2.1.
double luminanceOf(std::string_view colour) {
  constexpr std::array<double, 3> kWeights{0.2126, 0.7152, 0.0722};
  const std::array<double, 3> channels = channelsOf(colour);
  double luminance = 0;
  for (std::size_t channel = 0; channel < 3; ++channel) {
    const double value = channels[channel] / 255;
    luminance +=
        kWeights[channel] * (value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4));
  }
  return luminance;
}

}  // namespace

std::string safeColour(std::string_view colour) {
  return std::string(isHexColour(colour) ? colour : std::string_view(kGrey));
}

std::string tint(std::string_view colour, double strength) {
  const double share = std::isfinite(strength) ? std::clamp(strength, 0.0, 1.0) : 0;
  std::string result = "#";
  for (const double channel : channelsOf(colour)) {
    result += fmt::format("{:02x}", static_cast<int>(std::lround(255 + (channel - 255) * share)));
  }
  return result;
}

std::string inkOn(std::string_view background) {
  const double luminance = luminanceOf(background);
  const double onWhite = 1.05 / (luminance + 0.05);
  const double onInk = (luminance + 0.05) / (luminanceOf(kInk) + 0.05);
  return onWhite >= onInk ? "#ffffff" : std::string(kInk);
}

}  // namespace ectopy
