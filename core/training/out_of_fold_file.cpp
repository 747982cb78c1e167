#include "core/training/out_of_fold_file.h"

#include <fmt/format.h>

#include <cstring>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/hashing.h"
#include "core/model/safetensors.h"

namespace ectopy {
namespace {

constexpr const char* kKey = "ectopy.out-of-fold";
constexpr const char* kTensor = "probabilities";

/// All that the probabilities hang on; the number of threads does not count.
std::string originText(const BeatSet& beats, std::span<const ClassIndex> labels,
                       const OutOfFoldOptions& options) {
  TrainingConfig config = options.config;
  config.threads = 0;
  return nlohmann::json({{"beats", beats.fingerprint()},
                         {"labels", sha256Hex(std::as_bytes(labels))},
                         {"folds", options.folds},
                         {"group", nameOf(options.group)},
                         {"config", config}})
      .dump();
}

OutOfFold emptyOne(const BeatSet& beats, std::span<const ClassIndex> labels,
                   const OutOfFoldOptions& options) {
  OutOfFold result;
  result.foldOfBeat = foldOfEachBeat(beats, labels, options.folds, options.group, options.config.seed);
  result.predictions.modelName = outOfFoldName(options);
  result.predictions.dataFingerprint = beats.fingerprint();
  result.predictions.scheme = beats.scheme();
  result.predictions.probabilities.resize(beats.size() * beats.scheme().size());
  return result;
}

}  // namespace

void saveOutOfFold(const std::filesystem::path& file, const OutOfFold& outOfFold, const BeatSet& beats,
                   std::span<const ClassIndex> labels, const OutOfFoldOptions& options) {
  const Predictions& predictions = outOfFold.predictions;
  const StoredTensor tensor{
      kTensor,
      {static_cast<std::int64_t>(predictions.size()), static_cast<std::int64_t>(predictions.scheme.size())},
      std::as_bytes(std::span(predictions.probabilities))};
  writeSafetensors(file, {{kKey, originText(beats, labels, options)}}, {tensor});
}

std::optional<OutOfFold> loadOutOfFold(const std::filesystem::path& file, const BeatSet& beats,
                                       std::span<const ClassIndex> labels, const OutOfFoldOptions& options) {
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) return std::nullopt;
  const SafetensorsFile kept = SafetensorsFile::open(file);
  const auto origin = kept.metadata().find(kKey);
  if (origin == kept.metadata().end() || kept.tensors().size() != 1)
    throw Error(fmt::format("{}: expected out-of-fold probabilities, found another safetensors file.",
                            file.string()));
  if (origin->second != originText(beats, labels, options))
    throw Error(
        fmt::format("{} holds the probabilities of other beats, labels or settings: name another file, or "
                    "remove it to train anew.",
                    file.string()));
  OutOfFold result = emptyOne(beats, labels, options);
  std::vector<float>& values = result.predictions.probabilities;
  const std::span<const std::byte> bytes = kept.tensors().front().bytes;
  if (bytes.size() != std::as_bytes(std::span(values)).size())
    throw Error(fmt::format("{}: expected {} probabilities, found {}.", file.string(), values.size(),
                            kept.tensors().front().valueCount()));
  std::memcpy(values.data(), bytes.data(), bytes.size());
  return result;
}

}  // namespace ectopy
