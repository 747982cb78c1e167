#pragma once

#include <QWidget>
#include <vector>

#include "ui/train/runs_model.h"

class QAction;
class QPushButton;
class QSpinBox;
class QTableView;

namespace ectopy::ui {

/// The list of waiting and finished trainings: select some to compare them, order the waiting ones.
class RunsPanel : public QWidget {
  Q_OBJECT

 public:
  static constexpr std::size_t kMostCompared = 4;

  explicit RunsPanel(Session& session, QWidget* parent = nullptr);

  /// Selected finished ones, the newest first, at most kMostCompared.
  std::vector<Run> selectedRuns() const;
  void clearSelection();

 signals:
  void selectionChanged();

 private:
  QWidget* makeBar();
  QWidget* makeQueueBar();
  QWidget* makeContinueBar();
  void makeTable();
  QAction* addQueueAction(const char* name, const QString& icon, const QString& text, const QKeySequence& key,
                          void (RunsPanel::*does)());
  void readRunsAgain();
  void adoptRuns(std::vector<Run> runs);
  void refreshWaiting();
  void refreshActions();
  void refreshContinue();
  void continueRun();
  void fit();
  void select(const std::vector<std::int64_t>& runs, const std::vector<int>& waiting);
  std::vector<int> selectedWaiting() const;
  std::vector<std::int64_t> selectedIds() const;
  void moveUp();
  void moveDown();
  void remove();
  void openRun(const QModelIndex& index);

  Session& m_session;
  RunsModel* m_model;
  QTableView* m_table;
  QWidget* m_queueBar = nullptr;
  QPushButton* m_startQueue = nullptr;
  QWidget* m_continueBar = nullptr;  // while one finished run is selected
  QSpinBox* m_moreEpochs = nullptr;
  QPushButton* m_continue = nullptr;
  QAction* m_up = nullptr;
  QAction* m_down = nullptr;
  QAction* m_remove = nullptr;
  int m_readNumber = 0;
  bool m_hasRead = false;  // the runs of this data set: those that come later are new
  bool m_isSelecting = false;
};

}  // namespace ectopy::ui
