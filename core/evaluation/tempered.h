#pragma once

#include <span>
#include <vector>

namespace ectopy {

/// Probabilities of one beat whose logarithms are scaled: p^s / sum of p^s. The least probability is the
/// double's epsilon, as scikit-learn's log_loss clips it.
class Tempered {
 public:
  explicit Tempered(double scale) : m_scale(scale) {}

  /// Reads the probabilities of the next beat.
  void take(std::span<const float> probabilities);

  std::span<const double> logProbabilities() const { return m_logs; }  // before the scaling, normalised
  std::span<const double> probabilities() const { return m_values; }
  double logOf(std::size_t label) const { return m_scale * m_logs[label] - m_logSum; }

 private:
  double m_scale;
  double m_logSum = 0;
  std::vector<double> m_logs;
  std::vector<double> m_values;
};

}  // namespace ectopy
