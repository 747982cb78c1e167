#pragma once

#include <QAbstractTableModel>
#include <memory>
#include <vector>

#include "core/model/model_info.h"
#include "core/workspace/workspace.h"
#include "ui/session/session.h"

namespace ectopy::ui {

/// A finished training with what its model says of itself; info is null where that can't be read.
struct Run {
  RunRecord record;
  std::shared_ptr<const ModelInfo> info;
};

/// Reads what the workspace wrote, newest first. A damaged entry keeps its row, without figures.
std::vector<Run> readRuns(const std::vector<RunRecord>& records);

/// "from scratch", "fine-tuned, from demo-model".
QString startText(std::optional<TransferMode> mode, const QString& parent);
QString startText(const ModelInfo& info);

/// Waiting trainings, the next first, then the finished ones as a table: one row each, settings and results.
class RunsModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column {
    Name,
    When,
    Network,
    Start,
    Protocol,
    Seed,
    Epochs,  // of a waiting run: all that is left to say of it
    Seconds,
    ValidationMacroF1,
    TestAccuracy,
    TestMacroF1,
    ColumnCount
  };

  using QAbstractTableModel::QAbstractTableModel;

  void setRuns(std::vector<Run> runs);
  void setWaiting(std::vector<WaitingRun> waiting);
  const std::vector<Run>& runs() const { return m_runs; }
  int waitingCount() const { return static_cast<int>(m_waiting.size()); }
  /// What stands in a row: one of the two, the other null.
  const WaitingRun* waitingAt(int row) const;
  const Run* runAt(int row) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  QString textOf(const Run& run, int column) const;
  QString textOf(const WaitingRun& run, int row, int column) const;
  static QString hintOf(const Run& run);
  std::vector<Run> m_runs;
  std::vector<WaitingRun> m_waiting;
};

}  // namespace ectopy::ui
