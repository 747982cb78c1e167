#pragma once

#include <QWidget>

#include "core/evaluation/evaluation.h"

class QLabel;

namespace ectopy::ui {

/// The few figures that sum an evaluation up, large, each over its name.
class KeyFigures : public QWidget {
  Q_OBJECT

 public:
  explicit KeyFigures(QWidget* parent = nullptr);
  void setEvaluation(const Evaluation& evaluation);

 private:
  struct Figure {
    QWidget* box = nullptr;
    QLabel* value = nullptr;
  };
  Figure addFigure(const char* name, const QString& title, const QString& hint);

  Figure m_accuracy;
  Figure m_macroF1;
  Figure m_balancedAccuracy;
  Figure m_auc;
  Figure m_calibrationError;
};

}  // namespace ectopy::ui
