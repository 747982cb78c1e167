#include <cmath>

#include "core/base/error.h"
#include "core/model/confusion_json.h"
#include "core/model/json_fields.h"
#include "core/model/model_info.h"

namespace ectopy {
namespace {

using nlohmann::json;

constexpr int kVersion = 1;                   // of this description
constexpr std::size_t kMostEpochs = 100'000;  // more stands in no honest file
constexpr auto kWhere = "The model's description";

json numberOrNull(double value) {
  return std::isfinite(value) ? json(value) : json();
}

json epochToJson(const EpochRecord& record) {
  return {{"epoch", record.epoch},
          {"trainLoss", numberOrNull(record.trainLoss)},
          {"trainAccuracy", numberOrNull(record.trainAccuracy)},
          {"trainMacroF1", numberOrNull(record.trainMacroF1)},
          {"validationLoss", numberOrNull(record.validationLoss)},
          {"validationAccuracy", numberOrNull(record.validationAccuracy)},
          {"validationMacroF1", numberOrNull(record.validationMacroF1)},
          {"learningRate", numberOrNull(record.learningRate)},
          {"seconds", numberOrNull(record.seconds)},
          {"isBest", record.isBest}};
}

EpochRecord epochFromJson(const json& value, int previousEpoch) {
  const JsonFields fields(value, "The model's training history");
  EpochRecord record;
  record.epoch = fields.count("epoch", 1);
  if (record.epoch <= previousEpoch) fields.refuse("epoch", "above " + std::to_string(previousEpoch));
  record.trainLoss = fields.numberOrNan("trainLoss");
  record.trainAccuracy = fields.numberOrNan("trainAccuracy");
  record.trainMacroF1 = fields.numberOrNan("trainMacroF1");
  record.validationLoss = fields.numberOrNan("validationLoss");
  record.validationAccuracy = fields.numberOrNan("validationAccuracy");
  record.validationMacroF1 = fields.numberOrNan("validationMacroF1");
  record.learningRate = fields.numberOrNan("learningRate");
  record.seconds = fields.numberOrNan("seconds");
  record.isBest = fields.boolean("isBest");
  return record;
}

std::vector<EpochRecord> historyFromJson(const JsonFields& fields) {
  const json& rows = fields.array("history");
  if (rows.size() > kMostEpochs) fields.refuse("history", "at most 100000 epochs long");
  std::vector<EpochRecord> history;
  for (const json& row : rows)
    history.push_back(epochFromJson(row, history.empty() ? 0 : history.back().epoch));
  return history;
}

void checkSense(const ModelInfo& info, const JsonFields& fields) {
  if (info.architecture.empty()) fields.refuse("architecture", "a name");
  if (info.trainableParameters > info.parameters) {
    fields.refuse("trainableParameters", "at most " + std::to_string(info.parameters) + ", all parameters");
  }
  if (info.scheme.size() == 0 || info.scheme.size() >= kUnlabelled) {
    fields.refuse("scheme", "1 to 254 classes");
  }
  if (info.cut.length < 1) fields.refuse("cut", "at least one sample a beat");
  const int lastEpoch = info.history.empty() ? info.config.epochs : info.history.back().epoch;
  if (info.bestEpoch > lastEpoch) fields.refuse("bestEpoch", "at most " + std::to_string(lastEpoch));
  if (info.continuedAfter > lastEpoch)
    fields.refuse("continuedAfter", "at most " + std::to_string(lastEpoch));
  if (!info.transferMode.empty()) transferModeFromName(info.transferMode);
}

void readInfo(const json& value, ModelInfo& info) {
  const JsonFields fields(value, kWhere);
  if (fields.integer("version") > kVersion) {
    fields.refuse("version", std::to_string(kVersion) + " (a newer program wrote this model)");
  }
  info.name = fields.text("name");
  info.architecture = fields.text("architecture");
  info.parameters = fields.integer("parameters");
  info.trainableParameters = fields.integer("trainableParameters");
  info.scheme = fields.value("scheme").get<LabelScheme>();
  info.cut = fields.value("cut").get<BeatCut>();
  info.config = fields.value("config").get<TrainingConfig>();
  info.splitId = fields.text("splitId");
  info.protocol = fields.text("protocol");
  info.guard = fields.text("guard");
  info.dataName = fields.text("dataName");
  info.dataFingerprint = fields.text("dataFingerprint");
  info.isSyntheticData = fields.boolean("isSyntheticData");
  info.history = historyFromJson(fields);
  info.bestEpoch = fields.count("bestEpoch");
  info.seconds = fields.numberOrNan("seconds");
  info.beatsPerSecond = fields.numberOrNan("beatsPerSecond");
  info.end = trainingEndFromName(fields.text("end"));
  info.validation = confusionFromJson(fields, "validation", info.scheme.size());
  info.test = confusionFromJson(fields, "test", info.scheme.size());
  info.transferMode = fields.text("transferMode");
  info.parentName = fields.text("parentName");
  info.parentSha256 = fields.text("parentSha256");
  if (value.contains("continuedAfter")) info.continuedAfter = fields.count("continuedAfter");
  if (value.contains("corrections")) info.corrections = fields.count("corrections");
  info.programVersion = fields.text("programVersion");
  info.weightsSha256 = fields.text("weightsSha256");
  if (value.contains("sourceFingerprint")) info.sourceFingerprint = fields.text("sourceFingerprint");
  checkSense(info, fields);
}

}  // namespace

void to_json(json& result, const ModelInfo& info) {
  json history = json::array();
  for (const EpochRecord& record : info.history) history.push_back(epochToJson(record));
  result = {{"version", kVersion},
            {"name", info.name},
            {"architecture", info.architecture},
            {"parameters", info.parameters},
            {"trainableParameters", info.trainableParameters},
            {"scheme", info.scheme},
            {"cut", info.cut},
            {"config", info.config},
            {"splitId", info.splitId},
            {"protocol", info.protocol},
            {"guard", info.guard},
            {"dataName", info.dataName},
            {"dataFingerprint", info.dataFingerprint},
            {"isSyntheticData", info.isSyntheticData},
            {"history", std::move(history)},
            {"bestEpoch", info.bestEpoch},
            {"seconds", numberOrNull(info.seconds)},
            {"beatsPerSecond", numberOrNull(info.beatsPerSecond)},
            {"end", nameOf(info.end)},
            {"validation", confusionToJson(info.validation)},
            {"test", confusionToJson(info.test)},
            {"transferMode", info.transferMode},
            {"parentName", info.parentName},
            {"parentSha256", info.parentSha256},
            {"programVersion", info.programVersion},
            {"weightsSha256", info.weightsSha256}};
  // Left out where they say nothing, as older programs have it.
  if (info.continuedAfter > 0) result["continuedAfter"] = info.continuedAfter;
  if (info.corrections > 0) result["corrections"] = info.corrections;
  if (!info.sourceFingerprint.empty()) result["sourceFingerprint"] = info.sourceFingerprint;
}

void from_json(const json& value, ModelInfo& info) {
  ModelInfo read;
  try {
    readInfo(value, read);
  } catch (const json::exception& problem) {
    throw Error(std::string(kWhere) + ": " + problem.what() + ".");
  }
  info = std::move(read);
}

}  // namespace ectopy
