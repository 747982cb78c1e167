#pragma once

#include <QWidget>

#include "core/evaluation/intervals.h"

class QLabel;

namespace ectopy::ui {

/// The few figures that sum an evaluation up, large, each over its name.
class KeyFigures : public QWidget {
  Q_OBJECT

 public:
  explicit KeyFigures(QWidget* parent = nullptr);
  /// `intervals` may be null: not known yet.
  void setEvaluation(const Evaluation& evaluation, const ScoreIntervals* intervals);

 private:
  struct Figure {
    QWidget* box = nullptr;
    QLabel* value = nullptr;
    QLabel* interval = nullptr;
  };
  static void show(const Figure& figure, const QString& words, const Interval& interval = {});
  Figure addFigure(const char* name, const QString& title, const QString& hint);

  Figure m_accuracy;
  Figure m_macroF1;
  Figure m_balancedAccuracy;
  Figure m_auc;
  Figure m_calibrationError;
};

}  // namespace ectopy::ui
