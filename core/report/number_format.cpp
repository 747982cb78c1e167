#include "core/report/number_format.h"

#include <fmt/format.h>

#include <cmath>

namespace ectopy {
namespace {

constexpr auto kUndefined = "\u2013";

}  // namespace

std::string formatCount(std::int64_t count) {
  std::string digits = fmt::format("{}", count < 0 ? -count : count);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, "\u202F");
  }
  return (count < 0 ? "\u2212" : "") + digits;
}

std::string formatFixed(double value, int digits) {
  if (!std::isfinite(value)) return kUndefined;
  return fmt::format("{:.{}f}", value, digits);
}

std::string formatPercent(double fraction, int digits) {
  if (!std::isfinite(fraction)) return kUndefined;
  return fmt::format("{:.{}f}\u00A0%", fraction * 100, digits);
}

std::string formatDuration(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0) return kUndefined;
  if (seconds < 60) return fmt::format("{:.{}f}\u00A0s", seconds, seconds < 10 ? 1 : 0);
  const auto whole = static_cast<std::int64_t>(std::llround(seconds));
  if (whole < 3600) return fmt::format("{}\u00A0min {}\u00A0s", whole / 60, whole % 60);
  return fmt::format("{}\u00A0h {}\u00A0min", whole / 3600, whole % 3600 / 60);
}

std::string formatClock(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0) return kUndefined;
  const auto hundredths = static_cast<std::int64_t>(std::llround(seconds * 100));
  const std::int64_t minutes = hundredths / 6000;
  const std::string rest = fmt::format("{:02}.{:02}", hundredths % 6000 / 100, hundredths % 100);
  if (minutes < 60) return fmt::format("{}:{}", minutes, rest);
  return fmt::format("{}:{:02}:{}", minutes / 60, minutes % 60, rest);
}

}  // namespace ectopy
