#pragma once

#include <QTimer>
#include <QWidget>

#include "core/evaluation/judgement.h"
#include "ui/session/session.h"

class QDoubleSpinBox;
class QLabel;
class QPushButton;

namespace ectopy::ui {

class CurvePlot;
class FigureList;
class ReliabilityPlot;

/// How far the model's confidence can be trusted, what a temperature does to it, and what is left when beats
/// below a confidence are given to a person.
class CalibrationView : public QWidget {
  Q_OBJECT

 public:
  explicit CalibrationView(Session& session, QWidget* parent = nullptr);

 private:
  QWidget* makePanel();
  void addFigures();
  void followChanges();
  void refresh();
  void showCalibration();
  void showThreshold();
  void choose(double threshold);  // by the user: the gallery follows
  void filter();

  Session& m_session;
  ReliabilityPlot* m_reliability;
  CurvePlot* m_coverage;
  QDoubleSpinBox* m_threshold;
  QDoubleSpinBox* m_risk;
  QPushButton* m_show;
  FigureList* m_figures;
  QLabel* m_reservation;
  std::shared_ptr<const Reliability> m_known;
  QTimer m_filterSoon;
};

}  // namespace ectopy::ui
