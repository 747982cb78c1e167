#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>

namespace ectopy {

/// McNemar's test (Psychometrika 12, 1947): whether one of two judges is wrong more often on the same beats.
/// Only beats count on which exactly one of them is right. It takes beats as independent, which those of one
/// patient are not: its p is too small there.
struct McNemar {
  std::int64_t fixed = 0;   // the first wrong, the second right
  std::int64_t broken = 0;  // the first right, the second wrong
  double exactP = 1;        // two-sided binomial
  double chiSquared = 0;    // with Edwards' continuity correction (Psychometrika 13, 1948)
  double correctedP = 1;    // of that, one degree of freedom
};
McNemar mcNemarTest(std::int64_t fixed, std::int64_t broken);

/// {fixed, broken, exactP, chiSquared, correctedP}.
nlohmann::json mcNemarJson(const McNemar& test);

}  // namespace ectopy
