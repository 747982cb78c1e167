#include <fmt/format.h>

#include "core/model/json_fields.h"
#include "core/model/recipe_settings.h"
#include "core/model/training_config.h"

namespace ectopy {
namespace {

using nlohmann::json;

/// Settings that came later: a file that does not name them keeps the default.
void readLaterSettings(const json& value, const JsonFields& fields, TrainingConfig& config) {
  for (const ChoiceSetting& setting : choiceSettings()) {
    if (!value.contains(setting.name)) continue;
    const std::string word = fields.text(setting.name);
    if (std::ranges::find(setting.words, word) == setting.words.end())
      fields.refuse(setting.name, fmt::format("one of {}", fmt::join(setting.words, ", ")));
    setting.set(config, word);
  }
  for (const auto& setting : integerSettings())
    if (value.contains(setting.name))
      config.*setting.member = static_cast<int>(fields.integer(setting.name, setting.least, setting.most));
  for (const auto& setting : realSettings()) {
    if (!value.contains(setting.name)) continue;
    const double number = fields.number(setting.name);
    if (!(number >= setting.least && number <= setting.most))
      fields.refuse(setting.name, fmt::format("{:g} to {:g}", setting.least, setting.most));
    config.*setting.member = number;
  }
}

}  // namespace

void to_json(json& result, const TrainingConfig& config) {
  result = {{"architecture", config.architecture},
            {"epochs", config.epochs},
            {"batchSize", config.batchSize},
            {"learningRate", config.learningRate},
            {"stopPatience", config.stopPatience},
            {"plateauPatience", config.plateauPatience},
            {"seed", config.seed},
            {"timeLimitSeconds", config.timeLimitSeconds},
            {"threads", config.threads},
            {"device", config.device}};
  for (const ChoiceSetting& setting : choiceSettings())
    result[std::string(setting.name)] = setting.get(config);
  for (const auto& setting : integerSettings()) result[std::string(setting.name)] = config.*setting.member;
  for (const auto& setting : realSettings()) result[std::string(setting.name)] = config.*setting.member;
}

void from_json(const json& value, TrainingConfig& result) {
  const JsonFields fields(value, "The model's training settings");
  TrainingConfig config;
  config.architecture = fields.text("architecture");
  config.epochs = fields.count("epochs", 1);
  config.batchSize = fields.count("batchSize", 1);
  config.learningRate = fields.number("learningRate");
  if (!(config.learningRate > 0)) fields.refuse("learningRate", "above 0");
  config.stopPatience = fields.count("stopPatience");
  config.plateauPatience = fields.count("plateauPatience");
  config.seed = fields.unsignedInteger("seed");
  config.timeLimitSeconds = fields.number("timeLimitSeconds");
  if (!(config.timeLimitSeconds >= 0)) fields.refuse("timeLimitSeconds", "0 or above");
  config.threads = fields.count("threads");
  config.device = fields.text("device");
  readLaterSettings(value, fields, config);
  result = std::move(config);
}

}  // namespace ectopy
