#include "core/beats/fingerprint.h"

#include <algorithm>
#include <atomic>
#include <nlohmann/json.hpp>
#include <thread>

#include "core/base/hashing.h"

namespace ectopy {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{8} << 20;

using Bytes = std::span<const std::byte>;

std::string factsText(const BeatSetFacts& facts, std::size_t beats) {
  nlohmann::json json = {{"version", 1}, {"beats", beats}, {"scheme", facts.scheme}, {"cut", facts.cut}};
  json["records"] = nlohmann::json::array();
  for (const RecordInfo& record : facts.records) json["records"].push_back(record.name);
  // Left out where there are none: such sets keep the fingerprint they always had.
  if (!facts.features.empty()) json["features"] = facts.features;
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::vector<Bytes> piecesOf(const BeatColumns& columns) {
  std::vector<Bytes> pieces;
  const auto addColumn = [&pieces](Bytes bytes) {
    for (std::size_t at = 0; at < bytes.size(); at += kPieceBytes) {
      pieces.push_back(bytes.subspan(at, std::min(kPieceBytes, bytes.size() - at)));
    }
  };
  addColumn(std::as_bytes(columns.samples));
  addColumn(std::as_bytes(columns.classes));
  addColumn(std::as_bytes(columns.records));
  addColumn(std::as_bytes(columns.rSamples));
  addColumn(std::as_bytes(columns.rrBefore));
  addColumn(std::as_bytes(columns.rrAfter));
  addColumn(std::as_bytes(columns.fileParts));
  addColumn(std::as_bytes(columns.features));
  return pieces;
}

std::vector<std::string> digestsOf(const std::vector<Bytes>& pieces) {
  std::vector<std::string> digests(pieces.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < pieces.size(); i = next++) digests[i] = sha256Hex(pieces[i]);
  };
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  const bool isLarge = !pieces.empty() && pieces.front().size() == kPieceBytes;  // else threads cost more
  std::vector<std::jthread> helpers;
  for (std::size_t i = 1; isLarge && i < std::min(cores, pieces.size()); ++i) helpers.emplace_back(work);
  work();
  helpers.clear();
  return digests;
}

}  // namespace

std::string fingerprintOf(const BeatSetFacts& facts, const BeatColumns& columns) {
  Sha256 hash;
  hash.add(factsText(facts, columns.classes.size()));
  for (const std::string& digest : digestsOf(piecesOf(columns))) hash.add(digest);
  return hash.finish();
}

}  // namespace ectopy
