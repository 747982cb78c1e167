#include <algorithm>
#include <cstring>
#include <vector>

#include "core/base/error.h"
#include "core/base/hashing.h"
#include "core/beats/beat_file.h"
#include "core/beats/beat_file_layout.h"
#include "tests/fuzz/scratch_folder.h"

namespace ectopy::fuzz {
namespace {

/// Bytes [offset, offset + size) as far as they lie in the file.
Bytes pieceOf(Bytes bytes, std::uint64_t offset, std::uint64_t size) {
  const std::uint64_t start = std::min<std::uint64_t>(offset, bytes.size());
  return bytes.subspan(start, std::min<std::uint64_t>(size, bytes.size() - start));
}

/// Makes all checksums and the file's size right, as a forger would: else none would get past them.
std::vector<std::byte> sealed(Bytes bytes) {
  std::vector<std::byte> result(bytes.begin(), bytes.end());
  beat_file::Front front;
  if (result.size() < sizeof front) return result;
  std::memcpy(&front, result.data(), sizeof front);
  front.header.fileBytes = result.size();
  front.header.jsonChecksum = checksum64(pieceOf(result, front.header.jsonOffset, front.header.jsonBytes));
  const std::size_t columns = beat_file::columnsOfVersion(front.header.version);
  for (std::size_t i = 0; i < columns; ++i) {
    beat_file::ColumnEntry& entry = front.columns[i];
    entry.checksum = beat_file::columnChecksum(pieceOf(result, entry.offset, entry.bytes));
  }
  if (columns > 0) front.header.headerChecksum = beat_file::frontChecksum(front);
  std::memcpy(result.data(), &front, beat_file::frontBytes(columns));
  return result;
}

void open(const std::filesystem::path& path) {
  const auto beats = openBeatFile(path);
  const BeatColumns columns = beats->columns();
  require(columns.samples.size() == beats->size() * static_cast<std::size_t>(beats->cut().length),
          "beats of unequal length");
  for (const ClassIndex label : columns.classes) {
    require(label == kUnlabelled || label < beats->scheme().size(), "a class that does not exist");
  }
  for (const std::uint32_t record : columns.records) {
    require(record == BeatColumns::kNoRecord || record < beats->facts().records.size(),
            "a record that does not exist");
  }
}

}  // namespace

void readBeatFile(Bytes bytes) {
  const ScratchFolder folder;
  try {
    open(folder.put("x.beats", bytes));
  } catch (const Error&) {
    open(folder.put("x.beats", sealed(bytes)));
  }
}

}  // namespace ectopy::fuzz
