#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "core/io/edf_header.h"
#include "core/io/edf_header_fields.h"
#include "core/io/text_fields.h"

namespace ectopy {

namespace {

using namespace edf_fields;

struct NamedField {
  Field field;
  std::string_view name;
};
constexpr std::array<NamedField, 10> kFixedFields = {{{kVersion, "version"},
                                                      {kPatient, "patient field"},
                                                      {kRecording, "recording field"},
                                                      {kStartDate, "start date"},
                                                      {kStartTime, "start time"},
                                                      {kHeaderBytes, "header's length"},
                                                      {kReserved, "reserved field"},
                                                      {kRecordCount, "number of data records"},
                                                      {kRecordSeconds, "duration of a data record"},
                                                      {kSignalCount, "number of signals"}}};
constexpr std::array<NamedField, 10> kSignalFields = {{{kLabel, "label"},
                                                       {kTransducer, "transducer"},
                                                       {kUnit, "physical dimension"},
                                                       {kPhysicalMinimum, "physical minimum"},
                                                       {kPhysicalMaximum, "physical maximum"},
                                                       {kDigitalMinimum, "digital minimum"},
                                                       {kDigitalMaximum, "digital maximum"},
                                                       {kPrefilter, "prefilter"},
                                                       {kSamplesPerRecord, "samples in a data record"},
                                                       {kSignalReserved, "reserved field"}}};

std::string_view fieldOf(std::string_view header, Field field, std::size_t index = 0) {
  return header.substr(field.offset + index * field.width, field.width);
}

bool isPrintable(std::string_view field) {
  return std::ranges::all_of(field, [](char c) { return c >= ' ' && c <= '~'; });
}

/// "04.04.11", each part at most as large as its limit and at least `lowest`.
bool isDotted(std::string_view field, std::array<int, 3> highest, int lowest) {
  for (std::size_t part = 0; part < 3; ++part) {
    const auto value = parseInteger(field.substr(3 * part, 2));
    if (!value || *value > highest[part] || *value < (part < 2 ? lowest : 0)) return false;
    if (part < 2 && field[3 * part + 2] != '.') return false;
  }
  return true;
}

std::vector<std::string_view> wordsOf(std::string_view field) {
  std::vector<std::string_view> words;
  for (field = withoutPadding(field); !field.empty();) {
    const std::size_t end = std::min(field.find(' '), field.size());
    words.push_back(field.substr(0, end));
    field.remove_prefix(std::min(end + 1, field.size()));
  }
  return words;
}

/// "04-APR-2011" or "X".
bool isEdfPlusDate(std::string_view word) {
  constexpr std::string_view kMonths = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC";
  if (word == "X") return true;
  if (word.size() != 11 || word[2] != '-' || word[6] != '-') return false;
  const auto day = parseInteger(word.substr(0, 2));
  const std::size_t month = kMonths.find(word.substr(3, 3));
  return day && *day >= 1 && *day <= 31 && month != std::string_view::npos && month % 4 == 0 &&
         parseInteger(word.substr(7)).has_value();
}

std::string defectOfPlusFields(std::string_view bytes) {
  const auto patient = wordsOf(fieldOf(bytes, kPatient));
  const bool isSexKnown = patient.size() > 1 && (patient[1] == "M" || patient[1] == "F" || patient[1] == "X");
  if (patient.size() < 4 || !isSexKnown || !isEdfPlusDate(patient[2])) {
    return fmt::format("the patient field should read \"code sex birthdate name\", found {}",
                       inQuotes(withoutPadding(fieldOf(bytes, kPatient))));
  }
  const auto recording = wordsOf(fieldOf(bytes, kRecording));
  if (recording.size() < 5 || recording[0] != "Startdate" || !isEdfPlusDate(recording[1])) {
    return fmt::format(
        "the recording field should read \"Startdate date code technician equipment\", found {}",
        inQuotes(withoutPadding(fieldOf(bytes, kRecording))));
  }
  return {};
}

std::string defectOfFixedFields(std::string_view bytes, const EdfHeader& header) {
  for (const auto& [field, name] : kFixedFields) {
    if (field.offset == 0 && header.isBdf) continue;
    if (isPrintable(fieldOf(bytes, field))) continue;
    return fmt::format("the {} should be plain ASCII, found {}", name,
                       inQuotes(withoutPadding(fieldOf(bytes, field))));
  }
  if (!isDotted(fieldOf(bytes, kStartDate), {31, 12, 99}, 1)) {
    return fmt::format("the start date should read \"dd.mm.yy\", found {}", inQuotes(header.startDate));
  }
  if (!isDotted(fieldOf(bytes, kStartTime), {23, 59, 59}, 0)) {
    return fmt::format("the start time should read \"hh.mm.ss\", found {}", inQuotes(header.startTime));
  }
  const std::string_view length = withoutPadding(fieldOf(bytes, kHeaderBytes));
  if (parseInteger(length) != static_cast<std::int64_t>(header.headerBytes)) {
    return fmt::format("the header's length should be {}, found {}", header.headerBytes, inQuotes(length));
  }
  return {};
}

std::string defectOfSignals(std::string_view bytes, const EdfHeader& header) {
  const std::size_t count = header.signalSpecs.size();
  for (std::size_t i = 0; i < count; ++i) {
    const EdfSignal& signal = header.signalSpecs[i];
    for (const auto& [field, name] : kSignalFields) {
      const std::string_view text = fieldOf(bytes, field.ofSignals(count), i);
      if (isPrintable(text)) continue;
      return fmt::format("the {} of signal {} should be plain ASCII, found {}", name, i + 1,
                         inQuotes(withoutPadding(text)));
    }
    if (!signal.scaleFault.empty()) return fmt::format("signal {}: {}", i + 1, signal.scaleFault);
    if (signal.samplesPerRecord == 0) return fmt::format("signal {} has no samples in a data record", i + 1);
    const double lowest = header.isBdf ? -8388608 : -32768;
    if (signal.digitalMinimum < lowest || signal.digitalMaximum > -lowest - 1) {
      return fmt::format("signal {}: expected a digital range within {} and {}, found {} and {}", i + 1,
                         lowest, -lowest - 1, signal.digitalMinimum, signal.digitalMaximum);
    }
  }
  if (header.isPlus && std::ranges::none_of(header.signalSpecs, &EdfSignal::isAnnotations)) {
    return fmt::format("{} should have an annotation signal, found none", header.formatName());
  }
  return {};
}

}  // namespace

std::string strictEdfDefect(std::span<const std::byte> start, const EdfHeader& header) {
  const std::string_view bytes(reinterpret_cast<const char*>(start.data()), start.size());
  std::string defect = defectOfFixedFields(bytes, header);
  if (defect.empty()) defect = defectOfSignals(bytes, header);
  if (defect.empty() && header.isPlus) defect = defectOfPlusFields(bytes);
  if (defect.empty() && !header.warnings.empty()) {
    defect = "the file's length does not go with its number of data records";
  }
  return defect;
}

}  // namespace ectopy
