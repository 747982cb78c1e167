#include "tests/fuzz/fuzz_units.h"

#include <algorithm>
#include <array>

#include "core/base/error.h"

namespace ectopy::fuzz {
namespace {

constexpr std::size_t kUsual = 1024;
/// FLAC holds silence in next to nothing.
constexpr std::size_t kFlac = 256 * 1024;

constexpr std::array<FuzzUnit, 9> kUnits = {{
    {"beat_file", readBeatFile, kUsual},
    {"edf_record", readEdfFile, kUsual},
    {"heartbeat_csv", readHeartbeatCsvFile, kUsual},
    {"model_file", readModelFile, kUsual},
    {"ptbxl_tables", readPtbXlTables, kUsual},
    {"signal_text", readSignalTextFile, kUsual},
    {"wfdb_annotations", readWfdbAnnotationFile, kUsual},
    {"wfdb_header", readWfdbHeaderText, kUsual},
    {"wfdb_signals", readWfdbSignalFiles, kFlac},
}};

}  // namespace

std::span<const FuzzUnit> fuzzUnits() {
  return kUnits;
}

const FuzzUnit* findFuzzUnit(std::string_view name) {
  const auto* const found = std::ranges::find(kUnits, name, &FuzzUnit::name);
  return found == kUnits.end() ? nullptr : found;
}

void runFuzzUnit(const FuzzUnit& unit, Bytes bytes) {
  try {
    unit.read(bytes);
  } catch (const Error&) {
  }
}

}  // namespace ectopy::fuzz
