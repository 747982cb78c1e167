#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/beats/class_map.h"

namespace ectopy {

/// How a beat's samples are taken from a record (CONVENTIONS 3).
enum class CutRule {
  Kaggle,   // from the R peak on, decimated by 3, padded: rebuilds the published mitbih_*.csv
  Paper,    // Kachuee 2018, III.A: 125 Hz, 1.2 times the median RR of the 10 s window
  Context,  // a window around the R peak, baseline removed, with RR ratios beside it
  Given,    // the file gives cut beats and does not say how (CSV)
};

/// What gives a beat its class.
enum class BeatTask {
  Aami5,             // its annotation, through the class map
  NormalInfarction,  // its record's diagnosis (header comments, PTB-XL's tables)
};

/// What a beat's samples are measured in.
enum class AmplitudeUnit {
  Beat,        // each beat runs from 0 to 1: kaggle, paper
  Record,      // 1 is the record's typical QRS height: the same for any gain, electrode or patient
  Millivolts,  // the record must be calibrated
};

/// Everything that decides a beat's numbers and class; stored in every data set and every model.
struct BeatCut {
  CutRule rule = CutRule::Kaggle;
  ClassMap classMap = ClassMap::Ml;
  BeatTask task = BeatTask::Aami5;
  std::string lead;  // name asked for; empty: the rule's own choice (kaggle first, else MLII or II)
  std::string annotator = "atr";
  bool detected = false;      // R peaks are detected ones instead of the annotator's; beats have no label
  int length = 187;           // samples a beat
  double sampleRateHz = 120;  // of the beat's samples: 120 kaggle, else 125
  double rOffsetSeconds = 0;  // from a beat's first sample to its R peak
  AmplitudeUnit unit = AmplitudeUnit::Beat;
  double recordRateHz = 0;  // of the files taken where a catalogue has several (PTB-XL); 0: the highest

  bool operator==(const BeatCut&) const = default;
};

/// The rule's own defaults (length, sample rate, place of the R peak, unit).
BeatCut defaultCut(CutRule rule);
std::string_view nameOf(CutRule rule);                       // "kaggle", "paper", "context", "given"
CutRule cutRuleFromName(std::string_view name);              // throws Error
std::string_view nameOf(BeatTask task);                      // "aami5", "mi"
BeatTask beatTaskFromName(std::string_view name);            // throws Error
std::string_view nameOf(AmplitudeUnit unit);                 // "beat", "record", "mv"
AmplitudeUnit amplitudeUnitFromName(std::string_view name);  // throws Error

/// Names of the numbers a rule gives beside a beat's samples: contextFeatureNames() for `context`, else none.
std::vector<std::string> featureNames(const BeatCut& cut);

/// Throws Error, saying why, when a model made for beats cut by `model` can't be fed beats cut by `data`:
/// other length, rule, sample rate, place of the R peak, unit or lead (Given goes with anything of its
/// length).
void requireSameCut(const BeatCut& model, const BeatCut& data);

void to_json(nlohmann::json& json, const BeatCut& cut);
void from_json(const nlohmann::json& json, BeatCut& cut);
void to_json(nlohmann::json& json, const LabelScheme& scheme);
void from_json(const nlohmann::json& json, LabelScheme& scheme);

}  // namespace ectopy
