#include "core/beats/label_scheme.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/error.h"

namespace ectopy {
namespace {

// Okabe and Ito's colours and their neighbours from Tol's muted set: told apart by colour-blind eyes too.
constexpr std::array<std::string_view, 12> kFamily = {"#0072B2", "#E69F00", "#D55E00", "#CC79A7",
                                                      "#5B7F6B", "#56B4E9", "#009E73", "#8C6BB1",
                                                      "#B8860B", "#882255", "#44AA99", "#999933"};

std::string colour(std::size_t index) {
  return std::string(kFamily[index % kFamily.size()]);
}

}  // namespace

std::optional<ClassIndex> LabelScheme::indexOf(std::string_view code) const {
  for (std::size_t i = 0; i < classes.size() && i < kUnlabelled; ++i) {
    if (classes[i].code == code) return static_cast<ClassIndex>(i);
  }
  return std::nullopt;
}

std::string_view LabelScheme::codeOf(ClassIndex index) const {
  return index < classes.size() ? std::string_view(classes[index].code) : std::string_view("-");
}

LabelScheme aami5Scheme() {
  return {"aami5",
          {{"N", "Normal and bundle branch block", colour(0)},
           {"S", "Supraventricular ectopic", colour(1)},
           {"V", "Ventricular ectopic", colour(2)},
           {"F", "Fusion of ventricular and normal", colour(3)},
           {"Q", "Paced or unclassifiable", colour(4)}}};
}

LabelScheme normalAbnormalScheme() {
  return {"normal-abnormal", {{"N", "Normal", colour(0)}, {"A", "Abnormal", colour(2)}}};
}

LabelScheme normalInfarctionScheme() {
  return {"normal-infarction",
          {{"N", "Healthy control", colour(0)}, {"I", "Myocardial infarction", colour(2)}}};
}

LabelScheme numberedScheme(std::size_t count) {
  if (count == 0 || count > kUnlabelled) {
    throw Error(fmt::format("A label scheme has 1 to {} classes, found {}.", kUnlabelled, count));
  }
  LabelScheme scheme{fmt::format("classes-{}", count), {}};
  scheme.classes.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    scheme.classes.push_back({std::to_string(i), fmt::format("Class {}", i), colour(i)});
  }
  return scheme;
}

LabelScheme namedScheme(const std::vector<std::string>& codes) {
  constexpr std::size_t kLongest = 64;
  if (codes.empty() || codes.size() >= kUnlabelled) {
    throw Error(fmt::format("Class names: expected 1 to {}, found {}.", kUnlabelled - 1, codes.size()));
  }
  for (const LabelScheme& known : {aami5Scheme(), normalAbnormalScheme(), normalInfarctionScheme()}) {
    if (std::ranges::equal(codes, known.classes, {}, {}, &LabelClass::code)) return known;
  }
  LabelScheme scheme{fmt::format("classes-{}", codes.size()), {}};
  for (const std::string& code : codes) {
    if (code.empty() || code.size() > kLongest) {
      throw Error(fmt::format("Class name {}: expected 1 to {} bytes, found {}.", scheme.size() + 1, kLongest,
                              code.size()));
    }
    if (scheme.indexOf(code)) throw Error(fmt::format("Class name \"{}\" is given twice.", code));
    scheme.classes.push_back({code, code, colour(scheme.size())});
  }
  return scheme;
}

}  // namespace ectopy
