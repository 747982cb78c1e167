#include "core/evaluation/agreement.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/evaluation/intervals.h"
#include "core/evaluation/json_number.h"

namespace ectopy {

namespace {

/// Shares of all beats.
struct Shares {
  explicit Shares(const ConfusionMatrix& confusion)
      : total(static_cast<double>(confusion.total())), counts(confusion) {
    for (std::size_t i = 0; i < confusion.classes(); ++i) {
      rows.push_back(static_cast<double>(confusion.rowTotal(i)) / total);
      columns.push_back(static_cast<double>(confusion.columnTotal(i)) / total);
    }
  }
  double at(std::size_t i, std::size_t k) const { return static_cast<double>(counts.at(i, k)) / total; }

  double total;
  const ConfusionMatrix& counts;
  std::vector<double> rows;
  std::vector<double> columns;
};

/// Fleiss, Cohen and Everitt 1969, formula 13.
double standardErrorOf(const Shares& shares, double kappa, double expected) {
  const double rest = 1 - kappa;
  double diagonal = 0;
  double others = 0;
  for (std::size_t i = 0; i < shares.rows.size(); ++i)
    for (std::size_t k = 0; k < shares.rows.size(); ++k) {
      if (i == k)
        diagonal += shares.at(i, i) * std::pow(1 - (shares.rows[i] + shares.columns[i]) * rest, 2);
      else
        others += shares.at(i, k) * std::pow(shares.columns[i] + shares.rows[k], 2);
    }
  const double spread = diagonal + rest * rest * others - std::pow(kappa - expected * rest, 2);
  return std::sqrt(std::max(spread, 0.0) / shares.total) / (1 - expected);
}

void requireSameSet(std::span<const ClassIndex> first, std::span<const ClassIndex> second) {
  if (first.size() == second.size()) return;
  throw Error(fmt::format("Two annotators can be compared on one data set only, found {} and {} beats.",
                          first.size(), second.size()));
}

}  // namespace

Agreement agreementOf(const ConfusionMatrix& confusion) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  Agreement agreement{confusion, kNaN, kNaN, kNaN, kNaN, kNaN, kNaN};
  if (confusion.total() == 0) return agreement;
  const Shares shares(confusion);
  agreement.observed = agreement.expected = 0;
  for (std::size_t i = 0; i < confusion.classes(); ++i) {
    agreement.observed += shares.at(i, i);
    agreement.expected += shares.rows[i] * shares.columns[i];
  }
  const bool isOneClass = std::ranges::count_if(shares.rows, [](double share) { return share > 0; }) == 1 &&
                          agreement.observed == 1;
  if (isOneClass) return agreement;
  agreement.kappa = (agreement.observed - agreement.expected) / (1 - agreement.expected);
  agreement.standardError = standardErrorOf(shares, agreement.kappa, agreement.expected);
  agreement.low = std::max(agreement.kappa - kNormal95 * agreement.standardError, -1.0);
  agreement.high = std::min(agreement.kappa + kNormal95 * agreement.standardError, 1.0);
  return agreement;
}

Agreement agreementOf(std::span<const ClassIndex> first, std::span<const ClassIndex> second,
                      std::size_t classes) {
  requireSameSet(first, second);
  ConfusionMatrix confusion(classes);
  for (std::size_t i = 0; i < first.size(); ++i) {
    if (first[i] == kUnlabelled || second[i] == kUnlabelled) continue;
    if (first[i] >= classes || second[i] >= classes)
      throw Error(fmt::format("Beat {} has class {}, expected one below {}.", i,
                              int{std::max(first[i], second[i])}, classes));
    confusion.add(first[i], second[i]);
  }
  return agreementOf(confusion);
}

std::vector<BeatIndex> disagreements(std::span<const ClassIndex> first, std::span<const ClassIndex> second) {
  requireSameSet(first, second);
  std::vector<BeatIndex> beats;
  for (std::size_t i = 0; i < first.size(); ++i)
    if (first[i] != second[i]) beats.push_back(static_cast<BeatIndex>(i));
  return beats;
}

std::vector<ClassIndex> agreedLabels(std::span<const ClassIndex> first, std::span<const ClassIndex> second) {
  std::vector<ClassIndex> agreed(first.begin(), first.end());
  for (const BeatIndex beat : disagreements(first, second)) agreed[beat] = kUnlabelled;
  return agreed;
}

nlohmann::json agreementJson(const Agreement& agreement) {
  nlohmann::json rows = nlohmann::json::array();
  for (std::size_t i = 0; i < agreement.confusion.classes(); ++i) {
    nlohmann::json row = nlohmann::json::array();
    for (std::size_t k = 0; k < agreement.confusion.classes(); ++k)
      row.push_back(agreement.confusion.at(i, k));
    rows.push_back(std::move(row));
  }
  return {{"beats", agreement.confusion.total()},
          {"observed", numberOrNull(agreement.observed)},
          {"expected", numberOrNull(agreement.expected)},
          {"kappa", numberOrNull(agreement.kappa)},
          {"standardError", numberOrNull(agreement.standardError)},
          {"low", numberOrNull(agreement.low)},
          {"high", numberOrNull(agreement.high)},
          {"confusion", rows}};
}

}  // namespace ectopy
