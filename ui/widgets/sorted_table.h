#pragma once

#include <QTableView>

class QSortFilterProxyModel;

namespace ectopy::ui {

/// A table of figures, sorted by a click on a column's head; Enter or a double click opens a row. The model
/// gives the roles of table_text.h.
class SortedTable : public QTableView {
  Q_OBJECT

 public:
  SortedTable(QAbstractItemModel& source, const QString& name, const QString& title);

  /// The source's row that a row shows.
  int sourceRow(int row) const;

 signals:
  void rowOpened(int sourceRow);

 private:
  void adapt();

  QSortFilterProxyModel* m_sorted;
};

}  // namespace ectopy::ui
