#include "core/beats/sorted_window.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace ectopy {

void SortedWindow::enter(double value) {
  if (!std::isnan(value)) m_sorted.insert(std::ranges::upper_bound(m_sorted, value), value);
}

void SortedWindow::leave(double value) {
  if (!std::isnan(value)) m_sorted.erase(std::ranges::lower_bound(m_sorted, value));
}

double SortedWindow::quantile(double share) const {
  if (m_sorted.empty()) return std::numeric_limits<double>::quiet_NaN();
  const double place = share * static_cast<double>(m_sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const double part = place - static_cast<double>(below);
  if (part == 0) return m_sorted[below];
  return m_sorted[below] * (1 - part) + m_sorted[below + 1] * part;
}

std::vector<std::vector<double>> runningQuantiles(std::span<const double> values, std::size_t half,
                                                  std::span<const double> shares) {
  SortedWindow window(2 * half + 1);
  std::vector<std::vector<double>> rows(shares.size(), std::vector<double>(values.size()));
  for (std::size_t i = 0; i < std::min(half, values.size()); ++i) window.enter(values[i]);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i + half < values.size()) window.enter(values[i + half]);
    if (i > half) window.leave(values[i - half - 1]);
    for (std::size_t s = 0; s < shares.size(); ++s) rows[s][i] = window.quantile(shares[s]);
  }
  return rows;
}

std::vector<double> runningMedian(std::span<const double> values, std::size_t half) {
  return std::move(runningQuantiles(values, half, std::array{0.5}).front());
}

double medianOf(std::vector<double> values) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  if (values.size() % 2 == 1) return *middle;
  return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

}  // namespace ectopy
