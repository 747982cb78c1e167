#pragma once

#include <QWidget>

#include "ui/train/split_preview.h"

class QGridLayout;
class QLabel;

namespace ectopy::ui {

/// What is said before the start: beats and patients of each part, the guard, the parameters that will move.
class TrainingOutlook : public QWidget {
  Q_OBJECT

 public:
  explicit TrainingOutlook(QWidget* parent = nullptr);

  void showPreview(const SplitPreview& preview);
  /// Instead of the numbers: why there are none.
  void showSentence(const QString& sentence, bool isError);
  /// Of a network; moving below 0: not known yet.
  void showParameters(std::int64_t moving, std::int64_t total);

 private:
  struct Row {
    QLabel* beats;
    QLabel* patients;
  };
  Row addRow(QGridLayout& grid, const QString& title, const char* name);
  static void fill(const Row& row, const PartFacts& facts);

  QWidget* m_numbers;
  Row m_train{};
  Row m_validation{};
  Row m_test{};
  QLabel* m_guard;
  QLabel* m_sentence;
  QLabel* m_parameters;
};

}  // namespace ectopy::ui
