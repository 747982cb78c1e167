#include "core/beats/beat_file.h"

#include <fmt/format.h>

#include <cstring>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/hashing.h"
#include "core/beats/beat_file_layout.h"

namespace ectopy {
namespace {

using namespace beat_file;
using Bytes = std::span<const std::byte>;

constexpr int kMaxJsonDepth = 8;

Front readFront(Bytes bytes) {
  Front front;
  const auto take = [&](std::size_t size) {
    if (bytes.size() < size) {
      throw Error(fmt::format("expected a header of {} bytes, found {} bytes in all", size, bytes.size()));
    }
    std::memcpy(&front, bytes.data(), size);
  };
  take(sizeof(Header));
  if (front.header.magic != kMagic) throw Error("expected a beat file to begin with \"ECTBEATS\"");
  const std::size_t columns = columnsOfVersion(front.header.version);
  if (columns == 0 || front.header.columnCount != columns) {
    throw Error(
        fmt::format("expected version 1 with {} columns or {} with {} at byte 8, found version {} with {}",
                    kColumnsOfVersion1, kVersion, kColumns, front.header.version, front.header.columnCount));
  }
  take(frontBytes(columns));
  if (front.header.fileBytes != bytes.size()) {
    throw Error(fmt::format("expected {} bytes, found {}: the file is cut off or was added to",
                            front.header.fileBytes, bytes.size()));
  }
  if (front.header.headerChecksum != frontChecksum(front)) {
    throw Error("the checksum of the header (byte 56) does not match: the file is damaged");
  }
  return front;
}

/// bytes[offset : offset + size], both untrusted.
Bytes pieceOf(Bytes bytes, std::uint64_t offset, std::uint64_t size, std::string_view what) {
  if (offset > bytes.size() || size > bytes.size() - offset) {
    throw Error(fmt::format("expected {} inside the file's {} bytes, found {} bytes at byte {}", what,
                            bytes.size(), size, offset));
  }
  return bytes.subspan(offset, size);
}

/// Deep nesting is cut short: no facts of ours go deeper.
nlohmann::json parseFacts(Bytes text) {
  const auto* first = reinterpret_cast<const char*>(text.data());
  const auto guard = [](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
    if (depth > kMaxJsonDepth) throw Error("its description is nested deeper than any beat file's");
    return true;
  };
  try {
    return nlohmann::json::parse(first, first + text.size(), guard);
  } catch (const nlohmann::json::exception& problem) {
    throw Error(fmt::format("its description can't be read: {}", problem.what()));
  }
}

template <typename T>
std::span<const T> columnOf(Bytes bytes, const Front& front, std::size_t index, std::uint64_t values) {
  const ColumnEntry& entry = front.columns[index];
  if (entry.id != index || entry.elementBytes != sizeof(T) || entry.offset % kAlignment != 0 ||
      entry.offset < sizeof(Header) || entry.bytes / sizeof(T) != values || entry.bytes % sizeof(T) != 0) {
    throw Error(
        fmt::format("column {}: expected {} values of {} bytes at a multiple of {}, found {} bytes at byte "
                    "{}",
                    index, values, sizeof(T), kAlignment, entry.bytes, entry.offset));
  }
  const Bytes column = pieceOf(bytes, entry.offset, entry.bytes, fmt::format("column {}", index));
  if (columnChecksum(column) != entry.checksum) {
    throw Error(fmt::format("the checksum of column {} (byte {}) does not match: the file is damaged", index,
                            entry.offset));
  }
  return {reinterpret_cast<const T*>(column.data()), values};
}

BeatColumns readColumns(Bytes bytes, const Front& front, std::uint64_t length, std::uint64_t features) {
  const std::uint64_t beats = front.header.beats;
  if (beats > bytes.size()) {
    throw Error(
        fmt::format("expected at most {} beats in as many bytes, found {} at byte 24", bytes.size(), beats));
  }
  BeatColumns columns;
  columns.samples = columnOf<float>(bytes, front, 0, beats * length);
  columns.classes = columnOf<ClassIndex>(bytes, front, 1, beats);
  columns.records = columnOf<std::uint32_t>(bytes, front, 2, beats);
  columns.rSamples = columnOf<std::int64_t>(bytes, front, 3, beats);
  columns.rrBefore = columnOf<float>(bytes, front, 4, beats);
  columns.rrAfter = columnOf<float>(bytes, front, 5, beats);
  columns.fileParts = columnOf<FilePart>(bytes, front, 6, beats);
  if (front.header.columnCount == kColumns)
    columns.features = columnOf<float>(bytes, front, 7, beats * features);
  return columns;
}

}  // namespace

std::shared_ptr<const BeatSet> openBeatFile(const std::filesystem::path& path) {
  const auto file = MappedFile::open(path);
  try {
    const Bytes bytes = file->bytes();
    const Front front = readFront(bytes);
    if (front.header.jsonBytes > kMaxJsonBytes) {
      throw Error(fmt::format("expected a description of at most {} bytes, found {} at byte 40",
                              kMaxJsonBytes, front.header.jsonBytes));
    }
    const Bytes text = pieceOf(bytes, front.header.jsonOffset, front.header.jsonBytes, "a description");
    if (checksum64(text) != front.header.jsonChecksum) {
      throw Error(fmt::format("the checksum of its description (byte {}) does not match: the file is damaged",
                              front.header.jsonOffset));
    }
    std::string fingerprint;
    BeatSetFacts facts = factsFromJson(parseFacts(text), front.header.version, fingerprint);
    const BeatColumns columns =
        readColumns(bytes, front, static_cast<std::uint64_t>(facts.cut.length), facts.features.size());
    return std::make_shared<const BeatSet>(std::move(facts), columns, file, std::move(fingerprint));
  } catch (const Error& error) {
    std::string reason = error.what();
    if (!reason.ends_with('.')) reason += '.';
    throw Error(fmt::format("{}: {}", path.string(), reason));
  }
}

}  // namespace ectopy
