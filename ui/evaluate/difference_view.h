#pragma once

#include <QWidget>

#include "ui/widgets/confusion_view.h"

namespace ectopy::ui {

/// What changes in the confusion matrix from one judge to another: beats more or fewer in each cell, better
/// changes in the accent, worse ones in red. Arrows move, Enter or a click opens a cell.
class DifferenceView : public ConfusionView {
  Q_OBJECT

 public:
  explicit DifferenceView(QWidget* parent = nullptr);

  void setDifference(const LabelScheme& scheme, const ConfusionMatrix& first, const ConfusionMatrix& second);
  QString sentenceOf(int row, int column) const override;

 protected:
  void paintCell(QPainter& painter, int row, int column) const override;

 private:
  std::int64_t differenceAt(int row, int column) const;

  ConfusionMatrix m_first;
  ConfusionMatrix m_second;
};

}  // namespace ectopy::ui
