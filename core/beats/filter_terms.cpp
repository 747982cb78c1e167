#include "core/beats/filter_terms.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/io/text_fields.h"

namespace ectopy {
namespace {

/// One term: "true:S" is {"true", ':', "S"}.
struct Term {
  std::string_view text;
  std::string key;  // lower case
  char sign = ':';
  std::string_view value;
};

std::string lowered(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

std::optional<std::size_t> placeOf(std::string_view name, const std::vector<std::string_view>& names) {
  auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) {
    const std::string lower = lowered(name);
    found = std::find_if(names.begin(), names.end(), [&](auto one) { return lowered(one) == lower; });
  }
  if (found == names.end()) return {};
  return static_cast<std::size_t>(found - names.begin());
}

[[noreturn]] void refuse(std::string_view text) {
  throw Error(fmt::format(
      "Expected terms such as true:S, pred:N, record:203, part:test, conf<0.6, conf>0.9, is:wrong "
      "or is:edited, found {}.",
      inQuotes(text)));
}

Term parseTerm(std::string_view text) {
  const std::size_t sign = text.find_first_of(":<>");
  if (sign == std::string_view::npos) refuse(text);
  return {text, lowered(text.substr(0, sign)), text[sign], text.substr(sign + 1)};
}

template <typename Value>
void setOnce(std::optional<Value>& condition, Value value, const Term& term) {
  if (condition) {
    throw Error(fmt::format("Expected \"{}{}\" once, found it again in {}.", term.key, term.sign,
                            inQuotes(term.text)));
  }
  condition = value;
}

ClassIndex classOf(const Term& term, const LabelScheme& scheme) {
  std::vector<std::string_view> codes;
  for (const LabelClass& one : scheme.classes) codes.emplace_back(one.code);
  if (const auto place = placeOf(term.value, codes)) return static_cast<ClassIndex>(*place);
  throw Error(fmt::format("Expected a class ({}) after \"{}:\", found {}.", fmt::join(codes, ", "), term.key,
                          inQuotes(term.value)));
}

Part partOf(const Term& term) {
  for (const Part part : {Part::Train, Part::Validation, Part::Test}) {
    if (lowered(term.value) == nameOf(part)) return part;
  }
  throw Error(
      fmt::format("Expected train, validation or test after \"part:\", found {}.", inQuotes(term.value)));
}

/// "0.6" or "60%".
float confidenceOf(const Term& term) {
  const bool isPercentage = term.value.ends_with('%');
  const auto number = parseReal(term.value.substr(0, term.value.size() - (isPercentage ? 1 : 0)));
  const double share = number.value_or(-1) / (isPercentage ? 100 : 1);
  if (share >= 0 && share <= 1) return static_cast<float>(share);
  throw Error(fmt::format("Expected a number from 0 to 1 after \"conf{}\", found {}.", term.sign,
                          inQuotes(term.value)));
}

void setState(BeatFilter& filter, const Term& term) {
  const std::string state = lowered(term.value);
  bool* const condition = state == "wrong"        ? &filter.onlyWrong
                          : state == "edited"     ? &filter.onlyEdited
                          : state == "unlabelled" ? &filter.onlyUnlabelled
                          : state == "flagged"    ? &filter.onlyFlagged
                          : state == "excluded"   ? &filter.onlyExcluded
                          : state == "noted"      ? &filter.onlyNoted
                                                  : nullptr;
  if (condition == nullptr) {
    throw Error(
        fmt::format("Expected wrong, edited, unlabelled, flagged, excluded or noted after \"is:\", found {}.",
                    inQuotes(term.value)));
  }
  *condition = true;
}

void addTerm(BeatFilter& filter, const Term& term, const BeatSet& beats) {
  if (term.key == "conf" && term.sign != ':') {
    setOnce(term.sign == '<' ? filter.confidenceBelow : filter.confidenceAbove, confidenceOf(term), term);
  } else if (term.sign != ':') {
    refuse(term.text);
  } else if (term.key == "true") {
    setOnce(filter.labelled, classOf(term, beats.scheme()), term);
  } else if (term.key == "pred") {
    setOnce(filter.predicted, classOf(term, beats.scheme()), term);
  } else if (term.key == "record") {
    setOnce(filter.record, requireRecord(term.value, beats), term);
  } else if (term.key == "part") {
    setOnce(filter.part, partOf(term), term);
  } else if (term.key == "is") {
    setState(filter, term);
  } else {
    refuse(term.text);
  }
}

}  // namespace

std::optional<std::uint32_t> recordNamed(std::string_view name, const BeatSet& beats) {
  std::vector<std::string_view> names;
  for (const RecordInfo& record : beats.facts().records) names.emplace_back(record.name);
  const auto place = name.empty() ? std::nullopt : placeOf(name, names);
  if (!place) return {};
  return static_cast<std::uint32_t>(*place);
}

std::uint32_t requireRecord(std::string_view name, const BeatSet& beats) {
  if (const auto record = recordNamed(name, beats)) return *record;
  const auto& records = beats.facts().records;
  if (records.empty()) {
    throw Error(fmt::format("These beats come without records: expected none, found {}.", inQuotes(name)));
  }
  throw Error(fmt::format("Expected one of {} records such as {}, found {}.", records.size(),
                          records.front().name, inQuotes(name)));
}

BeatFilter parseFilterTerms(std::string_view text, const BeatSet& beats) {
  constexpr std::string_view kBlanks = " \t\r\n";
  BeatFilter filter;
  for (std::size_t start = text.find_first_not_of(kBlanks); start != std::string_view::npos;
       start = text.find_first_not_of(kBlanks)) {
    text.remove_prefix(start);
    const std::string_view word = text.substr(0, text.find_first_of(kBlanks));
    addTerm(filter, parseTerm(word), beats);
    text.remove_prefix(word.size());
  }
  return filter;
}

}  // namespace ectopy
