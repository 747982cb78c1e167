#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/training_config.h"

namespace ectopy {

/// A number of a TrainingConfig with its limits: files, checks and the command line go through these lists,
/// so that a new setting is a member and a line.
template <typename Value>
struct NumberSetting {
  std::string_view name;  // "weightDecay"
  Value TrainingConfig::*member;
  Value least;
  Value most;
  std::string_view meaning;
};

/// A setting that is one of several words.
struct ChoiceSetting {
  std::string_view name;           // "optimizer"
  std::vector<std::string> words;  // "adam", "adamw"
  std::string (*get)(const TrainingConfig& config);
  void (*set)(TrainingConfig& config, std::string_view word);  // throws Error
  std::string_view meaning;
};

std::span<const NumberSetting<double>> realSettings();
std::span<const NumberSetting<int>> integerSettings();
std::span<const ChoiceSetting> choiceSettings();

/// "--weight-decay" for "weightDecay".
std::string optionName(std::string_view setting);

}  // namespace ectopy
