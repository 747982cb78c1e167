#include "core/beats/beat_cut.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/beats/context_features.h"

namespace ectopy {
namespace {

constexpr int kMaxLength = 1 << 16;  // samples a beat; a file that says more is damaged

std::string lowerCase(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

std::string inWords(AmplitudeUnit unit) {
  return unit == AmplitudeUnit::Beat     ? "0 to 1"
         : unit == AmplitudeUnit::Record ? "the record's QRS height"
                                         : "mV";
}

std::string leadInWords(const std::string& lead) {
  return lead.empty() ? "the rule's own lead" : "lead " + lead;
}

void checkScheme(const LabelScheme& scheme) {
  if (scheme.classes.empty() || scheme.classes.size() > kUnlabelled) {
    throw Error(fmt::format("Label scheme \"{}\": expected 1 to {} classes, found {}.", scheme.id,
                            kUnlabelled, scheme.classes.size()));
  }
}

}  // namespace

BeatCut defaultCut(CutRule rule) {
  BeatCut cut;
  cut.rule = rule;
  cut.sampleRateHz = rule == CutRule::Kaggle ? 120 : 125;
  if (rule == CutRule::Context) {
    // From before the P wave, also of a PR interval of 0.3 s, to behind the T wave of a QT of 0.6 s; at 125
    // Hz, as rule `paper`, so that what a network learned there still means the same time. 150 samples, 1.2
    // s.
    cut.length = 150;
    cut.rOffsetSeconds = 56 / cut.sampleRateHz;
    cut.unit = AmplitudeUnit::Record;
  }
  return cut;
}

std::string_view nameOf(CutRule rule) {
  switch (rule) {
    case CutRule::Kaggle:
      return "kaggle";
    case CutRule::Paper:
      return "paper";
    case CutRule::Context:
      return "context";
    case CutRule::Given:
      return "given";
  }
  return "given";
}

CutRule cutRuleFromName(std::string_view name) {
  for (const CutRule rule : {CutRule::Kaggle, CutRule::Paper, CutRule::Context, CutRule::Given}) {
    if (nameOf(rule) == name) return rule;
  }
  throw Error(
      fmt::format("Cut rule: expected \"kaggle\", \"paper\", \"context\" or \"given\", found \"{}\".", name));
}

std::string_view nameOf(BeatTask task) {
  return task == BeatTask::Aami5 ? "aami5" : "mi";
}

BeatTask beatTaskFromName(std::string_view name) {
  if (name == "aami5") return BeatTask::Aami5;
  if (name == "mi") return BeatTask::NormalInfarction;
  throw Error(fmt::format("Task: expected \"aami5\" or \"mi\", found \"{}\".", name));
}

std::string_view nameOf(AmplitudeUnit unit) {
  switch (unit) {
    case AmplitudeUnit::Record:
      return "record";
    case AmplitudeUnit::Millivolts:
      return "mv";
    case AmplitudeUnit::Beat:
      break;
  }
  return "beat";
}

AmplitudeUnit amplitudeUnitFromName(std::string_view name) {
  for (const AmplitudeUnit unit : {AmplitudeUnit::Beat, AmplitudeUnit::Record, AmplitudeUnit::Millivolts}) {
    if (nameOf(unit) == name) return unit;
  }
  throw Error(fmt::format("Unit of amplitude: expected \"beat\", \"record\" or \"mv\", found \"{}\".", name));
}

std::vector<std::string> featureNames(const BeatCut& cut) {
  return cut.rule == CutRule::Context ? contextFeatureNames() : std::vector<std::string>();
}

void requireSameCut(const BeatCut& model, const BeatCut& data) {
  if (model.length != data.length) {
    throw Error(
        fmt::format("The model takes beats of {} samples, these beats have {}: cut the recordings by "
                    "rule \"{}\" of the model.",
                    model.length, data.length, nameOf(model.rule)));
  }
  if (model.rule == CutRule::Given || data.rule == CutRule::Given) return;
  if (model.rule != data.rule) {
    throw Error(
        fmt::format("The model was made for beats cut by rule \"{}\", these were cut by \"{}\": cut the "
                    "recordings by rule \"{}\".",
                    nameOf(model.rule), nameOf(data.rule), nameOf(model.rule)));
  }
  const auto refuse = [](std::string_view what, const std::string& wanted, const std::string& found) {
    throw Error(
        fmt::format("The model was made for beats {} {}, these have {}: cut the recordings as the "
                    "model says.",
                    what, wanted, found));
  };
  const auto compare = [&refuse](std::string_view what, double wanted, double found, std::string_view unit) {
    if (std::abs(wanted - found) <= 1e-9 * wanted) return;
    refuse(what, fmt::format("{} {}", wanted, unit), fmt::format("{} {}", found, unit));
  };
  compare("with a sample rate of", model.sampleRateHz, data.sampleRateHz, "Hz");
  compare("whose R peak stands at", model.rOffsetSeconds, data.rOffsetSeconds, "s");
  if (model.unit != data.unit) {
    refuse("in units of", inWords(model.unit), inWords(data.unit));
  }
  if (lowerCase(model.lead) != lowerCase(data.lead)) {
    refuse("of", leadInWords(model.lead), leadInWords(data.lead));
  }
}

void to_json(nlohmann::json& json, const BeatCut& cut) {
  json = {{"rule", nameOf(cut.rule)},        {"classMap", nameOf(cut.classMap)},
          {"task", nameOf(cut.task)},        {"lead", cut.lead},
          {"annotator", cut.annotator},      {"length", cut.length},
          {"sampleRateHz", cut.sampleRateHz}};
  // What an older program did not know is left out where it says nothing: such sets keep their fingerprint.
  if (cut.rOffsetSeconds != 0) json["rOffsetSeconds"] = cut.rOffsetSeconds;
  if (cut.unit != AmplitudeUnit::Beat) json["unit"] = nameOf(cut.unit);
  if (cut.detected) json["detected"] = true;
  if (cut.recordRateHz != 0) json["recordRateHz"] = cut.recordRateHz;
}

void from_json(const nlohmann::json& json, BeatCut& cut) try {
  cut.rule = cutRuleFromName(json.at("rule").get_ref<const std::string&>());
  cut.classMap = classMapFromName(json.at("classMap").get_ref<const std::string&>());
  cut.task = beatTaskFromName(json.at("task").get_ref<const std::string&>());
  cut.lead = json.at("lead").get<std::string>();
  cut.annotator = json.at("annotator").get<std::string>();
  const auto length = json.at("length").get<std::int64_t>();
  if (length < 1 || length > kMaxLength) {
    throw Error(fmt::format("Beat cut: expected a length of 1 to {} samples, found {}.", kMaxLength, length));
  }
  cut.length = static_cast<int>(length);
  cut.sampleRateHz = json.at("sampleRateHz").get<double>();
  if (!std::isfinite(cut.sampleRateHz) || cut.sampleRateHz <= 0) {
    throw Error(fmt::format("Beat cut: expected a sample rate above 0, found {}.", cut.sampleRateHz));
  }
  cut.rOffsetSeconds = json.value("rOffsetSeconds", 0.0);
  if (!(cut.rOffsetSeconds >= 0 && cut.rOffsetSeconds * cut.sampleRateHz < cut.length)) {
    throw Error(
        fmt::format("Beat cut: expected the R peak inside the beat, found it at {} s.", cut.rOffsetSeconds));
  }
  cut.unit = amplitudeUnitFromName(json.value("unit", std::string("beat")));
  cut.detected = json.value("detected", false);
  cut.recordRateHz = json.value("recordRateHz", 0.0);
  if (!std::isfinite(cut.recordRateHz) || cut.recordRateHz < 0) {
    throw Error(fmt::format("Beat cut: expected a rate of the record's files of 0 or above, found {}.",
                            cut.recordRateHz));
  }
} catch (const nlohmann::json::exception& problem) {
  throw Error(fmt::format("Beat cut: {}.", problem.what()));
}

void to_json(nlohmann::json& json, const LabelScheme& scheme) {
  json = {{"id", scheme.id}, {"classes", nlohmann::json::array()}};
  for (const LabelClass& one : scheme.classes) {
    json["classes"].push_back({{"code", one.code}, {"name", one.name}, {"colour", one.colour}});
  }
}

void from_json(const nlohmann::json& json, LabelScheme& scheme) try {
  scheme.id = json.at("id").get<std::string>();
  scheme.classes.clear();
  for (const nlohmann::json& one : json.at("classes")) {
    scheme.classes.push_back({one.at("code").get<std::string>(), one.at("name").get<std::string>(),
                              one.at("colour").get<std::string>()});
  }
  checkScheme(scheme);
} catch (const nlohmann::json::exception& problem) {
  throw Error(fmt::format("Label scheme: {}.", problem.what()));
}

}  // namespace ectopy
