#pragma once

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/signal/annotation.h"
#include "core/signal/samples.h"

namespace ectopy {

/// One signal of a recording.
struct Lead {
  std::string name;           // as the file says: "MLII", "V5", "i"
  std::string unit = "mV";    // physical unit
  double gain = 200;          // ADC units per physical unit, never 0
  std::int32_t baseline = 0;  // ADC value of 0 physical units
  bool isCalibrated = true;   // false: the file gave no gain, 200 was assumed
  Samples samples;

  /// In `unit`; NaN where the sample is missing.
  double physical(std::size_t index) const {
    const std::int32_t value = samples[index];
    return value == Samples::kMissing ? std::numeric_limits<double>::quiet_NaN() : (value - baseline) / gain;
  }
};

/// A recording as it was read: never changed afterwards.
struct Recording {
  std::string name;            // record name: "203"
  std::filesystem::path path;  // its header file
  double sampleRateHz = 250;
  std::int64_t sampleCount = 0;  // samples of each lead
  std::vector<Lead> leads;
  std::map<std::string, std::vector<Annotation>> annotations;  // by annotator, in time order
  std::vector<std::string> comments;                           // header comments without '#'
  std::string patient;       // what tells patients apart; the record's name when nothing else is known
  std::string startTime;     // "HH:MM:SS[.mmm] [DD/MM/YYYY]" as in the header, may be empty
  bool isSynthetic = false;  // made by core/beats/demo, never by a heart
  std::vector<std::string> warnings;  // what the reader noticed and went on with, a sentence each
};

/// Index of a lead by name, upper and lower case alike; nothing when there is none.
std::optional<std::size_t> findLead(const Recording& recording, std::string_view name);

}  // namespace ectopy
