#pragma once

#include <QTimer>
#include <QWidget>

#include "ui/jobs/job_runner.h"

class QLabel;
class QProgressBar;
class QToolButton;

namespace ectopy::ui {

/// What runs in the background: title, progress, time left and buttons to pause and to stop it; two jobs at
/// once, more as a number. Jobs that end at once do not show; one that can pause comes first.
class JobStrip : public QWidget {
  Q_OBJECT

 public:
  explicit JobStrip(JobRunner& jobs, QWidget* parent = nullptr);

 private:
  struct Cell {
    QWidget* widget = nullptr;
    QLabel* title = nullptr;
    QProgressBar* bar = nullptr;
    QLabel* state = nullptr;
    QToolButton* pause = nullptr;
    QToolButton* stop = nullptr;
    int job = 0;
    int pressed = 0;  // the job it showed when one of its buttons went down
  };
  static constexpr int kCells = 2;

  Cell makeCell(int number);
  QToolButton* makeButton(int number, const char* name, QWidget* parent, void (JobRunner::*does)(int));
  void refresh();
  void show(Cell& cell, const JobInfo& job);

  JobRunner& m_jobs;
  Cell m_cells[kCells];
  QLabel* m_idle;
  QLabel* m_more;
  QTimer m_tick;
};

/// "40 %, 12 s left", "paused, 40 %", "stopping".
QString stateWords(const JobInfo& job);

}  // namespace ectopy::ui
