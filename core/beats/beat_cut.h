#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "core/beats/class_map.h"

namespace ectopy {

/// How a beat's samples are taken from a record (CONVENTIONS 3).
enum class CutRule {
  Kaggle,  // from the R peak on, decimated by 3, padded: rebuilds the published mitbih_*.csv
  Paper,   // Kachuee 2018, III.A: 125 Hz, 1.2 times the median RR of the 10 s window
  Given,   // the file gives cut beats and does not say how (CSV)
};

/// What gives a beat its class.
enum class BeatTask {
  Aami5,             // its annotation, through the class map
  NormalInfarction,  // its record's diagnosis (header comments)
};

/// Everything that decides a beat's numbers and class; stored in every data set and every model.
struct BeatCut {
  CutRule rule = CutRule::Kaggle;
  ClassMap classMap = ClassMap::Ml;
  BeatTask task = BeatTask::Aami5;
  std::string lead;  // name asked for; empty: the rule's own choice (kaggle first, paper MLII or II)
  std::string annotator = "atr";
  int length = 187;           // samples a beat
  double sampleRateHz = 120;  // of the beat's samples: 120 kaggle, 125 paper

  bool operator==(const BeatCut&) const = default;
};

/// The rule's own defaults (length, sample rate).
BeatCut defaultCut(CutRule rule);
std::string_view nameOf(CutRule rule);             // "kaggle", "paper", "given"
CutRule cutRuleFromName(std::string_view name);    // throws Error
std::string_view nameOf(BeatTask task);            // "aami5", "mi"
BeatTask beatTaskFromName(std::string_view name);  // throws Error

/// Throws Error, saying why, when a model made for beats cut by `model` can't be fed beats cut by `data`:
/// other length, or another rule (Given goes with anything of its length).
void requireSameCut(const BeatCut& model, const BeatCut& data);

void to_json(nlohmann::json& json, const BeatCut& cut);
void from_json(const nlohmann::json& json, BeatCut& cut);
void to_json(nlohmann::json& json, const LabelScheme& scheme);
void from_json(const nlohmann::json& json, LabelScheme& scheme);

}  // namespace ectopy
