#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <span>

#include "core/beats/beat_set.h"

namespace ectopy::beat_file {

// A beat file, little-endian: Header, its ColumnEntry, JSON facts, then the columns, each at a multiple
// of 64. Version 1 had no column of features and no folds; it is still read.

inline constexpr std::array<char, 8> kMagic = {'E', 'C', 'T', 'B', 'E', 'A', 'T', 'S'};
inline constexpr std::uint32_t kVersion = 2;
inline constexpr std::size_t kColumns = 8;
inline constexpr std::size_t kColumnsOfVersion1 = 7;
inline constexpr std::size_t kAlignment = 64;
inline constexpr std::uint64_t kMaxJsonBytes = 16 << 20;

struct Header {
  std::array<char, 8> magic = kMagic;
  std::uint32_t version = kVersion;
  std::uint32_t columnCount = kColumns;
  std::uint64_t fileBytes = 0;  // of the whole file
  std::uint64_t beats = 0;
  std::uint64_t jsonOffset = 0;
  std::uint64_t jsonBytes = 0;
  std::uint64_t jsonChecksum = 0;    // XXH3
  std::uint64_t headerChecksum = 0;  // XXH3 of header and column table with this field 0
};
static_assert(sizeof(Header) == 64);

struct ColumnEntry {
  std::uint32_t id = 0;  // place in BeatColumns
  std::uint32_t elementBytes = 0;
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;
  std::uint64_t checksum = 0;  // XXH3
};
static_assert(sizeof(ColumnEntry) == 32);

/// What stands before the facts. Of version 1 the last entry is not in the file.
struct Front {
  Header header;
  std::array<ColumnEntry, kColumns> columns;
};
static_assert(sizeof(Front) == 64 + 32 * kColumns);

/// The columns' bytes in file order, and the bytes of one value of each.
std::array<std::span<const std::byte>, kColumns> bytesOf(const BeatColumns& columns);
inline constexpr std::array<std::uint32_t, kColumns> kElementBytes = {4, 1, 4, 8, 4, 4, 1, 4};

/// Columns of a file of that version; 0 for a version that can't be read.
std::size_t columnsOfVersion(std::uint32_t version);
/// Bytes of header and column table with so many columns.
std::size_t frontBytes(std::size_t columns);

/// XXH3 of the front (of its version's columns) with its own checksum taken as 0.
std::uint64_t frontChecksum(Front front);
/// XXH3 of a column: of its pieces' checksums, which are made on all cores where the column is large.
std::uint64_t columnChecksum(std::span<const std::byte> bytes);

/// What describes the set, as the file holds it; `fingerprint` beside it.
nlohmann::json factsToJson(const BeatSetFacts& facts, const std::string& fingerprint);
/// Throws Error for anything missing that a file of that version has, or of the wrong kind.
BeatSetFacts factsFromJson(const nlohmann::json& json, std::uint32_t version, std::string& fingerprint);

}  // namespace ectopy::beat_file
