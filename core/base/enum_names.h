#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "core/base/error.h"

namespace ectopy {

/// The name of a value in a table of (value, name) pairs.
template <typename Names, typename Value>
std::string_view nameIn(const Names& names, Value value) {
  for (const auto& [known, name] : names) {
    if (known == value) return name;
  }
  return "";
}

/// The value of a name in such a table. Throws Error, naming what is expected.
template <typename Names>
auto valueIn(const Names& names, std::string_view name, std::string_view what) {
  std::string expected;
  for (const auto& [value, known] : names) {
    if (known == name) return value;
    expected += expected.empty() ? "" : ", ";
    expected += known;
  }
  throw Error(fmt::format("Unknown {} \"{}\": expected one of {}.", what, name, expected));
}

}  // namespace ectopy
