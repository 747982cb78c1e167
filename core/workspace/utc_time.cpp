#include "core/workspace/utc_time.h"

#include <fmt/chrono.h>

#include <chrono>

namespace ectopy {

namespace {

constexpr const char* kPattern = "dddd-dd-ddTdd:dd:dd.dddZ";  // d: a digit
constexpr std::int64_t kMsPerSecond = 1000;

bool hasPattern(const std::string& text) {
  const std::string pattern = kPattern;
  if (text.size() != pattern.size()) return false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool isDigit = text[i] >= '0' && text[i] <= '9';
    if (pattern[i] == 'd' ? !isDigit : text[i] != pattern[i]) return false;
  }
  return true;
}

}  // namespace

std::int64_t utcNowMs() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::string utcText(std::int64_t milliseconds) {
  const auto seconds = static_cast<std::time_t>(milliseconds / kMsPerSecond);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(seconds), milliseconds % kMsPerSecond);
}

std::int64_t utcFromText(const std::string& text) {
  using namespace std::chrono;
  if (!hasPattern(text)) return -1;
  const auto number = [&](std::size_t from, std::size_t count) {
    return std::stoi(text.substr(from, count));
  };
  const year_month_day day{year(number(0, 4)), month(static_cast<unsigned>(number(5, 2))),
                           std::chrono::day(static_cast<unsigned>(number(8, 2)))};
  if (!day.ok() || number(0, 4) < 1970) return -1;
  const auto at = sys_days(day) + hours(number(11, 2)) + minutes(number(14, 2)) + seconds(number(17, 2)) +
                  milliseconds(number(20, 3));
  const std::int64_t ms = duration_cast<milliseconds>(at.time_since_epoch()).count();
  return utcText(ms) == text ? ms : -1;
}

std::string utcNow() {
  return utcText(utcNowMs());
}

}  // namespace ectopy
