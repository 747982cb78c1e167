#include "ui/widgets/sorted_table.h"

#include <QHeaderView>
#include <QSortFilterProxyModel>

#include "ui/theme/theme.h"

namespace ectopy::ui {

SortedTable::SortedTable(QAbstractItemModel& source, const QString& name, const QString& title)
    : m_sorted(new QSortFilterProxyModel(this)) {
  setObjectName(name);
  setAccessibleName(title);
  m_sorted->setSourceModel(&source);
  m_sorted->setSortRole(Qt::UserRole);
  setModel(m_sorted);
  setSortingEnabled(true);
  sortByColumn(0, Qt::AscendingOrder);
  setSelectionBehavior(QAbstractItemView::SelectRows);
  setSelectionMode(QAbstractItemView::SingleSelection);
  setShowGrid(false);
  setTabKeyNavigation(false);
  setWordWrap(false);
  setIconSize(QSize(Theme::spacing(3), Theme::spacing(3)));
  setFrameShape(QFrame::NoFrame);
  verticalHeader()->hide();
  horizontalHeader()->setHighlightSections(false);
  horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  connect(this, &QTableView::activated, this,
          [this](const QModelIndex& index) { emit rowOpened(sourceRow(index.row())); });
}

int SortedTable::sourceRow(int row) const {
  return m_sorted->mapToSource(m_sorted->index(row, 0)).row();
}

}  // namespace ectopy::ui
