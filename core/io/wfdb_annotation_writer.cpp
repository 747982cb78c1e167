#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/io/wfdb_annotation_words.h"
#include "core/io/wfdb_annotations.h"

namespace ectopy {

namespace {

using namespace wfdb_words;

/// Puts words as WFDB's putann does, in its order: SKIP, annotation, SUB, CHN, NUM, AUX.
class Encoder {
 public:
  void add(const Annotation& annotation) {
    check(annotation);
    std::int64_t interval = annotation.sample - m_time;
    if (annotation.code == 0) {
      // A code of 0 with an interval of 0 would be the end mark.
      skip(interval - 1);
      interval = 1;
    } else if (interval > kDataMask) {
      skip(interval);
      interval = 0;
    }
    word(annotation.code, static_cast<unsigned>(interval));
    if (annotation.subtype != 0) word(kSub, asData(annotation.subtype));
    if (annotation.channel != m_channel) word(kChn, annotation.channel);
    if (annotation.number != m_number) word(kNum, asData(annotation.number));
    addText(annotation.text);
    m_time = annotation.sample;
    m_channel = annotation.channel;
    m_number = annotation.number;
  }

  std::vector<std::byte> finish() {
    put(0);
    return std::move(m_bytes);
  }

 private:
  static unsigned asData(std::int8_t value) { return static_cast<unsigned>(value) & kDataMask; }

  void check(const Annotation& annotation) const {
    const auto fail = [&](const std::string& what) {
      throw Error(fmt::format("Can't write the annotation at sample {}: {}.", annotation.sample, what));
    };
    if (annotation.sample < m_time) fail(fmt::format("it stands behind one at sample {}", m_time));
    if (annotation.code > kHighestCode) {
      fail(fmt::format("expected a code of 0 to {}, found {}", kHighestCode, annotation.code));
    }
    if (annotation.text.size() > kLongestText) {
      fail(fmt::format("its text has {} bytes, a WFDB file holds at most {}", annotation.text.size(),
                       kLongestText));
    }
  }

  void put(unsigned value) {
    m_bytes.push_back(static_cast<std::byte>(value & 255U));
    m_bytes.push_back(static_cast<std::byte>(value >> 8U & 255U));
  }
  void word(unsigned code, unsigned data) { put(code << kCodeShift | data); }

  void skip(std::int64_t interval) {
    constexpr std::int64_t kLongest = std::numeric_limits<std::int32_t>::max();
    do {
      const std::int64_t step = std::min(interval, kLongest);
      const auto bits = static_cast<std::uint32_t>(static_cast<std::int32_t>(step));
      word(kSkip, 0);
      put(bits >> 16U);
      put(bits & 0xffffU);
      interval -= step;
    } while (interval > 0);
  }

  void addText(const std::string& text) {
    if (text.empty()) return;
    word(kAux, static_cast<unsigned>(text.size()));
    const auto bytes = std::as_bytes(std::span(text));
    m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end());
    if (text.size() % 2 == 1) m_bytes.push_back(std::byte{0});
  }

  static constexpr std::size_t kLongestText = 255;  // WFDB keeps the length in one byte
  std::vector<std::byte> m_bytes;
  std::int64_t m_time = 0;
  std::uint8_t m_channel = 0;
  std::int8_t m_number = 0;
};

}  // namespace

std::vector<std::byte> encodeWfdbAnnotations(std::span<const Annotation> annotations) {
  Encoder encoder;
  for (const Annotation& annotation : annotations) encoder.add(annotation);
  return encoder.finish();
}

void writeWfdbAnnotations(const std::filesystem::path& path, std::span<const Annotation> annotations) {
  AtomicFile file(path);
  file.write(encodeWfdbAnnotations(annotations));
  file.commit();
}

}  // namespace ectopy
