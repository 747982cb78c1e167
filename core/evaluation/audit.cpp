#include "core/evaluation/audit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace ectopy {
namespace {

constexpr double kTail = 0.025;

/// ln of the ways to choose k of n.
double logChoose(double n, double k) {
  return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
}

/// Chances of k wrong ones among `judged` drawn from `population`, of which `wrong` are.
struct Hypergeometric {
  double population;
  double judged;
  double wrong;

  double least() const { return std::max(0.0, judged - (population - wrong)); }
  double most() const { return std::min(judged, wrong); }
  double chance(double k) const {
    if (k < least() || k > most()) return 0;
    return std::exp(logChoose(wrong, k) + logChoose(population - wrong, judged - k) -
                    logChoose(population, judged));
  }
  /// chance(k + 1) / chance(k)
  double step(double k) const {
    return (wrong - k) * (judged - k) / ((k + 1) * (population - wrong - judged + k + 1));
  }
  /// Away from the mean terms only shrink: the tail on the far side of k is summed, the near side is the
  /// rest.
  double atMost(double k) const {
    if (k < least()) return 0;
    if (k >= most()) return 1;
    return k < judged * wrong / population ? downFrom(k) : 1 - upFrom(k + 1);
  }

 private:
  double downFrom(double k) const {
    double term = chance(k);
    double sum = term;
    for (; k > least() && term > 0; sum += term) term /= step(--k);
    return sum;
  }
  double upFrom(double k) const {
    double term = chance(k);
    double sum = term;
    for (; k < most() && term > 0; sum += term) term *= step(k++);
    return sum;
  }
};

/// The first number in first .. last for which `holds` is true; it is false before and true from there on.
template <typename Holds>
std::size_t firstThat(std::size_t first, std::size_t last, const Holds& holds) {
  while (first < last) {
    const std::size_t middle = first + (last - first) / 2;
    if (holds(middle))
      last = middle;
    else
      first = middle + 1;
  }
  return first;
}

nlohmann::json numberOrNull(double value) {
  return std::isnan(value) ? nlohmann::json() : nlohmann::json(value);
}

}  // namespace

AuditEstimate auditEstimate(std::size_t wrong, std::size_t judged, std::size_t population) {
  if (wrong > judged || judged > population)
    throw Error(
        fmt::format("An audit of {} labels: expected at most so many judged and fewer wrong, found {} "
                    "judged and {} wrong.",
                    population, judged, wrong));
  AuditEstimate estimate{.wrong = wrong, .judged = judged, .population = population};
  if (judged == 0) return estimate;
  const auto all = static_cast<double>(population);
  const auto drawn = static_cast<double>(judged);
  const auto found = static_cast<double>(wrong);
  const auto fewer = [&](std::size_t total) {  // chance of fewer than were found
    return Hypergeometric{all, drawn, static_cast<double>(total)}.atMost(found - 1);
  };
  const auto atMost = [&](std::size_t total) {
    return Hypergeometric{all, drawn, static_cast<double>(total)}.atMost(found);
  };
  const std::size_t most = population - (judged - wrong);
  const std::size_t low = firstThat(wrong, most, [&](std::size_t total) { return 1 - fewer(total) > kTail; });
  const std::size_t beyond =
      firstThat(wrong, most + 1, [&](std::size_t total) { return total > most || atMost(total) <= kTail; });
  estimate.rate = found / drawn;
  estimate.low = static_cast<double>(low) / all;
  estimate.high = static_cast<double>(beyond - 1) / all;
  return estimate;
}

nlohmann::json auditJson(const AuditEstimate& estimate) {
  return {{"wrong", estimate.wrong},           {"judged", estimate.judged},
          {"population", estimate.population}, {"rate", numberOrNull(estimate.rate)},
          {"low", numberOrNull(estimate.low)}, {"high", numberOrNull(estimate.high)}};
}

}  // namespace ectopy
