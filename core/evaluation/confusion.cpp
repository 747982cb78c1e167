#include <limits>
#include <numeric>

#include "core/evaluation/evaluation.h"

namespace ectopy {
namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

double ratio(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? kUndefined : static_cast<double>(part) / static_cast<double>(whole);
}

/// Mean over what is defined; NaN when nothing is.
class DefinedMean {
 public:
  void add(double value) {
    if (value != value) return;
    m_sum += value;
    ++m_count;
  }
  double mean() const { return m_count == 0 ? kUndefined : m_sum / m_count; }

 private:
  double m_sum = 0;
  int m_count = 0;
};

}  // namespace

std::int64_t ConfusionMatrix::total() const {
  return std::accumulate(m_counts.begin(), m_counts.end(), std::int64_t{0});
}

std::int64_t ConfusionMatrix::rowTotal(std::size_t truth) const {
  std::int64_t sum = 0;
  for (std::size_t predicted = 0; predicted < m_classes; ++predicted) sum += at(truth, predicted);
  return sum;
}

std::int64_t ConfusionMatrix::columnTotal(std::size_t predicted) const {
  std::int64_t sum = 0;
  for (std::size_t truth = 0; truth < m_classes; ++truth) sum += at(truth, predicted);
  return sum;
}

Scores scoresOf(const ConfusionMatrix& confusion) {
  Scores scores;
  std::int64_t right = 0;
  DefinedMean f1;
  DefinedMean sensitivity;
  for (std::size_t label = 0; label < confusion.classes(); ++label) {
    const std::int64_t hits = confusion.at(label, label);
    const std::int64_t support = confusion.rowTotal(label);
    const std::int64_t predicted = confusion.columnTotal(label);
    scores.perClass.push_back(
        {ratio(hits, support), ratio(hits, predicted), ratio(2 * hits, support + predicted), support});
    right += hits;
    f1.add(scores.perClass.back().f1);
    sensitivity.add(scores.perClass.back().sensitivity);
  }
  scores.accuracy = ratio(right, confusion.total());
  scores.macroF1 = f1.mean();
  scores.balancedAccuracy = sensitivity.mean();
  return scores;
}

}  // namespace ectopy
