#include "core/evaluation/tempered.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ectopy {

void Tempered::take(std::span<const float> probabilities) {
  constexpr double kLeast = std::numeric_limits<double>::epsilon();
  m_logs.resize(probabilities.size());
  m_values.resize(probabilities.size());
  double largest = -std::numeric_limits<double>::infinity();
  for (std::size_t label = 0; label < probabilities.size(); ++label) {
    m_logs[label] = std::log(std::clamp<double>(probabilities[label], kLeast, 1 - kLeast));
    largest = std::max(largest, m_logs[label]);
  }
  double sum = 0;
  for (std::size_t label = 0; label < m_logs.size(); ++label) {
    m_values[label] = std::exp(m_scale * (m_logs[label] - largest));
    sum += m_values[label];
  }
  for (double& value : m_values) value /= sum;
  m_logSum = std::log(sum) + m_scale * largest;
}

}  // namespace ectopy
