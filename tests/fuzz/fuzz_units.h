#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace ectopy::fuzz {

using Bytes = std::span<const std::byte>;

/// A reader that is to stand any bytes.
struct FuzzUnit {
  std::string_view name;      // of its folders in corpus/ and findings/
  void (*read)(Bytes bytes);  // throws Error for bytes it refuses; aborts when what it read is wrong
  std::size_t memoryPerByte;  // it may ask for, beside kFreeMemory
};

/// What a reader may ask for whatever the size of its file.
inline constexpr std::size_t kFreeMemory = std::size_t{96} << 20;

std::span<const FuzzUnit> fuzzUnits();
/// Nothing when there is none of that name.
const FuzzUnit* findFuzzUnit(std::string_view name);
/// Feeds the bytes to the reader; an Error is a good answer, any other exception is let through.
void runFuzzUnit(const FuzzUnit& unit, Bytes bytes);

void readBeatFile(Bytes bytes);
void readEdfFile(Bytes bytes);
void readHeartbeatCsvFile(Bytes bytes);
void readModelFile(Bytes bytes);
void readPtbXlTables(Bytes bytes);
void readSignalTextFile(Bytes bytes);
void readWfdbAnnotationFile(Bytes bytes);
void readWfdbHeaderText(Bytes bytes);
void readWfdbSignalFiles(Bytes bytes);

}  // namespace ectopy::fuzz
