#include "core/training/checkpoint.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/hashing.h"
#include "core/model/confusion_json.h"
#include "core/model/json_fields.h"

namespace ectopy {
namespace {

using nlohmann::json;

constexpr int kVersion = 1;
constexpr auto kSealKey = "ectopy.checkpoint.sha256";

std::string dump(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

json stateToJson(const TrainingState& state) {
  json shards = json::array();
  for (const ShardState& shard : state.shards)
    shards.push_back({{"dropout", shard.dropout}, {"augmentation", shard.augmentation}});
  return {{"version", kVersion},
          {"end", nameOf(state.info.end)},
          {"labelsSha256", state.labelsSha256},
          {"splitSha256", state.splitSha256},
          {"epoch", state.epoch},
          {"step", state.step},
          {"orderChecksum", state.orderChecksum},
          {"lossSum", state.lossSum},
          {"learningRate", state.learningRate},
          {"trainConfusion", confusionToJson(state.trainConfusion)},
          {"isEnding", state.isEnding},
          {"stepsDone", state.stepsDone},
          {"beatsTrained", state.beatsTrained},
          {"secondsInSteps", state.secondsInSteps},
          {"shards", std::move(shards)},
          {"optimizerSteps", state.optimizerSteps}};
}

ShardState shardFromJson(const json& value) {
  const JsonFields fields(value, "A shard of the checkpoint");
  ShardState shard;
  shard.dropout = fields.array("dropout").get<std::vector<std::uint64_t>>();
  shard.augmentation = fields.unsignedInteger("augmentation");
  return shard;
}

TrainingState stateFromJson(const json& value, ModelInfo info) {
  const JsonFields fields(value, "The checkpoint's state");
  if (fields.integer("version") > kVersion)
    fields.refuse("version", fmt::format("{} (a newer program wrote this checkpoint)", kVersion));
  TrainingState state;
  state.info = std::move(info);
  state.info.end = trainingEndFromName(fields.text("end"));
  state.labelsSha256 = fields.text("labelsSha256");
  state.splitSha256 = fields.text("splitSha256");
  state.epoch = fields.count("epoch", 1);
  state.step = fields.count("step");
  state.orderChecksum = fields.unsignedInteger("orderChecksum");
  state.lossSum = fields.number("lossSum");
  state.learningRate = fields.number("learningRate");
  state.trainConfusion = confusionFromJson(fields, "trainConfusion", state.info.scheme.size());
  state.isEnding = fields.boolean("isEnding");
  state.stepsDone = fields.integer("stepsDone");
  state.beatsTrained = fields.integer("beatsTrained");
  state.secondsInSteps = fields.number("secondsInSteps");
  for (const json& shard : fields.array("shards")) state.shards.push_back(shardFromJson(shard));
  state.optimizerSteps = fields.value("optimizerSteps").get<std::map<std::string, std::int64_t>>();
  return state;
}

/// Over everything: a bit that changed on the disk must not train on unnoticed.
std::string sealOf(const std::string& info, const std::string& state,
                   const std::vector<StoredTensor>& tensors) {
  Sha256 hash;
  hash.add(info);
  hash.add("\n");
  hash.add(state);
  hash.add("\n");
  hash.add(sha256OfTensors(tensors));
  return hash.finish();
}

const std::string& entryOf(const SafetensorsFile& file, const std::string& key,
                           const std::filesystem::path& path) {
  const auto entry = file.metadata().find(key);
  if (entry != file.metadata().end()) return entry->second;
  throw Error(fmt::format("{}: expected a training's checkpoint, found a safetensors file without \"{}\".",
                          path.string(), key));
}

void require(const std::filesystem::path& path, std::string_view what, const std::string& expected,
             const std::string& found) {
  if (expected == found) return;
  const auto shown = [](const std::string& text) { return text.empty() ? std::string("none") : text; };
  throw Error(fmt::format("{} is the checkpoint of another training: {} expected {}, found {}.",
                          path.string(), what, shown(expected), shown(found)));
}

void requireSameConfig(const TrainingConfig& found, TrainingConfig expected,
                       const std::filesystem::path& path) {
  expected.threads = found.threads;
  expected.timeLimitSeconds = found.timeLimitSeconds;
  const json wanted = expected;
  const json had = found;
  for (const auto& [name, value] : wanted.items())
    require(path, fmt::format("setting {}:", name), value.dump(), had.at(name).dump());
}

}  // namespace

void writeCheckpoint(const std::filesystem::path& path, const TrainingState& state,
                     const std::vector<StoredTensor>& tensors) {
  ModelInfo info = state.info;
  if (!state.isEnding) info.end = TrainingEnd::StoppedAndKept;  // who opens it as a model sees it stopped
  const std::string infoText = dump(info);
  const std::string stateText = dump(stateToJson(state));
  writeSafetensors(path,
                   {{"format", "pt"},
                    {kModelInfoKey, infoText},
                    {kCheckpointKey, stateText},
                    {kSealKey, sealOf(infoText, stateText, tensors)}},
                   tensors);
}

Checkpoint readCheckpoint(const std::filesystem::path& path) {
  SafetensorsFile file = SafetensorsFile::open(path);
  const std::string& stateText = entryOf(file, kCheckpointKey, path);
  const std::string& infoText = entryOf(file, kModelInfoKey, path);
  const std::string& seal = entryOf(file, kSealKey, path);
  const std::string found = sealOf(infoText, stateText, file.tensors());
  if (found != seal)
    throw Error(fmt::format("{} is damaged: expected the SHA-256 {}, found {}.", path.string(), seal, found));
  try {
    TrainingState state = stateFromJson(parseFlatJson(stateText), parseFlatJson(infoText).get<ModelInfo>());
    return {std::move(state), std::move(file)};
  } catch (const json::exception& problem) {
    throw Error(fmt::format("{}: its state can't be used: {}.", path.string(), problem.what()));
  } catch (const Error& problem) {
    throw Error(fmt::format("{}: {}", path.string(), problem.what()));
  }
}

void requireSameTraining(const TrainingState& found, const TrainingState& expected,
                         const std::filesystem::path& path) {
  const ModelInfo& had = found.info;
  const ModelInfo& wanted = expected.info;
  require(path, "architecture", wanted.architecture, had.architecture);
  require(path, "data with the fingerprint", wanted.dataFingerprint, had.dataFingerprint);
  require(path, "split", wanted.splitId, had.splitId);
  require(path, "transfer mode", wanted.transferMode, had.transferMode);
  require(path, "parent with the weights", wanted.parentSha256, had.parentSha256);
  requireSameConfig(had.config, wanted.config, path);
  require(path, "labels with the SHA-256", expected.labelsSha256, found.labelsSha256);
  require(path, "parts of the split with the SHA-256", expected.splitSha256, found.splitSha256);
}

}  // namespace ectopy
