#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/beats/predictions.h"

namespace ectopy {

/// Counts by true class (row) and predicted class (column).
class ConfusionMatrix {
 public:
  explicit ConfusionMatrix(std::size_t classes = 0) : m_classes(classes), m_counts(classes * classes) {}
  std::size_t classes() const { return m_classes; }
  std::int64_t at(std::size_t truth, std::size_t predicted) const {
    return m_counts[truth * m_classes + predicted];
  }
  void add(std::size_t truth, std::size_t predicted, std::int64_t count = 1) {
    m_counts[truth * m_classes + predicted] += count;
  }
  std::int64_t total() const;
  std::int64_t rowTotal(std::size_t truth) const;
  std::int64_t columnTotal(std::size_t predicted) const;
  bool operator==(const ConfusionMatrix&) const = default;

 private:
  std::size_t m_classes;
  std::vector<std::int64_t> m_counts;
};

/// What one class's scores follow from.
struct ClassCount {
  std::int64_t hits = 0;       // of the class and predicted so
  std::int64_t support = 0;    // of the class
  std::int64_t predicted = 0;  // predicted so
};
std::vector<ClassCount> classCountsOf(const ConfusionMatrix& confusion);

/// Scores of one class; NaN where the denominator is 0.
struct ClassScore {
  double sensitivity = 0;  // recall, TP / (TP + FN)
  double ppv = 0;          // precision, TP / (TP + FP)
  double f1 = 0;           // 2 TP / (2 TP + FP + FN)
  std::int64_t support = 0;
  double specificity = 0;  // TN / (TN + FP)
};

/// Means over the classes for which a score is defined.
struct MeanScore {
  double sensitivity = 0;
  double specificity = 0;
  double ppv = 0;
  double f1 = 0;
};

/// What a confusion matrix says. Macro F1 and balanced accuracy are means over the classes for which they are
/// defined (F1: class present or predicted; sensitivity: class present).
struct Scores {
  double accuracy = 0;
  double macroF1 = 0;
  double balancedAccuracy = 0;
  std::vector<ClassScore> perClass;
  MeanScore macro;     // each class counts as much
  MeanScore weighted;  // each class counts by its beats
};
Scores scoresOf(const ConfusionMatrix& confusion);
/// The same; `total`: beats of all classes.
Scores scoresOf(std::span<const ClassCount> perClass, std::int64_t total);

struct RecordScore {
  std::uint32_t record = 0;
  std::int64_t beats = 0;
  std::int64_t wrong = 0;
  double accuracy = 0;
};

/// One model judged on some beats of one set.
struct Evaluation {
  LabelScheme scheme;
  ConfusionMatrix confusion;
  Scores scores;
  std::optional<double> auc;    // two classes: area under the ROC curve of the second, ties counted half
  double calibrationError = 0;  // expected calibration error, 15 equal-width bins of confidence
  std::vector<RecordScore> perRecord;
  std::vector<BeatIndex> beats;      // judged, ascending
  std::vector<BeatIndex> mostWrong;  // misclassified, most confident first, at most 200
  std::int64_t unlabelled = 0;       // left out: no label, or a label the model does not know
  std::int64_t unanswered = 0;       // left out: the model gives no probabilities (NaN)
};

/// Judges predictions by labels (effective, one a beat of the set) on the beats named.
/// Throws Error when the model's classes are not the data set's, or it has an answer to none of these beats.
Evaluation evaluate(const Predictions& predictions, const BeatSet& beats, std::span<const ClassIndex> labels,
                    std::span<const BeatIndex> judged);

/// {accuracy, macroF1, balancedAccuracy, perClass {code: {sensitivity, specificity, ppv, f1, support}}, macro
/// and weighted {sensitivity, specificity, ppv, f1}, confusion}; null for NaN.
nlohmann::json scoresToJson(const LabelScheme& scheme, const ConfusionMatrix& confusion);
/// The same with auc, calibrationError and perRecord.
nlohmann::json evaluationToJson(const Evaluation& evaluation, const BeatSet& beats);

}  // namespace ectopy
