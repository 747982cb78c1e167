#include "core/beats/beat_file_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <nlohmann/json.hpp>
#include <thread>

#include "core/base/error.h"
#include "core/base/hashing.h"

namespace ectopy::beat_file {
namespace {

static_assert(std::endian::native == std::endian::little, "Beat files are mapped as they are.");

constexpr std::size_t kPieceBytes = std::size_t{8} << 20;
constexpr std::int64_t kMostFolds = 1000;
constexpr std::size_t kMostFeatures = 1000;

std::string textOf(const std::filesystem::path& path) {
  return path.string();
}

nlohmann::json recordToJson(const RecordInfo& record) {
  nlohmann::json json = {{"name", record.name},       {"path", textOf(record.path)},
                         {"patient", record.patient}, {"sampleRateHz", record.sampleRateHz},
                         {"lead", record.leadName},   {"isPaced", record.isPaced},
                         {"fold", record.fold}};
  if (!record.signalUnit.empty()) json["signalUnit"] = record.signalUnit;
  return json;
}

int foldFromJson(const nlohmann::json& record) {
  const auto fold = record.at("fold").get<std::int64_t>();
  if (fold < 0 || fold > kMostFolds) {
    throw Error(fmt::format("expected a fold of 0 to {}, found {}", kMostFolds, fold));
  }
  return static_cast<int>(fold);
}

RecordInfo recordFromJson(const nlohmann::json& json, std::uint32_t version) {
  RecordInfo record;
  record.name = json.at("name").get<std::string>();
  record.path = json.at("path").get<std::string>();
  record.patient = json.at("patient").get<std::string>();
  record.sampleRateHz = json.at("sampleRateHz").get<double>();
  record.leadName = json.at("lead").get<std::string>();
  record.isPaced = json.at("isPaced").get<bool>();
  record.signalUnit = json.value("signalUnit", std::string());
  if (version > 1) record.fold = foldFromJson(json);
  return record;
}

bool isFingerprint(const std::string& text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

}  // namespace

std::array<std::span<const std::byte>, kColumns> bytesOf(const BeatColumns& columns) {
  return {std::as_bytes(columns.samples),   std::as_bytes(columns.classes),  std::as_bytes(columns.records),
          std::as_bytes(columns.rSamples),  std::as_bytes(columns.rrBefore), std::as_bytes(columns.rrAfter),
          std::as_bytes(columns.fileParts), std::as_bytes(columns.features)};
}

std::size_t columnsOfVersion(std::uint32_t version) {
  if (version == kVersion) return kColumns;
  return version == 1 ? kColumnsOfVersion1 : 0;
}

std::size_t frontBytes(std::size_t columns) {
  return sizeof(Header) + columns * sizeof(ColumnEntry);
}

std::uint64_t frontChecksum(Front front) {
  front.header.headerChecksum = 0;
  const std::size_t bytes = frontBytes(columnsOfVersion(front.header.version));
  return checksum64(std::as_bytes(std::span(&front, 1)).first(bytes));
}

std::uint64_t columnChecksum(std::span<const std::byte> bytes) {
  const std::size_t pieces = (bytes.size() + kPieceBytes - 1) / kPieceBytes;
  std::vector<std::uint64_t> sums(pieces);
  const std::size_t workers =
      std::min<std::size_t>(pieces, std::max(1U, std::thread::hardware_concurrency()));
  const auto work = [&](std::size_t first) {
    for (std::size_t i = first; i < pieces; i += workers) {
      const std::size_t at = i * kPieceBytes;
      sums[i] = checksum64(bytes.subspan(at, std::min(kPieceBytes, bytes.size() - at)));
    }
  };
  std::vector<std::jthread> helpers;
  for (std::size_t i = 1; i < workers; ++i) helpers.emplace_back(work, i);
  if (pieces > 0) work(0);
  helpers.clear();
  return checksum64(std::as_bytes(std::span(sums)));
}

nlohmann::json factsToJson(const BeatSetFacts& facts, const std::string& fingerprint) {
  nlohmann::json json = {{"name", facts.name},
                         {"source", facts.source},
                         {"scheme", facts.scheme},
                         {"cut", facts.cut},
                         {"records", nlohmann::json::array()},
                         {"features", facts.features},
                         {"isSynthetic", facts.isSynthetic},
                         {"warnings", facts.warnings},
                         {"fingerprint", fingerprint}};
  for (const RecordInfo& record : facts.records) json["records"].push_back(recordToJson(record));
  return json;
}

BeatSetFacts factsFromJson(const nlohmann::json& json, std::uint32_t version, std::string& fingerprint) try {
  BeatSetFacts facts;
  facts.name = json.at("name").get<std::string>();
  facts.source = json.at("source").get<std::string>();
  facts.scheme = json.at("scheme").get<LabelScheme>();
  facts.cut = json.at("cut").get<BeatCut>();
  if (version > 1) facts.features = json.at("features").get<std::vector<std::string>>();
  if (facts.features.size() > kMostFeatures) {
    throw Error(fmt::format("expected at most {} features, found {}", kMostFeatures, facts.features.size()));
  }
  facts.isSynthetic = json.at("isSynthetic").get<bool>();
  facts.warnings = json.at("warnings").get<std::vector<std::string>>();
  for (const nlohmann::json& record : json.at("records"))
    facts.records.push_back(recordFromJson(record, version));
  fingerprint = json.at("fingerprint").get<std::string>();
  if (!isFingerprint(fingerprint)) {
    throw Error(fmt::format("expected a fingerprint of 64 hexadecimal digits, found \"{}\"",
                            fingerprint.substr(0, 80)));
  }
  return facts;
} catch (const nlohmann::json::exception& problem) {
  throw Error(problem.what());
}

}  // namespace ectopy::beat_file
