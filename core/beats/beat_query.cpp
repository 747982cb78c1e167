#include "core/beats/beat_query.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/beats/filter_terms.h"
#include "core/io/text_fields.h"

namespace ectopy {
namespace {

/// No-break, thin and narrow blanks, as numbers are shown with, become plain ones.
std::string withPlainBlanks(std::string_view text) {
  std::string plain(text);
  for (const std::string_view blank : {"\u00A0", "\u2009", "\u202F"}) {
    for (auto at = plain.find(blank); at != std::string::npos; at = plain.find(blank, at)) {
      plain.replace(at, blank.size(), 1, ' ');
    }
  }
  return plain;
}

bool isAllDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// "#12", "12345" or "12 345" without its sign and its blanks; nothing for what is no number of a beat.
std::optional<std::string> digitsOfBeat(std::string_view text) {
  if (text.starts_with('#')) text.remove_prefix(1);
  std::string digits;
  while (true) {
    const std::size_t blank = text.find(' ');
    const std::string_view group = text.substr(0, blank);
    const bool isWhole = digits.empty() && blank == std::string_view::npos;
    const bool hasGroupSize = digits.empty() ? group.size() <= 3 : group.size() == 3;
    if (!isAllDigits(group) || (!isWhole && !hasGroupSize)) return {};
    digits += group;
    if (blank == std::string_view::npos) return digits;
    text.remove_prefix(blank + 1);
  }
}

BeatIndex beatNumbered(const std::string& digits, std::string_view text, const BeatSet& beats) {
  const auto number = parseInteger(digits);
  if (number && *number >= 1 && static_cast<std::uint64_t>(*number) <= beats.size()) {
    const auto beat = static_cast<BeatIndex>(*number - 1);
    if (beats.isAbsent(beat)) throw Error(fmt::format("Beat {} was taken away.", *number));
    return beat;
  }
  throw Error(fmt::format("Expected a beat from 1 to {}, found {}.", beats.size(), inQuotes(text)));
}

BeatIndex firstBeatOf(std::uint32_t record, const BeatSet& beats) {
  for (BeatIndex beat = 0; beat < beats.size(); ++beat)
    if (beats.columns().records[beat] == record && !beats.isAbsent(beat)) return beat;
  throw Error(fmt::format("Record {}: expected beats of it in this data set, found none.",
                          beats.facts().records[record].name));
}

/// [h:]m:ss[.mmm] or seconds, in seconds.
std::optional<double> parseTime(std::string_view text) {
  std::vector<std::string_view> fields;
  for (std::size_t colon = text.find(':'); colon != std::string_view::npos; colon = text.find(':')) {
    fields.push_back(text.substr(0, colon));
    text.remove_prefix(colon + 1);
  }
  const auto last = parseReal(text);
  if (fields.size() > 2 || !last || *last < 0 || (!fields.empty() && *last >= 60)) return {};
  double minutes = 0;
  for (std::size_t place = 0; place < fields.size(); ++place) {
    const auto value = parseInteger(fields[place]);
    const bool isMinutesOfHour = place == 1;
    if (!isAllDigits(fields[place]) || !value || (isMinutesOfHour && *value >= 60)) return {};
    minutes = minutes * 60 + static_cast<double>(*value);
  }
  return minutes * 60 + *last;
}

BeatIndex beatAtTime(std::string_view recordName, std::string_view timeText, const BeatSet& beats) {
  const std::uint32_t record = requireRecord(recordName, beats);
  const auto time = parseTime(timeText);
  if (!time) {
    throw Error(
        fmt::format("Expected a time such as 12:30, 0:12:30.456 or 750 (seconds) after \"@\", found {}.",
                    inQuotes(timeText)));
  }
  std::optional<BeatIndex> nearest;
  double distance = 0;  // s
  for (BeatIndex beat = 0; beat < beats.size(); ++beat) {
    if (beats.columns().records[beat] != record) continue;
    const double other = std::abs(beats.secondsOf(beat) - *time);
    if (std::isnan(other) || (nearest && other >= distance)) continue;
    nearest = beat;
    distance = other;
  }
  if (nearest) return *nearest;
  throw Error(
      fmt::format("Record {}: expected beats with a time, found none.", beats.facts().records[record].name));
}

}  // namespace

BeatQuery parseBeatQuery(std::string_view text, const BeatSet& beats) {
  const std::string plain = withPlainBlanks(text);
  const std::string_view query = trimmed(plain);
  if (const auto record = recordNamed(query, beats)) return firstBeatOf(*record, beats);
  if (const auto digits = digitsOfBeat(query)) return beatNumbered(*digits, query, beats);
  const std::size_t at = query.find('@');
  if (query.substr(0, at).find_first_of(":<>") != std::string_view::npos)
    return parseFilterTerms(query, beats);
  if (at != std::string_view::npos) {
    return beatAtTime(trimmed(query.substr(0, at)), trimmed(query.substr(at + 1)), beats);
  }
  throw Error(
      fmt::format("Expected a beat from 1 to {}, a record, RECORD@TIME or terms such as true:S, found {}.",
                  beats.size(), query.empty() ? "nothing" : inQuotes(query)));
}

}  // namespace ectopy
