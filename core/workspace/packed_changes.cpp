#include "core/workspace/packed_changes.h"

#include <fmt/format.h>

#include "core/base/error.h"

namespace ectopy {

namespace {

constexpr std::size_t kChangeBytes = 7;
constexpr std::size_t kWordBytes = 4;
constexpr std::size_t kPeakBytes = 24;

void putWord(std::string& bytes, std::uint32_t word) {
  for (std::size_t i = 0; i < kWordBytes; ++i) bytes += static_cast<char>(word >> (8 * i) & 0xFFU);
}

std::uint32_t wordAt(std::span<const std::byte> bytes, std::size_t at) {
  std::uint32_t word = 0;
  for (std::size_t i = 0; i < kWordBytes; ++i)
    word |= std::to_integer<std::uint32_t>(bytes[at + i]) << (8 * i);
  return word;
}

void putLong(std::string& bytes, std::int64_t number) {
  const auto bits = static_cast<std::uint64_t>(number);
  putWord(bytes, static_cast<std::uint32_t>(bits));
  putWord(bytes, static_cast<std::uint32_t>(bits >> 32));
}

std::int64_t longAt(std::span<const std::byte> bytes, std::size_t at) {
  const std::uint64_t high = wordAt(bytes, at + kWordBytes);
  return static_cast<std::int64_t>(high << 32 | wordAt(bytes, at));
}

void putText(std::string& bytes, const std::string& text) {
  putWord(bytes, static_cast<std::uint32_t>(text.size()));
  bytes += text;
}

/// Takes what it reads off the front.
class Reader {
 public:
  explicit Reader(std::span<const std::byte> bytes) : m_bytes(bytes) {}
  bool isAtEnd() const { return m_bytes.empty(); }
  std::uint32_t word() { return wordAt(take(kWordBytes), 0); }
  std::string text() {
    const auto bytes = take(word());
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }

 private:
  std::span<const std::byte> take(std::size_t count) {
    if (count > m_bytes.size())
      throw Error(fmt::format("expected {} bytes of a note, found {}", count, m_bytes.size()));
    const auto taken = m_bytes.first(count);
    m_bytes = m_bytes.subspan(count);
    return taken;
  }
  std::span<const std::byte> m_bytes;
};

}  // namespace

std::string packChanges(std::span<const LabelChange> changes) {
  std::string bytes;
  bytes.reserve(changes.size() * kChangeBytes);
  for (const LabelChange& change : changes) {
    putWord(bytes, change.beat);
    bytes += static_cast<char>(change.from);
    bytes += static_cast<char>(change.to);
    bytes += static_cast<char>(change.what);
  }
  return bytes;
}

std::vector<LabelChange> unpackChanges(std::span<const std::byte> bytes) {
  if (bytes.size() % kChangeBytes != 0)
    throw Error(fmt::format("expected changes of {} bytes, found {} bytes", kChangeBytes, bytes.size()));
  std::vector<LabelChange> changes;
  changes.reserve(bytes.size() / kChangeBytes);
  for (std::size_t at = 0; at < bytes.size(); at += kChangeBytes)
    changes.push_back({wordAt(bytes, at), std::to_integer<ClassIndex>(bytes[at + kWordBytes]),
                       std::to_integer<ClassIndex>(bytes[at + kWordBytes + 1]),
                       static_cast<BeatFact>(bytes[at + kWordBytes + 2])});
  return changes;
}

std::string packNotes(std::span<const NoteChange> notes) {
  std::string bytes;
  for (const NoteChange& note : notes) {
    putWord(bytes, note.beat);
    putText(bytes, note.from);
    putText(bytes, note.to);
  }
  return bytes;
}

std::vector<NoteChange> unpackNotes(std::span<const std::byte> bytes) {
  std::vector<NoteChange> notes;
  for (Reader reader(bytes); !reader.isAtEnd();) {
    NoteChange note{.beat = reader.word(), .from = {}, .to = {}};
    note.from = reader.text();
    note.to = reader.text();
    notes.push_back(std::move(note));
  }
  return notes;
}

std::string packPeaks(std::span<const PeakChange> peaks) {
  std::string bytes;
  bytes.reserve(peaks.size() * kPeakBytes);
  for (const PeakChange& peak : peaks) {
    putWord(bytes, peak.beat);
    putWord(bytes, peak.record);
    putLong(bytes, peak.from);
    putLong(bytes, peak.to);
  }
  return bytes;
}

std::vector<PeakChange> unpackPeaks(std::span<const std::byte> bytes) {
  if (bytes.size() % kPeakBytes != 0)
    throw Error(fmt::format("expected R peaks of {} bytes, found {} bytes", kPeakBytes, bytes.size()));
  std::vector<PeakChange> peaks;
  peaks.reserve(bytes.size() / kPeakBytes);
  for (std::size_t at = 0; at < bytes.size(); at += kPeakBytes)
    peaks.push_back({wordAt(bytes, at), wordAt(bytes, at + kWordBytes), longAt(bytes, at + 2 * kWordBytes),
                     longAt(bytes, at + 4 * kWordBytes)});
  return peaks;
}

}  // namespace ectopy
