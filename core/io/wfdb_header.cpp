#include "core/io/wfdb_header.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/io/text_fields.h"

namespace ectopy {

namespace {

constexpr double kSlowestHz = 0.01;
constexpr double kFastestHz = 1e6;
constexpr std::int64_t kMostSignals = 4096;
constexpr std::int64_t kMostSamples = std::int64_t{1} << 36;  // 6 years at 360 Hz
constexpr std::int64_t kMostSamplesPerFrame = 10'000;
constexpr double kLeastGain = 1e-20;
constexpr double kMostGain = 1e20;

/// One line of the header, taken apart from the left; it knows how to complain about itself.
class Line {
 public:
  Line(std::string_view text, std::string_view fileName, std::size_t number)
      : m_rest(trimmed(text)), m_fileName(fileName), m_number(number) {}

  bool isAtEnd() const { return m_rest.empty(); }
  std::string_view rest() const { return m_rest; }

  /// The next field between blanks; empty at the end of the line.
  std::string_view next() {
    const std::size_t length = std::min(m_rest.find_first_of(" \t"), m_rest.size());
    const std::string_view field = m_rest.substr(0, length);
    m_rest = trimmed(m_rest.substr(length));
    return field;
  }

  std::int64_t integer(std::string_view field, std::string_view what, std::int64_t least,
                       std::int64_t most) const {
    const auto value = parseInteger(field);
    if (!value) fail(what, field);
    if (*value < least || *value > most) fail(fmt::format("{} of {} to {}", what, least, most), field);
    return *value;
  }
  std::int32_t integer32(std::string_view field, std::string_view what) const {
    return static_cast<std::int32_t>(integer(field, what, std::numeric_limits<std::int32_t>::min(),
                                             std::numeric_limits<std::int32_t>::max()));
  }
  double real(std::string_view field, std::string_view what) const {
    const auto value = parseReal(field);
    if (!value) fail(what, field);
    return *value;
  }

  [[noreturn]] void fail(std::string_view expected, std::string_view found) const {
    const std::string shown = found.empty() ? "nothing" : inQuotes(found);
    throw Error(fmt::format("{}, line {}: expected {}, found {}.", m_fileName, m_number, expected, shown));
  }

 private:
  std::string_view m_rest;
  std::string_view m_fileName;
  std::size_t m_number;
};

/// Cuts the part from the first `mark` on off `field` and gives it without the mark; empty when there is
/// none.
std::string_view cutFrom(std::string_view& field, char mark) {
  const std::size_t position = field.find(mark);
  if (position == std::string_view::npos) return {};
  const std::string_view part = field.substr(position + 1);
  field = field.substr(0, position);
  return part;
}

/// "360", "250/24000", "250/24000(10.5)"
void parseFrequency(Line& line, std::string_view field, WfdbHeader& header) {
  std::string_view counter = cutFrom(field, '/');
  header.sampleRateHz = line.real(field, "a sample rate in Hz");
  if (header.sampleRateHz <= 0) line.fail("a sample rate above 0 Hz", field);
  if (header.sampleRateHz < kSlowestHz || header.sampleRateHz > kFastestHz)
    line.fail(fmt::format("a sample rate from {} to {} Hz", kSlowestHz, kFastestHz), field);
  header.counterFrequencyHz = header.sampleRateHz;
  if (counter.empty()) return;
  std::string_view base = cutFrom(counter, '(');
  header.counterFrequencyHz = line.real(counter, "a counter frequency");
  if (header.counterFrequencyHz < 0) line.fail("a counter frequency of 0 or more", counter);
  if (base.empty()) return;
  if (!base.ends_with(')')) line.fail("a counter value in parentheses", base);
  base.remove_suffix(1);
  header.baseCounterValue = line.real(base, "a counter value");
}

/// The record line; gives the number of signals.
std::int64_t parseRecordLine(Line line, WfdbHeader& header) {
  std::string_view name = line.next();
  const std::string_view segments = cutFrom(name, '/');
  if (!staysInFolder(name)) line.fail("a record name", name);
  header.recordName = name;
  if (!segments.empty()) {
    header.segmentCount = static_cast<int>(line.integer(segments, "a number of segments", 1, 1'000'000));
  }
  const std::int64_t signalCount = line.integer(line.next(), "a number of signals", 0, kMostSignals);
  if (!line.isAtEnd()) parseFrequency(line, line.next(), header);
  if (!line.isAtEnd()) {
    header.sampleCount = line.integer(line.next(), "a number of samples", 0, kMostSamples);
  }
  header.startTime = line.rest();
  return signalCount;
}

/// "212", "16x4", "212:3", "16+24", "16x4:3+24"
void parseFormat(Line& line, std::string_view field, WfdbSignalSpec& spec) {
  const std::string_view whole = field;
  const std::string_view offset = cutFrom(field, '+');
  const std::string_view skew = cutFrom(field, ':');
  const std::string_view samplesPerFrame = cutFrom(field, 'x');
  const auto format = parseInteger(field);
  if (!format || *format < 0 || *format > 9999) line.fail("a signal format", whole);
  spec.format = static_cast<int>(*format);
  if (!samplesPerFrame.empty()) {
    spec.samplesPerFrame = static_cast<int>(
        line.integer(samplesPerFrame, "a number of samples per frame", 1, kMostSamplesPerFrame));
  }
  if (!skew.empty()) spec.skew = static_cast<int>(line.integer(skew, "a skew", 0, 1'000'000));
  if (!offset.empty()) spec.byteOffset = line.integer(offset, "a byte offset", 0, kMostSamples);
}

/// "200", "249(-55)/mV"; gives whether a baseline was among it.
bool parseGain(Line& line, std::string_view field, WfdbSignalSpec& spec) {
  const std::string_view unit = cutFrom(field, '/');
  if (!unit.empty()) spec.unit = unit;
  std::string_view baseline = cutFrom(field, '(');
  const double gain = line.real(field, "a gain");
  spec.isCalibrated = gain != 0;
  if (spec.isCalibrated && (std::abs(gain) < kLeastGain || std::abs(gain) > kMostGain))
    line.fail(fmt::format("a gain from {} to {}", kLeastGain, kMostGain), field);
  if (spec.isCalibrated) spec.gain = gain;
  if (baseline.empty()) return false;
  if (!baseline.ends_with(')')) line.fail("a baseline in parentheses", baseline);
  baseline.remove_suffix(1);
  spec.baseline = line.integer32(baseline, "a baseline");
  return true;
}

WfdbSignalSpec parseSignalLine(Line line) {
  WfdbSignalSpec spec;
  spec.fileName = line.next();
  if (!staysInFolder(spec.fileName)) line.fail("the name of a signal file beside the header", spec.fileName);
  parseFormat(line, line.next(), spec);
  spec.isCalibrated = false;
  bool hasBaseline = false;
  if (!line.isAtEnd()) hasBaseline = parseGain(line, line.next(), spec);
  if (!line.isAtEnd()) {
    spec.adcResolution = static_cast<int>(line.integer(line.next(), "an ADC resolution in bits", 0, 64));
  }
  if (!line.isAtEnd()) spec.adcZero = line.integer32(line.next(), "an ADC zero");
  if (!hasBaseline) spec.baseline = spec.adcZero;
  spec.initialValue = spec.adcZero;
  if (!line.isAtEnd()) spec.initialValue = line.integer32(line.next(), "an initial value");
  if (!line.isAtEnd()) spec.checksum = line.integer32(line.next(), "a checksum");
  if (!line.isAtEnd()) {
    spec.blockSize = static_cast<int>(line.integer(line.next(), "a block size", 0, 1 << 30));
  }
  spec.description = line.rest();
  return spec;
}

WfdbHeader::Segment parseSegmentLine(Line line) {
  WfdbHeader::Segment segment;
  segment.recordName = line.next();
  if (!staysInFolder(segment.recordName)) line.fail("the name of a segment's record", segment.recordName);
  segment.sampleCount = line.integer(line.next(), "a number of samples", 0, kMostSamples);
  return segment;
}

std::string_view commentText(std::string_view line) {
  line.remove_prefix(1);
  return trimmed(line);
}

/// What people read becomes UTF-8; names of files stay the bytes they are.
void readAsLatin1(WfdbHeader& header, std::string_view fileName) {
  header.recordName = fromLatin1(header.recordName);
  header.startTime = fromLatin1(header.startTime);
  for (WfdbSignalSpec& spec : header.signalSpecs) {
    spec.unit = fromLatin1(spec.unit);
    spec.description = fromLatin1(spec.description);
  }
  for (std::string& comment : header.comments) comment = fromLatin1(comment);
  header.warnings.push_back(
      fmt::format("{} is not written in UTF-8: its letters are taken for Latin-1.", fileName));
}

}  // namespace

WfdbHeader parseWfdbHeader(std::string_view text, std::string_view fileName) {
  WfdbHeader header;
  std::optional<std::int64_t> signalCount;
  const auto missing = [&] {
    if (!signalCount) return std::int64_t{1};
    if (header.segmentCount > 0) return header.segmentCount - std::ssize(header.segments);
    return *signalCount - std::ssize(header.signalSpecs);
  };
  const std::vector<std::string_view> lines = splitLines(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Line line(lines[i], fileName, i + 1);
    if (line.isAtEnd()) continue;
    if (line.rest().front() == '#') {
      header.comments.emplace_back(commentText(line.rest()));
    } else if (!signalCount) {
      signalCount = parseRecordLine(line, header);
    } else if (missing() == 0) {
      line.fail("a comment or the end", line.rest());
    } else if (header.segmentCount > 0) {
      header.segments.push_back(parseSegmentLine(line));
    } else {
      header.signalSpecs.push_back(parseSignalLine(line));
    }
  }
  if (!signalCount) throw Error(fmt::format("{}: expected a record line, found none.", fileName));
  if (missing() > 0) {
    const bool hasSegments = header.segmentCount > 0;
    const std::int64_t announced = hasSegments ? header.segmentCount : *signalCount;
    throw Error(fmt::format("{}: expected {} {} lines, found {}.", fileName, announced,
                            hasSegments ? "segment" : "signal", announced - missing()));
  }
  if (!isUtf8(text)) readAsLatin1(header, fileName);
  return header;
}

WfdbHeader readWfdbHeader(const std::filesystem::path& path) {
  constexpr std::size_t kMostBytes = 4 << 20;
  return parseWfdbHeader(readTextFile(path, kMostBytes), path.filename().string());
}

}  // namespace ectopy
