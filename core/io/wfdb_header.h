#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ectopy {

/// One signal line of a WFDB header (header(5)).
struct WfdbSignalSpec {
  std::string fileName;
  int format = 0;
  int samplesPerFrame = 1;
  int skew = 0;                 // samples
  std::int64_t byteOffset = 0;  // of the first sample in the file
  double gain = 200;            // ADC units per physical unit
  bool isCalibrated = true;     // false: gain missing or 0
  std::int32_t baseline = 0;    // ADC units; the ADC zero when the header gives none
  std::string unit = "mV";
  int adcResolution = 0;  // bits; 0 when not given
  std::int32_t adcZero = 0;
  std::int32_t initialValue = 0;
  std::optional<std::int32_t> checksum;  // 16-bit sum of all samples, as the header writes it
  int blockSize = 0;
  std::string description;  // the lead's name
};

/// A WFDB header (.hea).
struct WfdbHeader {
  std::string recordName;
  int segmentCount = 0;  // 0: an ordinary record
  double sampleRateHz = 250;
  double counterFrequencyHz = 0;
  double baseCounterValue = 0;
  std::int64_t sampleCount = 0;  // samples a signal (frames); 0: not given
  std::string startTime;         // base time and date as written
  std::vector<WfdbSignalSpec> signalSpecs;
  struct Segment {
    std::string recordName;
    std::int64_t sampleCount = 0;
  };
  std::vector<Segment> segments;
  std::vector<std::string> comments;  // without '#' and the blank after it
  std::vector<std::string> warnings;
};

/// Reads a header's text; what isn't UTF-8 is taken for Latin-1, with a warning. `fileName` is for the
/// sentence of an Error ("100.hea, line 2: expected ...").
WfdbHeader parseWfdbHeader(std::string_view text, std::string_view fileName);
/// Reads a `.hea` file of at most 4 MiB.
WfdbHeader readWfdbHeader(const std::filesystem::path& path);

}  // namespace ectopy
