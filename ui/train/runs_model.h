#pragma once

#include <QAbstractTableModel>
#include <memory>
#include <vector>

#include "core/model/model_info.h"
#include "core/workspace/workspace.h"

namespace ectopy::ui {

/// A finished training with what its model says of itself; info is null where that can't be read.
struct Run {
  RunRecord record;
  std::shared_ptr<const ModelInfo> info;
};

/// Reads what the workspace wrote, newest first. A damaged entry keeps its row, without figures.
std::vector<Run> readRuns(const std::vector<RunRecord>& records);

/// The runs as a table: one row each, settings and results.
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
    Epochs,
    Seconds,
    ValidationMacroF1,
    TestAccuracy,
    TestMacroF1,
    ColumnCount
  };

  using QAbstractTableModel::QAbstractTableModel;

  void setRuns(std::vector<Run> runs);
  const std::vector<Run>& runs() const { return m_runs; }

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  QString textOf(const Run& run, int column) const;
  std::vector<Run> m_runs;
};

}  // namespace ectopy::ui
