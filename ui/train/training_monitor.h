#pragma once

#include <QElapsedTimer>
#include <QWidget>
#include <vector>

#include "ui/session/session.h"
#include "ui/train/runs_model.h"
#include "ui/widgets/curves_plot.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace ectopy::ui {

class ConfusionView;
class RunComparison;

/// The training that runs, or the last one: where it stands, its curves, its confusion matrix, its end.
class TrainingMonitor : public QWidget {
  Q_OBJECT

 public:
  explicit TrainingMonitor(Session& session, QWidget* parent = nullptr);

  /// Finished trainings to look at, or to lay over each other, instead of the one at hand; none: back to it.
  void showRuns(std::vector<Run> runs);

 signals:
  /// The user wants to see the training at hand again, instead of runs.
  void trainingWanted();

 private:
  void layOut();
  QWidget* makeHeader();
  QWidget* makeInterrupted();
  QWidget* makePictures();
  void refreshButtons();
  void refreshInterrupted();
  void refreshState();
  void refreshStep();
  void refreshEpoch();
  void refreshCurves();
  void refreshConfusion();
  void refreshLiveConfusion();
  void refreshRuns();
  QString titleOf(const TrainingStatus& training) const;
  QString factsOf(const TrainingStatus& training) const;
  double secondsLeft(const TrainingStatus& training) const;
  /// The model that the shown training gave, once the session has it.
  const ModelInfo* finishedModel() const;
  QString endFigures() const;

  Session& m_session;
  QElapsedTimer m_sinceEpoch;
  std::vector<Run> m_runs;

  QLabel* m_title;
  QLabel* m_facts;
  QLabel* m_figures;
  QPushButton* m_pause;
  QPushButton* m_stop;
  QPushButton* m_cancel;
  QWidget* m_interrupted;
  QLabel* m_interruptedWords;
  QProgressBar* m_progress;
  QLabel* m_curvesTitle;
  CurvesPlot* m_curves;
  QLabel* m_confusionTitle;
  ConfusionView* m_confusion;
  RunComparison* m_comparison;
  QPushButton* m_backToTraining;
  QWidget* m_pictures;
  QLabel* m_emptyWords;
};

}  // namespace ectopy::ui
