#pragma once

#include <QWidget>
#include <vector>

#include "core/model/model_info.h"

class QCPAxisRect;
class QCPGraph;
class QCustomPlot;

namespace ectopy::ui {

/// The epochs of one training.
struct TrainingCurves {
  QString name;  // "run 3", empty for the one that runs
  std::vector<EpochRecord> epochs;
  int bestEpoch = 0;  // 0: none yet
};

/// Loss above, macro F1 below, over the epochs, for training and validation; the best epoch is marked. A
/// second training is laid over the first with dashed lines and hollow points.
class CurvesPlot : public QWidget {
  Q_OBJECT

 public:
  enum class Curve { TrainLoss, ValidationLoss, TrainMacroF1, ValidationMacroF1 };

  explicit CurvesPlot(QWidget* parent = nullptr);

  /// At most two.
  void setCurves(std::vector<TrainingCurves> curves);
  const std::vector<TrainingCurves>& curves() const { return m_curves; }
  /// Points drawn of a curve of the training at that place.
  int pointCount(std::size_t training, Curve curve) const;
  /// Words over the mark of the best epoch, empty without one.
  QString bestLabel(std::size_t training) const;

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void layOutAxes();
  void applyTheme();
  void rebuild();
  QCPGraph* addCurve(std::size_t training, Curve curve);
  void markBest(std::size_t training);
  void scaleAxes();
  void showValuesAt(const QPoint& position);

  QCustomPlot* m_plot;
  QCPAxisRect* m_lossRect = nullptr;
  QCPAxisRect* m_scoreRect = nullptr;
  std::vector<TrainingCurves> m_curves;
};

}  // namespace ectopy::ui
