#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ectopy::test {

/// One signal of a made-up EDF file; fields are written as they stand, so they may be wrong.
struct EdfSignalText {
  std::string label = "ECG II";
  std::string unit = "uV";
  std::string physicalMinimum = "-1000";
  std::string physicalMaximum = "1000";
  std::string digitalMinimum = "-1000";
  std::string digitalMaximum = "1000";
  std::string samplesPerRecord = "4";
  std::string transducer;
  std::string prefilter;
};

/// The text of an EDF file, field by field.
struct EdfText {
  std::string version = "0";
  std::string patient = "X X X X";
  std::string recording = "Startdate X X X X";
  std::string startDate = "02.03.04";
  std::string startTime = "05.06.07";
  std::string headerBytes;  // empty: the right one
  std::string reserved;     // "EDF+C"
  std::string records = "2";
  std::string seconds = "1";
  std::string signalCount;  // empty: the right one
  std::vector<EdfSignalText> signalTexts = {{}};
  std::string data;

  std::string header() const {
    std::string text = field(version, 8) + field(patient, 80) + field(recording, 80) + field(startDate, 8) +
                       field(startTime, 8);
    const std::size_t size = 256 * (signalTexts.size() + 1);
    text += field(headerBytes.empty() ? std::to_string(size) : headerBytes, 8) + field(reserved, 44) +
            field(records, 8) + field(seconds, 8) +
            field(signalCount.empty() ? std::to_string(signalTexts.size()) : signalCount, 4);
    for (const auto& signal : signalTexts) text += field(signal.label, 16);
    for (const auto& signal : signalTexts) text += field(signal.transducer, 80);
    for (const auto& signal : signalTexts) text += field(signal.unit, 8);
    for (const auto& signal : signalTexts) text += field(signal.physicalMinimum, 8);
    for (const auto& signal : signalTexts) text += field(signal.physicalMaximum, 8);
    for (const auto& signal : signalTexts) text += field(signal.digitalMinimum, 8);
    for (const auto& signal : signalTexts) text += field(signal.digitalMaximum, 8);
    for (const auto& signal : signalTexts) text += field(signal.prefilter, 80);
    for (const auto& signal : signalTexts) text += field(signal.samplesPerRecord, 8);
    return text + std::string(32 * signalTexts.size(), ' ');
  }
  std::string bytes() const { return header() + data; }

  static std::string field(std::string text, std::size_t width) {
    text.resize(width, ' ');
    return text;
  }
};

inline std::string samples16(const std::vector<int>& values) {
  std::string bytes;
  for (const int value : values) {
    bytes += static_cast<char>(value & 0xff);
    bytes += static_cast<char>((value >> 8) & 0xff);
  }
  return bytes;
}

/// The annotation signal of a file whose data records have 2 * `samples` bytes for it.
inline EdfSignalText annotationSignal(const std::string& samples) {
  return {"EDF Annotations", "", "-1", "1", "-32768", "32767", samples, "", ""};
}

/// Time-stamped lists filled up with zero bytes; '\x14' and '\x15' are written as they stand.
inline std::string lists(std::string text, std::size_t bytes) {
  text.resize(bytes, '\0');
  return text;
}

}  // namespace ectopy::test
