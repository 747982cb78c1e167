#pragma once

#include <QWidget>
#include <vector>

#include "core/evaluation/score_curves.h"
#include "ui/session/session.h"

class QComboBox;
class QDoubleSpinBox;
class QPushButton;

namespace ectopy::ui {

class CurvePlot;
class FigureList;

/// ROC and precision-recall curve of each class against the rest; the threshold is dragged along them.
class CurvesView : public QWidget {
  Q_OBJECT

 public:
  explicit CurvesView(Session& session, QWidget* parent = nullptr);

  double threshold() const;

 private:
  QWidget* makePanel();
  void followChanges();
  void adopt();
  void refresh();
  void showPoint();
  void choose(double threshold);
  void showCorner(bool isWanted);
  const ScoreCurve* current() const;

  Session& m_session;
  CurvePlot* m_roc;
  CurvePlot* m_precision;
  QComboBox* m_class;
  QDoubleSpinBox* m_threshold;
  QPushButton* m_best;
  QPushButton* m_corner;
  FigureList* m_figures;
  std::shared_ptr<const std::vector<ScoreCurve>> m_curves;
  std::vector<ScoreCurve> m_drawn;  // as many points as can be seen
};

}  // namespace ectopy::ui
