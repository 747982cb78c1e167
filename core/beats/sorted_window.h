#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace ectopy {

/// The values of a window that slides along a row, in order. NaN is no value.
class SortedWindow {
 public:
  explicit SortedWindow(std::size_t expected) { m_sorted.reserve(expected); }
  void enter(double value);
  void leave(double value);
  /// The value below which `share` (0 to 1) of the window lies, linear between two; NaN when it is empty.
  double quantile(double share) const;

 private:
  std::vector<double> m_sorted;
};

/// For each share a row as long as `values`: the quantile of the values within `half` places of each one; at
/// the ends of those there are.
std::vector<std::vector<double>> runningQuantiles(std::span<const double> values, std::size_t half,
                                                  std::span<const double> shares);
std::vector<double> runningMedian(std::span<const double> values, std::size_t half);

/// Median of all; NaN when there are none.
double medianOf(std::vector<double> values);

}  // namespace ectopy
