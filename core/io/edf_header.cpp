#include "core/io/edf_header.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/base/error.h"
#include "core/io/edf_header_fields.h"
#include "core/io/text_fields.h"

namespace ectopy {

namespace {

using namespace edf_fields;

/// The header's bytes with sentences for what is wrong in them.
class HeaderText {
 public:
  HeaderText(std::string_view bytes, std::string_view fileName) : m_bytes(bytes), m_fileName(fileName) {}

  std::string_view raw(Field field, std::size_t signal = 0) const {
    return m_bytes.substr(field.offset + signal * field.width, field.width);
  }
  std::string text(Field field, std::size_t signal = 0) const {
    return asUtf8(withoutPadding(raw(field, signal)));
  }
  std::int64_t integer(Field field, std::string_view what, std::size_t signal = 0) const {
    const std::string_view found = withoutPadding(raw(field, signal));
    if (const auto value = parseInteger(found)) return *value;
    // Some recorders write "256.0".
    if (const auto value = parseReal(found); value && *value == std::floor(*value)) {
      return static_cast<std::int64_t>(std::clamp(*value, -1e9, 1e9));
    }
    fail(field, signal, what, found);
  }
  double real(Field field, std::string_view what) const {
    const std::string_view found = withoutPadding(raw(field));
    const auto value = looseReal(found);
    if (!value) fail(field, 0, what, found);
    return *value;
  }
  [[noreturn]] void fail(Field field, std::size_t signal, std::string_view expected,
                         std::string_view found) const {
    throw Error(fmt::format("{}, byte {}: expected {}, found {}.", m_fileName,
                            field.offset + signal * field.width, expected, inQuotes(found)));
  }

 private:
  std::string_view m_bytes;
  std::string_view m_fileName;
};

void refuseShortHeader(std::size_t expected, std::size_t found, std::string_view fileName) {
  if (found >= expected) return;
  throw Error(
      fmt::format("{} is cut short: expected a header of {} bytes, found {}.", fileName, expected, found));
}

void readFormat(const HeaderText& text, EdfHeader& header) {
  header.isBdf = text.raw(kVersion).front() == '\xff';
  if (!looksLikeEdf(text.raw(kVersion))) {
    text.fail(kVersion, 0, "\"0\" (EDF) or 255 and \"BIOSEMI\" (BDF)", text.raw(kVersion));
  }
  const std::string_view reserved = text.raw(kReserved);
  header.isPlus = reserved.starts_with(header.isBdf ? "BDF+" : "EDF+");
  header.isDiscontinuous = header.isPlus && reserved.substr(4, 1) == "D";
  header.patient = text.text(kPatient);
  header.recording = text.text(kRecording);
  header.startDate = text.text(kStartDate);
  header.startTime = text.text(kStartTime);
}

/// The digital and physical range; a fault in it is kept for whoever takes the signal.
void readScale(const HeaderText& text, std::size_t count, std::size_t i, EdfSignal& signal) {
  const auto value = [&](Field field, std::string_view what) {
    const std::string_view found = withoutPadding(text.raw(field.ofSignals(count), i));
    const auto number = looseReal(found);
    if (!number && signal.scaleFault.empty()) {
      signal.scaleFault = fmt::format("expected a {}, found {}", what, inQuotes(found));
    }
    return number.value_or(0);
  };
  signal.physicalMinimum = value(kPhysicalMinimum, "physical minimum");
  signal.physicalMaximum = value(kPhysicalMaximum, "physical maximum");
  signal.digitalMinimum = value(kDigitalMinimum, "digital minimum");
  signal.digitalMaximum = value(kDigitalMaximum, "digital maximum");
  if (!signal.scaleFault.empty()) return;
  if (signal.digitalMinimum >= signal.digitalMaximum) {
    signal.scaleFault = fmt::format("expected a digital minimum below the maximum, found {} and {}",
                                    signal.digitalMinimum, signal.digitalMaximum);
  } else if (signal.physicalMinimum == signal.physicalMaximum) {
    signal.scaleFault = fmt::format(
        "expected a physical minimum that differs from the maximum, found {} twice", signal.physicalMinimum);
  }
}

void readSignals(const HeaderText& text, std::size_t count, EdfHeader& header) {
  const std::string_view annotationLabel = header.isBdf ? "BDF Annotations" : "EDF Annotations";
  for (std::size_t i = 0; i < count; ++i) {
    EdfSignal signal;
    signal.label = text.text(kLabel.ofSignals(count), i);
    signal.isAnnotations = header.isPlus && signal.label == annotationLabel;
    signal.transducer = text.text(kTransducer.ofSignals(count), i);
    signal.unit = text.text(kUnit.ofSignals(count), i);
    signal.prefilter = text.text(kPrefilter.ofSignals(count), i);
    readScale(text, count, i, signal);
    const Field samples = kSamplesPerRecord.ofSignals(count);
    const std::int64_t perRecord = text.integer(samples, "a number of samples in a data record", i);
    if (perRecord < 0) {
      text.fail(samples, i, "a number of samples in a data record, 0 or more", text.raw(samples, i));
    }
    signal.samplesPerRecord = static_cast<std::size_t>(perRecord);
    signal.byteInRecord = header.recordBytes;
    header.recordBytes += signal.samplesPerRecord * header.bytesPerSample();
    header.signalSpecs.push_back(std::move(signal));
  }
}

void checkDuration(const HeaderText& text, const EdfHeader& header) {
  constexpr double kFastestHz = 1e6;
  const std::string_view found = withoutPadding(text.raw(kRecordSeconds));
  if (header.recordSeconds < 0) {
    text.fail(kRecordSeconds, 0, "a duration of a data record, 0 s or more", found);
  }
  for (const EdfSignal& signal : header.signalSpecs) {
    if (signal.isAnnotations || signal.samplesPerRecord == 0) continue;
    if (header.recordSeconds == 0) {
      text.fail(kRecordSeconds, 0, "a duration of a data record above 0 s", found);
    }
    if (header.rateOf(signal) <= kFastestHz) continue;
    text.fail(kRecordSeconds, 0,
              fmt::format("a duration that gives {} at most {:.0f} samples a second", inQuotes(signal.label),
                          kFastestHz),
              found);
  }
}

/// How many whole data records the file holds, told where the header says otherwise.
void countRecords(const HeaderText& text, std::size_t fileSize, std::string_view fileName,
                  EdfHeader& header) {
  const std::int64_t said = text.integer(kRecordCount, "a number of data records");
  if (said < -1) {
    text.fail(kRecordCount, 0, "a number of data records, 1 or more", withoutPadding(text.raw(kRecordCount)));
  }
  if (header.recordBytes == 0) throw Error(fmt::format("{}: no signal has any samples.", fileName));
  const std::size_t body = fileSize - header.headerBytes;
  const std::size_t whole = body / header.recordBytes;
  if (whole == 0) {
    throw Error(
        fmt::format("{} is cut short: expected data records of {} bytes, found {} bytes after the header.",
                    fileName, header.recordBytes, body));
  }
  header.recordCount = whole;
  if (said <= 0) {
    header.warnings.push_back(fmt::format(
        "{}: the header does not say how many data records there are (the recording was never closed); the "
        "{} in the file were read.",
        fileName, whole));
    return;
  }
  const auto expected = static_cast<std::size_t>(said);
  header.recordCount = std::min(whole, expected);
  if (whole < expected) {
    header.warnings.push_back(fmt::format(
        "{} is cut short: the header says {} data records, the {} whole ones in the file were read.",
        fileName, expected, whole));
  } else if (body != expected * header.recordBytes) {
    header.warnings.push_back(fmt::format("{}: {} bytes behind the {} data records were left out.", fileName,
                                          body - expected * header.recordBytes, expected));
  }
}

}  // namespace

std::string_view EdfHeader::formatName() const {
  if (isBdf) return isPlus ? "BDF+" : "BDF";
  return isPlus ? "EDF+" : "EDF";
}

bool looksLikeEdf(std::string_view start) {
  return start.starts_with("0       ") || start.starts_with(
                                              "\xff"
                                              "BIOSEMI");
}

EdfHeader parseEdfHeader(std::span<const std::byte> start, std::size_t fileSize, std::string_view fileName) {
  const std::string_view bytes(reinterpret_cast<const char*>(start.data()), start.size());
  if (bytes.empty()) throw Error(fmt::format("{} is empty: expected an EDF or BDF header.", fileName));
  refuseShortHeader(kFixedBytes, bytes.size(), fileName);
  const HeaderText text(bytes, fileName);
  EdfHeader header;
  readFormat(text, header);
  const std::int64_t count = text.integer(kSignalCount, "a number of signals");
  if (count < 1) text.fail(kSignalCount, 0, "a number of signals, 1 or more", text.raw(kSignalCount));
  header.headerBytes = kFixedBytes + static_cast<std::size_t>(count) * kSignalBytes;
  refuseShortHeader(header.headerBytes, bytes.size(), fileName);
  header.recordSeconds = text.real(kRecordSeconds, "the duration of a data record in seconds");
  readSignals(text, static_cast<std::size_t>(count), header);
  checkDuration(text, header);
  countRecords(text, fileSize, fileName, header);
  return header;
}

}  // namespace ectopy
