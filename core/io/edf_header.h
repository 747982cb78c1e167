#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ectopy {

/// One signal of an EDF or BDF file as its header describes it. Texts are UTF-8, without padding.
struct EdfSignal {
  std::string label;       // "ECG II"
  std::string transducer;  // "AgAgCl electrodes"
  std::string unit;        // physical dimension: "uV"
  std::string prefilter;   // "HP:0.1Hz LP:75Hz"
  double physicalMinimum = 0;
  double physicalMaximum = 0;
  double digitalMinimum = 0;
  double digitalMaximum = 0;
  std::string scaleFault;            // what is wrong with the four above, empty when nothing is
  std::size_t samplesPerRecord = 0;  // in one data record
  std::size_t byteInRecord = 0;      // where its samples begin in a data record
  bool isAnnotations = false;        // "EDF Annotations": text, no samples
};

/// The header of an EDF, EDF+, BDF or BDF+ file (Kemp 1992; Kemp and Olivan 2003).
struct EdfHeader {
  bool isBdf = false;            // 24 bits a sample instead of 16
  bool isPlus = false;           // EDF+ or BDF+
  bool isDiscontinuous = false;  // EDF+D: gaps between data records
  std::string patient;           // the field as written
  std::string recording;
  std::string startDate;  // "dd.mm.yy" as written
  std::string startTime;  // "hh.mm.ss"
  double recordSeconds = 0;
  std::size_t headerBytes = 0;
  std::size_t recordBytes = 0;
  std::size_t recordCount = 0;  // whole data records that the file really holds
  std::vector<EdfSignal> signalSpecs;
  std::vector<std::string> warnings;  // where the file differs from its header, a sentence each

  std::size_t bytesPerSample() const { return isBdf ? 3 : 2; }
  double rateOf(const EdfSignal& signal) const {
    return static_cast<double>(signal.samplesPerRecord) / recordSeconds;
  }
  /// "EDF", "EDF+", "BDF" or "BDF+".
  std::string_view formatName() const;
};

/// Whether a file begins as an EDF or BDF file does: "0       " or 0xFF "BIOSEMI".
bool looksLikeEdf(std::string_view start);

/// Reads the header at the start of a file of `fileSize` bytes; `start` holds at least the header (or the
/// whole file, if that is shorter). Reads what can be read without guessing: a file cut short gives its whole
/// data records and a warning. Throws Error naming fileName, the byte, the field and what it found.
EdfHeader parseEdfHeader(std::span<const std::byte> start, std::size_t fileSize, std::string_view fileName);

/// What in the header keeps strict readers (EDFlib) from opening the file, as the end of a sentence ("the
/// patient field should read ..., found ..."); empty when nothing was found.
std::string strictEdfDefect(std::span<const std::byte> start, const EdfHeader& header);

}  // namespace ectopy
