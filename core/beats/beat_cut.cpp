#include "core/beats/beat_cut.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace ectopy {
namespace {

constexpr int kMaxLength = 1 << 16;  // samples a beat; a file that says more is damaged

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
  return cut;
}

std::string_view nameOf(CutRule rule) {
  switch (rule) {
    case CutRule::Kaggle:
      return "kaggle";
    case CutRule::Paper:
      return "paper";
    case CutRule::Given:
      return "given";
  }
  return "given";
}

CutRule cutRuleFromName(std::string_view name) {
  for (const CutRule rule : {CutRule::Kaggle, CutRule::Paper, CutRule::Given}) {
    if (nameOf(rule) == name) return rule;
  }
  throw Error(fmt::format("Cut rule: expected \"kaggle\", \"paper\" or \"given\", found \"{}\".", name));
}

std::string_view nameOf(BeatTask task) {
  return task == BeatTask::Aami5 ? "aami5" : "mi";
}

BeatTask beatTaskFromName(std::string_view name) {
  if (name == "aami5") return BeatTask::Aami5;
  if (name == "mi") return BeatTask::NormalInfarction;
  throw Error(fmt::format("Task: expected \"aami5\" or \"mi\", found \"{}\".", name));
}

void requireSameCut(const BeatCut& model, const BeatCut& data) {
  if (model.length != data.length) {
    throw Error(
        fmt::format("The model takes beats of {} samples, these beats have {}: cut the recordings by "
                    "rule \"{}\" of the model.",
                    model.length, data.length, nameOf(model.rule)));
  }
  if (model.rule == data.rule || model.rule == CutRule::Given || data.rule == CutRule::Given) return;
  throw Error(
      fmt::format("The model was made for beats cut by rule \"{}\", these were cut by \"{}\": cut the "
                  "recordings by rule \"{}\".",
                  nameOf(model.rule), nameOf(data.rule), nameOf(model.rule)));
}

void to_json(nlohmann::json& json, const BeatCut& cut) {
  json = {{"rule", nameOf(cut.rule)},        {"classMap", nameOf(cut.classMap)},
          {"task", nameOf(cut.task)},        {"lead", cut.lead},
          {"annotator", cut.annotator},      {"length", cut.length},
          {"sampleRateHz", cut.sampleRateHz}};
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
