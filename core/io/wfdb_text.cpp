#include "core/io/wfdb_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>

#include "core/io/text_fields.h"

namespace ectopy {

namespace {

constexpr std::int64_t kSecondsPerDay = 24 * 60 * 60;
constexpr double kMostSeconds = 3e11;  // 9500 years; what is later is shown as that

/// "10", "1:30", "15:08:24.5" in milliseconds; nothing when it is no time.
std::optional<double> millisecondsOf(std::string_view text) {
  double seconds = 0;
  while (true) {
    const std::size_t colon = text.find(':');
    const auto part = parseReal(trimmed(text.substr(0, colon)));
    if (!part || *part < 0) return std::nullopt;
    seconds = std::min(60 * seconds + *part, kMostSeconds);
    if (colon == std::string_view::npos) return 1000 * seconds;
    text.remove_prefix(colon + 1);
  }
}

/// "26/10/2137"
std::optional<std::chrono::sys_days> dateOf(std::string_view text) {
  const std::size_t first = text.find('/');
  const std::size_t second = text.find('/', first == std::string_view::npos ? first : first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto day = parseInteger(text.substr(0, first));
  const auto month = parseInteger(text.substr(first + 1, second - first - 1));
  const auto year = parseInteger(text.substr(second + 1));
  if (!day || !month || !year || *day < 1 || *day > 31 || *month < 1 || *month > 12 || *year < 1 ||
      *year > 9999)
    return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date);
}

/// When a record began, and how times on it are written (mstimstr in timeconv.c).
class Clock {
 public:
  Clock(std::string_view startTime, double ticksPerSecond) : m_ticksPerSecond(ticksPerSecond) {
    const std::string_view text = trimmed(startTime);
    const std::size_t blank = std::min(text.find_first_of(" \t"), text.size());
    m_startMs = millisecondsOf(text.substr(0, blank)).value_or(0);
    m_startDate = dateOf(trimmed(text.substr(blank)));
  }

  std::string at(std::int64_t tick) const {
    return m_startMs == 0 && !m_startDate ? elapsed(tick) : timeOfDay(tick);
  }

 private:
  std::string elapsed(std::int64_t tick) const {
    const double time = std::min(static_cast<double>(tick), kMostSeconds * m_ticksPerSecond);
    auto seconds = static_cast<std::int64_t>(time / m_ticksPerSecond);
    const double rest = time - static_cast<double>(seconds) * m_ticksPerSecond;
    auto milliseconds = static_cast<int>(rest * 1000 / m_ticksPerSecond + 0.5);
    carry(milliseconds, seconds);
    const std::int64_t hours = seconds / 3600;
    const std::string hoursText = hours > 0 ? fmt::format("{:2}:{:02}", hours, seconds / 60 % 60)
                                            : fmt::format("   {:2}", seconds / 60 % 60);
    return fmt::format("{}:{:02}.{:03}", hoursText, seconds % 60, milliseconds);
  }

  std::string timeOfDay(std::int64_t tick) const {
    const double all =
        std::min(m_startMs + static_cast<double>(tick) * 1000.0 / m_ticksPerSecond, 1000 * kMostSeconds);
    auto seconds = static_cast<std::int64_t>(all / 1000.0);
    auto milliseconds = static_cast<int>(all - static_cast<double>(seconds) * 1000.0 + 0.5);
    carry(milliseconds, seconds);
    return fmt::format("[{:02}:{:02}:{:02}.{:03}{}]", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60,
                       milliseconds, dateText(seconds / kSecondsPerDay));
  }

  static void carry(int& milliseconds, std::int64_t& seconds) {
    if (milliseconds < 1000) return;
    milliseconds = 0;
    ++seconds;
  }

  /// The date, or where the header has none the days since the start.
  std::string dateText(std::int64_t days) const {
    if (!m_startDate) return days == 0 ? std::string() : fmt::format(" {}", days);
    const std::chrono::year_month_day date(*m_startDate + std::chrono::days(days));
    return fmt::format(" {:02}/{:02}/{}", static_cast<unsigned>(date.day()),
                       static_cast<unsigned>(date.month()), static_cast<int>(date.year()));
  }

  double m_ticksPerSecond;
  double m_startMs = 0;  // since midnight
  std::optional<std::chrono::sys_days> m_startDate;
};

}  // namespace

std::string rdsampText(const Recording& recording, std::int64_t first, std::int64_t end) {
  std::string text;
  for (std::int64_t i = std::max<std::int64_t>(first, 0); i < std::min(end, recording.sampleCount); ++i) {
    fmt::format_to(std::back_inserter(text), "{:15}", i);
    for (const Lead& lead : recording.leads) {
      const std::int32_t value = lead.samples[static_cast<std::size_t>(i)];
      fmt::format_to(std::back_inserter(text), "\t{:7}",
                     value == Samples::kMissing ? Samples::kMissing16 : value);
    }
    text += '\n';
  }
  return text;
}

std::string rdannText(const WfdbAnnotations& file, double sampleRateHz, std::string_view startTime) {
  // An annotation file may count finer than the record: then its own count makes the times.
  const double ownRate = file.timeResolutionHz > 0 ? file.timeResolutionHz : sampleRateHz;
  const double ticksPerSecond = std::max(ownRate, sampleRateHz);
  const Clock clock(startTime, ticksPerSecond);
  std::string text;
  for (const Annotation& annotation : file.annotations) {
    constexpr double kMost = 9e15;  // whole numbers of a double
    const double inSamples = std::min(static_cast<double>(annotation.sample) * sampleRateHz / ownRate, kMost);
    const auto sample =
        ownRate == sampleRateHz ? annotation.sample : static_cast<std::int64_t>(std::floor(inSamples + 0.5));
    fmt::format_to(std::back_inserter(text), "{}  {:7}{:>6}{:5}{:5}{:5}",
                   clock.at(ownRate < sampleRateHz ? sample : annotation.sample), sample,
                   symbolOf(annotation.code), annotation.subtype, annotation.channel, annotation.number);
    if (!annotation.text.empty()) fmt::format_to(std::back_inserter(text), "\t{}", noteOf(annotation));
    text += '\n';
  }
  return text;
}

}  // namespace ectopy
