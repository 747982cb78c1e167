#pragma once

#include <cstddef>
#include <limits>
#include <nlohmann/json_fwd.hpp>

namespace ectopy {

/// How many of the labels are wrong, as a random sample of them tells. NaN where nothing was judged.
struct AuditEstimate {
  std::size_t wrong = 0;
  std::size_t judged = 0;
  std::size_t population = 0;
  double rate = std::numeric_limits<double>::quiet_NaN();  // wrong / judged
  double low = std::numeric_limits<double>::quiet_NaN();   // 95 % interval of the population's rate
  double high = std::numeric_limits<double>::quiet_NaN();
};

/// The exact interval for a sample without replacement: all numbers of wrong labels among the population that
/// leave such a sample a chance above 2.5 % on either side, by the hypergeometric distribution (Konijn,
/// Statistical Theory of Sample Survey Design and Analysis, 1973; Buonaccorsi, The American Statistician 41,
/// 1987). It holds the true rate in at least 95 of 100 samples, whatever the rate; for a large population it
/// is that of Clopper and Pearson (Biometrika 26, 1934), and it has no width once all beats were judged.
/// Throws Error: more wrong than judged, more judged than there are.
AuditEstimate auditEstimate(std::size_t wrong, std::size_t judged, std::size_t population);

/// {wrong, judged, population, rate, low, high}; null for NaN.
nlohmann::json auditJson(const AuditEstimate& estimate);

}  // namespace ectopy
