#pragma once

#include <QWidget>

#include "core/evaluation/calibration.h"

class QCustomPlot;

namespace ectopy::ui {

/// How often the model is right where it is how sure: bins of confidence with their 95 % intervals, as the
/// model says it and after its temperature.
class ReliabilityPlot : public QWidget {
  Q_OBJECT

 public:
  explicit ReliabilityPlot(QWidget* parent = nullptr);

  /// `after` is drawn where it is not empty.
  void setCalibration(Calibration before, Calibration after);
  QCustomPlot& plot() const { return *m_plot; }
  /// Bins with beats that are drawn: of before and after.
  int pointCount() const;

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void rebuild();
  void addBins(const Calibration& calibration, const QColor& colour, const QString& name, bool isFilled);
  void showWordsAt(const QPoint& position);

  QCustomPlot* m_plot;
  Calibration m_before;
  Calibration m_after;
};

}  // namespace ectopy::ui
