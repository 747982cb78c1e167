#include "core/evaluation/confident_joint.h"

#include <algorithm>
#include <limits>

namespace ectopy {
namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr double kRounding = 1e-6;  // a probability equal to its threshold reaches it

std::vector<double> classThresholds(const Predictions& opinions, std::span<const ClassIndex> labels,
                                    std::span<const BeatIndex> judged) {
  const std::size_t classes = opinions.scheme.size();
  std::vector<double> sums(classes);
  std::vector<double> counts(classes);
  for (const BeatIndex beat : judged) {
    sums[labels[beat]] += static_cast<double>(opinions.of(beat)[labels[beat]]);
    ++counts[labels[beat]];
  }
  for (std::size_t i = 0; i < classes; ++i) sums[i] = counts[i] > 0 ? sums[i] / counts[i] : kUndefined;
  return sums;
}

/// Rows made to sum to the beats given each class. One beat at least is taken to be labelled rightly.
ClassTable calibrated(ClassTable joint, std::span<const double> beatsGiven) {
  for (std::size_t i = 0; i < joint.classes(); ++i) {
    if (beatsGiven[i] == 0) continue;
    joint.at(i, i) = std::max(joint.at(i, i), 1.0);
    const double scale = beatsGiven[i] / joint.rowTotal(i);
    for (std::size_t k = 0; k < joint.classes(); ++k) joint.at(i, k) *= scale;
  }
  return joint;
}

ClassTable noiseOf(const ClassTable& beats) {
  ClassTable noise(beats.classes());
  for (std::size_t truth = 0; truth < beats.classes(); ++truth) {
    const double total = beats.columnTotal(truth);
    for (std::size_t given = 0; given < beats.classes(); ++given)
      noise.at(given, truth) = total > 0 ? beats.at(given, truth) / total : kUndefined;
  }
  return noise;
}

}  // namespace

double ClassTable::rowTotal(std::size_t given) const {
  double sum = 0;
  for (std::size_t truth = 0; truth < m_classes; ++truth) sum += at(given, truth);
  return sum;
}

double ClassTable::columnTotal(std::size_t truth) const {
  double sum = 0;
  for (std::size_t given = 0; given < m_classes; ++given) sum += at(given, truth);
  return sum;
}

double ClassTable::errors() const {
  double sum = 0;
  for (std::size_t i = 0; i < m_classes; ++i) sum += rowTotal(i) - at(i, i);
  return sum;
}

std::size_t confidentClass(std::span<const float> probabilities, std::span<const double> thresholds) {
  std::size_t best = probabilities.size();
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    // NaN, the threshold of a class without beats, is reached by nothing.
    const bool reaches = static_cast<double>(probabilities[i]) >= thresholds[i] - kRounding;
    if (reaches && (best == probabilities.size() || probabilities[i] > probabilities[best])) best = i;
  }
  return best;
}

ConfidentJoint confidentJoint(const Predictions& opinions, std::span<const ClassIndex> labels,
                              std::span<const BeatIndex> judged) {
  const std::size_t classes = opinions.scheme.size();
  ConfidentJoint joint;
  joint.thresholds = classThresholds(opinions, labels, judged);
  joint.confidentBeats = ClassTable(classes);
  std::vector<double> beatsGiven(classes);
  for (const BeatIndex beat : judged) {
    ++beatsGiven[labels[beat]];
    const std::size_t truth = confidentClass(opinions.of(beat), joint.thresholds);
    if (truth < classes) ++joint.confidentBeats.at(labels[beat], truth);
  }
  joint.beats = calibrated(joint.confidentBeats, beatsGiven);
  joint.noise = noiseOf(joint.beats);
  return joint;
}

}  // namespace ectopy
