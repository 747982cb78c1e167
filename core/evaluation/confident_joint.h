#pragma once

#include <span>
#include <vector>

#include "core/beats/predictions.h"

namespace ectopy {

/// A square table by given class (row) and true class (column).
class ClassTable {
 public:
  explicit ClassTable(std::size_t classes = 0) : m_classes(classes), m_values(classes * classes) {}
  std::size_t classes() const { return m_classes; }
  double at(std::size_t given, std::size_t truth) const { return m_values[given * m_classes + truth]; }
  double& at(std::size_t given, std::size_t truth) { return m_values[given * m_classes + truth]; }
  double rowTotal(std::size_t given) const;
  double columnTotal(std::size_t truth) const;
  /// Of all that lies off the diagonal.
  double errors() const;

 private:
  std::size_t m_classes;
  std::vector<double> m_values;
};

/// Confident learning's view of labelled beats (Northcutt, Jiang, Chuang: Confident Learning: Estimating
/// Uncertainty in Dataset Labels, JAIR 70, 2021).
struct ConfidentJoint {
  /// Equation 2: mean probability that beats given a class have of it; NaN for a class without beats.
  std::vector<double> thresholds;
  /// Equation 1: beats given class i whose probability of class j reaches j's threshold; of several such
  /// classes the most probable, the first of equals.
  ClassTable confidentBeats;
  /// Equation 3 times the number of beats: each row made to sum to the beats given that class.
  ClassTable beats;
  /// P(given i | true j), from `beats`: NaN where no beat is thought to be j.
  ClassTable noise;
};

/// From probabilities of the beats named, which have a label that the predictions know and should come from
/// models that did not learn from them.
ConfidentJoint confidentJoint(const Predictions& opinions, std::span<const ClassIndex> labels,
                              std::span<const BeatIndex> judged);

/// The class whose threshold a beat's probability reaches (the most probable of several, the first of
/// equals); as many as there are classes: none.
std::size_t confidentClass(std::span<const float> probabilities, std::span<const double> thresholds);

}  // namespace ectopy
