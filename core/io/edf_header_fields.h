#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/io/text_fields.h"

namespace ectopy::edf_fields {

/// Where a field stands in an EDF header. Those of the signals stand one after the other, field by field.
struct Field {
  std::size_t offset = 0;  // bytes
  std::size_t width = 0;

  /// The field of the first of `count` signals; `offset` is then that within one signal's 256 bytes.
  constexpr Field ofSignals(std::size_t count) const { return {256 + offset * count, width}; }
};

inline constexpr std::size_t kFixedBytes = 256;
inline constexpr std::size_t kSignalBytes = 256;  // more for each signal
inline constexpr Field kVersion = {0, 8};
inline constexpr Field kPatient = {8, 80};
inline constexpr Field kRecording = {88, 80};
inline constexpr Field kStartDate = {168, 8};
inline constexpr Field kStartTime = {176, 8};
inline constexpr Field kHeaderBytes = {184, 8};
inline constexpr Field kReserved = {192, 44};
inline constexpr Field kRecordCount = {236, 8};
inline constexpr Field kRecordSeconds = {244, 8};
inline constexpr Field kSignalCount = {252, 4};

inline constexpr Field kLabel = {0, 16};
inline constexpr Field kTransducer = {16, 80};
inline constexpr Field kUnit = {96, 8};
inline constexpr Field kPhysicalMinimum = {104, 8};
inline constexpr Field kPhysicalMaximum = {112, 8};
inline constexpr Field kDigitalMinimum = {120, 8};
inline constexpr Field kDigitalMaximum = {128, 8};
inline constexpr Field kPrefilter = {136, 80};
inline constexpr Field kSamplesPerRecord = {216, 8};
inline constexpr Field kSignalReserved = {224, 32};

/// The field's text without the blanks (or zero bytes, as some recorders write) that fill it up.
inline std::string_view withoutPadding(std::string_view field) {
  constexpr std::string_view kPadding(" \0\t\r\n", 5);
  const std::size_t first = field.find_first_not_of(kPadding);
  if (first == std::string_view::npos) return {};
  return field.substr(first, field.find_last_not_of(kPadding) - first + 1);
}

/// A number, also with a decimal comma as some recorders write it.
inline std::optional<double> looseReal(std::string_view field) {
  std::string text(field);
  if (const std::size_t comma = text.find(','); comma != std::string::npos) text[comma] = '.';
  return parseReal(text);
}

}  // namespace ectopy::edf_fields
