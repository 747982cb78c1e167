#include "core/evaluation/mcnemar.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace ectopy {
namespace {

/// P(at most `hits` of `trials`) of a fair coin, where `hits` is not above the half.
double lowerTail(std::int64_t hits, std::int64_t trials) {
  const auto n = static_cast<double>(trials);
  const auto k = static_cast<double>(hits);
  const double logLast = std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) - n * std::log(2.0);
  // From the largest term down, each by its ratio to the one above.
  double term = 1;
  double sum = 1;
  for (double at = k; at > 0 && term > sum * 1e-18; --at) {
    term *= at / (n - at + 1);
    sum += term;
  }
  return sum * std::exp(logLast);
}

}  // namespace

McNemar mcNemarTest(std::int64_t fixed, std::int64_t broken) {
  if (fixed < 0 || broken < 0)
    throw Error(fmt::format("McNemar's test needs counts from 0 up, found {} and {}.", fixed, broken));
  McNemar test{fixed, broken};
  const std::int64_t differing = fixed + broken;
  if (differing == 0) return test;
  test.exactP = fixed == broken ? 1 : std::min(1.0, 2 * lowerTail(std::min(fixed, broken), differing));
  const double distance = std::max<double>(static_cast<double>(std::abs(fixed - broken)) - 1, 0);
  test.chiSquared = distance * distance / static_cast<double>(differing);
  test.correctedP = std::erfc(std::sqrt(test.chiSquared / 2));
  return test;
}

nlohmann::json mcNemarJson(const McNemar& test) {
  return {{"fixed", test.fixed},
          {"broken", test.broken},
          {"exactP", test.exactP},
          {"chiSquared", test.chiSquared},
          {"correctedP", test.correctedP}};
}

}  // namespace ectopy
