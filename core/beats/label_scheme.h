#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ectopy {

/// Place of a class in its LabelScheme.
using ClassIndex = std::uint8_t;
inline constexpr ClassIndex kUnlabelled = 255;

/// One class of beats.
struct LabelClass {
  std::string code;    // one letter where there is one: "N"
  std::string name;    // "Normal and bundle branch block"
  std::string colour;  // "#0072B2", the same everywhere

  bool operator==(const LabelClass&) const = default;
};

/// The classes a data set or a model speaks of, in order.
struct LabelScheme {
  std::string id;  // "aami5", "normal-abnormal", "normal-infarction", "classes-7"
  std::vector<LabelClass> classes;

  std::size_t size() const { return classes.size(); }
  /// The class of a code, or nothing.
  std::optional<ClassIndex> indexOf(std::string_view code) const;
  /// "N", or "-" for kUnlabelled.
  std::string_view codeOf(ClassIndex index) const;

  bool operator==(const LabelScheme&) const = default;
};

/// N, S, V, F, Q of ANSI/AAMI EC57.
LabelScheme aami5Scheme();
/// Normal and abnormal, as the published ptbdb_*.csv label them.
LabelScheme normalAbnormalScheme();
/// Healthy control and myocardial infarction, by the record's diagnosis.
LabelScheme normalInfarctionScheme();
/// Classes "0" ... for data that names none but numbers them from 0.
LabelScheme numberedScheme(std::size_t count);
/// Classes of these codes, in order; one of the schemes above where the codes are its own. Throws Error: an
/// empty, repeated or overlong code, none or more than 254.
LabelScheme namedScheme(const std::vector<std::string>& codes);

}  // namespace ectopy
