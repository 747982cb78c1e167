#include "core/model/recipe_settings.h"

#include <array>
#include <cctype>

namespace ectopy {

std::span<const NumberSetting<double>> realSettings() {
  using C = TrainingConfig;
  static constexpr std::array<NumberSetting<double>, 9> settings{{
      {"weightDecay", &C::weightDecay, 0, 10, "decay of weights, but not of biases and norms (adamw)"},
      {"warmUpShare", &C::warmUpShare, 0, 0.9, "share of all steps in which a one-cycle rate rises"},
      {"stepFactor", &C::stepFactor, 1e-6, 1, "what a \"steps\" rate is multiplied by"},
      {"labelSmoothing", &C::labelSmoothing, 0, 0.9, "share of each label spread over all classes"},
      {"averageDecay", &C::averageDecay, 0, 0.99999, "of the moving average of weights; 0: no average"},
      {"noise", &C::noise, 0, 10, "standard deviation of noise added to training beats"},
      {"gain", &C::gain, 0, 0.9, "training beats are scaled by 1 - gain to 1 + gain"},
      {"wander", &C::wander, 0, 10, "highest amplitude of a slow wave added to training beats"},
      {"mixup", &C::mixup, 0, 4, "mix pairs of training beats, alpha of their Beta distribution; 0: don't"},
  }};
  return settings;
}

std::span<const NumberSetting<int>> integerSettings() {
  using C = TrainingConfig;
  static constexpr std::array<NumberSetting<int>, 3> settings{{
      {"stepEvery", &C::stepEvery, 1, 1'000'000'000, "steps between two falls of a \"steps\" rate"},
      {"thinnedCopies", &C::thinnedCopies, 0, 20,
       "copies of records with many S beats, thinned until these are the majority (rule context)"},
      {"shardBeats", &C::shardBeats, 1, 4096, "beats of a batch that one core works on and a norm sees"},
  }};
  return settings;
}

std::span<const ChoiceSetting> choiceSettings() {
  using C = TrainingConfig;
  static const std::array<ChoiceSetting, 4> settings{{
      {"optimizer",
       {"adam", "adamw"},
       [](const C& c) { return std::string(nameOf(c.optimizer)); },
       [](C& c, std::string_view word) { c.optimizer = optimizerKindFromName(word); },
       "what turns gradients into steps"},
      {"schedule",
       {"plateau", "one-cycle", "steps", "constant"},
       [](const C& c) { return std::string(nameOf(c.schedule)); },
       [](C& c, std::string_view word) { c.schedule = scheduleKindFromName(word); },
       "how the learning rate goes"},
      {"warmUp",
       {"linear", "cosine"},
       [](const C& c) { return std::string(nameOf(c.warmUp)); },
       [](C& c, std::string_view word) { c.warmUp = warmUpFromName(word); },
       "the way up of a one-cycle rate"},
      {"classWeights",
       {"none", "log"},
       [](const C& c) { return std::string(nameOf(c.classWeights)); },
       [](C& c, std::string_view word) { c.classWeights = classWeightingFromName(word); },
       "how much rare classes count more than frequent ones"},
  }};
  return settings;
}

std::string optionName(std::string_view setting) {
  std::string option = "--";
  for (const char letter : setting) {
    if (std::isupper(static_cast<unsigned char>(letter))) option += '-';
    option += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  }
  return option;
}

}  // namespace ectopy
