#pragma once

#include <QWidget>

#include "ui/session/session.h"

class QTableView;

namespace ectopy::ui {

class RunsModel;
class TrainingForm;
class TrainingMonitor;

/// Form, live curves and ending of a training; the list of runs.
class TrainPage : public QWidget {
  Q_OBJECT

 public:
  explicit TrainPage(Session& session, QWidget* parent = nullptr);

 private:
  QWidget* makeRuns();
  void readRunsAgain();
  void fitRuns();
  void showSelectedRuns();
  void openRun(const QModelIndex& index);

  Session& m_session;
  TrainingForm* m_form;
  TrainingMonitor* m_monitor;
  RunsModel* m_runsModel;
  QTableView* m_runs;
  QWidget* m_runsBox;  // hidden while there are none
  int m_readNumber = 0;
};

}  // namespace ectopy::ui
