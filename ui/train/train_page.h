#pragma once

#include <QWidget>

#include "ui/session/session.h"

namespace ectopy::ui {

class RunsPanel;
class TrainingForm;
class TrainingMonitor;

/// Form, live curves and ending of a training; the list of runs.
class TrainPage : public QWidget {
  Q_OBJECT

 public:
  explicit TrainPage(Session& session, QWidget* parent = nullptr);

 private:
  void start(const TrainingRequest& request);
  void compareWithScratch(const TrainingRequest& request);

  Session& m_session;
  TrainingForm* m_form;
  TrainingMonitor* m_monitor;
  RunsPanel* m_runs;
};

}  // namespace ectopy::ui
