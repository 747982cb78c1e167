#pragma once

#include <QPen>
#include <QStringList>
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
  /// The training part's figures are of beats that were mixed or disturbed, so below what the model can.
  bool isAugmented = false;
};

/// Loss above, macro F1 below, over the epochs; the best epoch is marked. Of one training the curves of the
/// training and of the validation part; several are laid over each other by their validation curves alone,
/// each in a colour, a dash and a mark of its own.
class CurvesPlot : public QWidget {
  Q_OBJECT

 public:
  enum class Curve { TrainLoss, ValidationLoss, TrainMacroF1, ValidationMacroF1 };

  explicit CurvesPlot(QWidget* parent = nullptr);

  static constexpr std::size_t kMost = 4;

  /// At most kMost.
  void setCurves(std::vector<TrainingCurves> curves);
  const std::vector<TrainingCurves>& curves() const { return m_curves; }
  /// Points drawn of a curve of the training at that place.
  int pointCount(std::size_t training, Curve curve) const;
  /// Words over the mark of the best epoch, or in the legend of several; empty without one.
  QString bestLabel(std::size_t training) const;
  /// Words of the legend, line by line.
  QStringList legend() const;

  /// How the training at that place is drawn among several.
  static QPen pen(std::size_t training);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void layOutAxes();
  void applyTheme();
  void rebuild();
  bool isComparison() const { return m_curves.size() > 1; }
  QCPGraph* addCurve(std::size_t training, Curve curve);
  void fill(QCPGraph& graph, std::size_t training, Curve curve);
  void markBest(std::size_t training);
  void markBestPoint(std::size_t training, Curve curve);
  void labelBest(std::size_t training);
  void scaleAxes();
  void showValuesAt(const QPoint& position);

  QCustomPlot* m_plot;
  QCPAxisRect* m_lossRect = nullptr;
  QCPAxisRect* m_scoreRect = nullptr;
  std::vector<TrainingCurves> m_curves;
};

}  // namespace ectopy::ui
