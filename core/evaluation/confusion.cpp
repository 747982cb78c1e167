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
  void add(double value, double weight) {
    if (value != value) return;
    m_sum += weight * value;
    m_weight += weight;
  }
  double mean() const { return m_weight == 0 ? kUndefined : m_sum / m_weight; }

 private:
  double m_sum = 0;
  double m_weight = 0;
};

class MeanScores {
 public:
  void add(const ClassScore& score, double weight) {
    m_sensitivity.add(score.sensitivity, weight);
    m_specificity.add(score.specificity, weight);
    m_ppv.add(score.ppv, weight);
    m_f1.add(score.f1, weight);
  }
  MeanScore means() const { return {m_sensitivity.mean(), m_specificity.mean(), m_ppv.mean(), m_f1.mean()}; }

 private:
  DefinedMean m_sensitivity, m_specificity, m_ppv, m_f1;
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

std::vector<ClassCount> classCountsOf(const ConfusionMatrix& confusion) {
  std::vector<ClassCount> counts;
  for (std::size_t label = 0; label < confusion.classes(); ++label)
    counts.push_back({confusion.at(label, label), confusion.rowTotal(label), confusion.columnTotal(label)});
  return counts;
}

Scores scoresOf(const ConfusionMatrix& confusion) {
  return scoresOf(classCountsOf(confusion), confusion.total());
}

Scores scoresOf(std::span<const ClassCount> perClass, std::int64_t total) {
  Scores scores;
  MeanScores macro;
  MeanScores weighted;
  std::int64_t right = 0;
  scores.perClass.reserve(perClass.size());
  for (const ClassCount& count : perClass) {
    const std::int64_t others = total - count.support;
    scores.perClass.push_back({ratio(count.hits, count.support), ratio(count.hits, count.predicted),
                               ratio(2 * count.hits, count.support + count.predicted), count.support,
                               ratio(others - (count.predicted - count.hits), others)});
    right += count.hits;
    macro.add(scores.perClass.back(), 1);
    weighted.add(scores.perClass.back(), static_cast<double>(count.support));
  }
  scores.accuracy = ratio(right, total);
  scores.macro = macro.means();
  scores.weighted = weighted.means();
  scores.macroF1 = scores.macro.f1;
  scores.balancedAccuracy = scores.macro.sensitivity;
  return scores;
}

}  // namespace ectopy
