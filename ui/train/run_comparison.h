#pragma once

#include <QWidget>
#include <vector>

#include "ui/train/runs_model.h"

class QLabel;
class QTableWidget;

namespace ectopy::ui {

/// Finished runs side by side, a column each: how they started, what moved, what they came to; the best
/// figure of a row in bold.
class RunComparison : public QWidget {
  Q_OBJECT

 public:
  explicit RunComparison(Session& session, QWidget* parent = nullptr);

  void showRuns(std::vector<Run> runs);

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  struct Row;
  void rebuild();
  void addRow(const Row& row);
  void drawHeader();
  std::vector<Row> rowsOf() const;

  Session& m_session;
  std::vector<Run> m_runs;
  bool m_isOutdated = false;  // by other labels since
  QTableWidget* m_table;
  QLabel* m_note;
};

}  // namespace ectopy::ui
