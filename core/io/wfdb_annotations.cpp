#include "core/io/wfdb_annotations.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/io/text_fields.h"
#include "core/io/wfdb_annotation_words.h"

namespace ectopy {

namespace {

using namespace wfdb_words;

/// Goes through the words of an annotation file (annot(5)).
class Decoder {
 public:
  Decoder(std::span<const std::byte> bytes, std::string_view fileName)
      : m_bytes(bytes), m_fileName(fileName) {}

  WfdbAnnotations decode() {
    while (decodeNext()) {
    }
    return std::move(m_result);
  }

 private:
  [[noreturn]] void fail(std::size_t byte, const std::string& what) const {
    throw Error(fmt::format("{}, byte {}: {}.", m_fileName, byte, what));
  }

  unsigned byteAt(std::size_t position) const { return std::to_integer<unsigned>(m_bytes[position]); }

  /// The next little-endian word; `what` is what should stand there.
  unsigned word(std::string_view what) {
    if (m_bytes.size() - m_position < 2) {
      fail(m_position, fmt::format("expected {}, found the end of the file", what));
    }
    const unsigned value = byteAt(m_position) | byteAt(m_position + 1) << 8U;
    m_position += 2;
    return value;
  }

  /// False at the end mark.
  bool decodeNext() {
    if (m_position == m_bytes.size()) {
      m_result.warnings.push_back(fmt::format(
          "{} ends at byte {} without its end mark: annotations may be missing.", m_fileName, m_position));
      return false;
    }
    const std::size_t start = m_position;
    const unsigned value = word("an annotation or the end mark");
    if (value == 0) return false;
    const unsigned code = value >> kCodeShift;
    const unsigned data = value & kDataMask;
    if (code == kSkip) {
      const std::uint32_t high = word("an interval");
      const std::uint32_t low = word("an interval");
      m_time += static_cast<std::int32_t>(high << 16U | low);
    } else if (code <= kHighestCode) {
      startAnnotation(start, code, data);
    } else if (code >= kNum) {
      modify(start, code, data);
    } else {
      fail(start, fmt::format("expected an annotation code of 1 to {}, found {}", kHighestCode, code));
    }
    return true;
  }

  void startAnnotation(std::size_t start, unsigned code, unsigned interval) {
    m_time += interval;
    if (m_time < 0) fail(start, fmt::format("expected a sample number from 0 on, found {}", m_time));
    Annotation annotation;
    annotation.sample = m_time;
    annotation.code = static_cast<AnnotationCode>(code);
    annotation.channel = m_channel;
    annotation.number = m_number;
    m_result.annotations.push_back(std::move(annotation));
  }

  void modify(std::size_t start, unsigned code, unsigned data) {
    if (m_result.annotations.empty())
      fail(start, fmt::format("expected an annotation, found the field code {}", code));
    Annotation& annotation = m_result.annotations.back();
    if (code == kNum) {
      annotation.number = m_number = static_cast<std::int8_t>(data);
    } else if (code == kSub) {
      annotation.subtype = static_cast<std::int8_t>(data);
    } else if (code == kChn) {
      annotation.channel = m_channel = static_cast<std::uint8_t>(data);
    } else {
      takeText(start, data);
    }
  }

  void takeText(std::size_t start, std::size_t length) {
    if (m_bytes.size() - m_position < length) {
      fail(start, fmt::format("expected a text of {} bytes, found {} before the end of the file", length,
                              m_bytes.size() - m_position));
    }
    const auto* text = reinterpret_cast<const char*>(m_bytes.data()) + m_position;
    m_result.annotations.back().text.assign(text, length);
    m_position += std::min(length + length % 2, m_bytes.size() - m_position);
  }

  std::span<const std::byte> m_bytes;
  std::string_view m_fileName;
  std::size_t m_position = 0;
  std::int64_t m_time = 0;
  std::uint8_t m_channel = 0;  // CHN and NUM hold until the next one
  std::int8_t m_number = 0;
  WfdbAnnotations m_result;
};

/// Takes out the notes on the file itself that WFDB writes before all annotations.
void takeFileNotes(WfdbAnnotations& file) {
  constexpr double kCoarsestHz = 1e-3;
  constexpr double kFinestHz = 1e7;
  constexpr std::string_view kResolution = "## time resolution:";
  bool isInDefinitions = false;
  const auto isFileNote = [&](const Annotation& annotation) {
    if (annotation.sample != 0) return false;
    if (annotation.code == 0) return true;  // WFDB's anchor behind a time resolution
    if (annotation.code != kNoteCode) return false;
    const std::string_view note = noteOf(annotation);
    if (note.starts_with(kResolution)) {
      const auto resolution = parseReal(trimmed(note.substr(kResolution.size())));
      if (resolution && *resolution >= kCoarsestHz && *resolution <= kFinestHz)
        file.timeResolutionHz = *resolution;
      return true;
    }
    const bool isDefinition = isInDefinitions || note.starts_with("## annotation type definitions");
    isInDefinitions = isDefinition && !note.starts_with("## end of definitions");
    return isDefinition;
  };
  const auto firstOther = std::ranges::find_if_not(file.annotations, isFileNote);
  file.annotations.erase(file.annotations.begin(), firstOther);
}

}  // namespace

WfdbAnnotations decodeWfdbAnnotations(std::span<const std::byte> bytes, std::string_view fileName) {
  WfdbAnnotations file = Decoder(bytes, fileName).decode();
  takeFileNotes(file);
  return file;
}

WfdbAnnotations readWfdbAnnotations(const std::filesystem::path& path) {
  const auto file = MappedFile::open(path);
  return decodeWfdbAnnotations(file->bytes(), path.filename().string());
}

bool fitToRate(std::vector<Annotation>& annotations, double timeResolutionHz, double sampleRateHz) {
  constexpr double kMost = 9e15;  // whole numbers of a double
  if (timeResolutionHz > 0 && sampleRateHz > 0 && timeResolutionHz != sampleRateHz) {
    const double ratio = sampleRateHz / timeResolutionHz;
    for (Annotation& annotation : annotations) {
      const double sample = static_cast<double>(annotation.sample) * ratio;
      annotation.sample = std::llround(std::clamp(sample, -kMost, kMost));
    }
  }
  if (std::ranges::is_sorted(annotations, {}, &Annotation::sample)) return true;
  std::ranges::stable_sort(annotations, {}, &Annotation::sample);
  return false;
}

}  // namespace ectopy
