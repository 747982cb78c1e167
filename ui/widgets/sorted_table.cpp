#include "ui/widgets/sorted_table.h"

#include <QHeaderView>
#include <QSortFilterProxyModel>

#include "ui/theme/theme.h"
#include "ui/widgets/noted_delegate.h"
#include "ui/widgets/table_text.h"

namespace ectopy::ui {

namespace {

/// Keeps rows of means last.
class LastRowsProxy : public QSortFilterProxyModel {
 public:
  using QSortFilterProxyModel::QSortFilterProxyModel;

 protected:
  bool lessThan(const QModelIndex& left, const QModelIndex& right) const override {
    const bool isLeftLast = left.data(kLastRole).toBool();
    const bool isRightLast = right.data(kLastRole).toBool();
    if (isLeftLast && isRightLast) return (left.row() < right.row()) == (sortOrder() == Qt::AscendingOrder);
    if (isLeftLast != isRightLast) return isRightLast == (sortOrder() == Qt::AscendingOrder);
    return QSortFilterProxyModel::lessThan(left, right);
  }
};

}  // namespace

SortedTable::SortedTable(QAbstractItemModel& source, const QString& name, const QString& title)
    : m_sorted(new LastRowsProxy(this)) {
  setObjectName(name);
  setAccessibleName(title);
  m_sorted->setSourceModel(&source);
  m_sorted->setSortRole(kSortRole);
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
  setItemDelegate(new NotedDelegate(this));
  verticalHeader()->hide();
  verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  horizontalHeader()->setHighlightSections(false);
  horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  connect(m_sorted, &QAbstractItemModel::modelReset, this, &SortedTable::adapt);
  adapt();
  connect(this, &QTableView::activated, this,
          [this](const QModelIndex& index) { emit rowOpened(sourceRow(index.row())); });
}

void SortedTable::adapt() {
  // A model that is filled anew has its columns from then on.
  if (m_sorted->columnCount() > 0) horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  // One height for all rows: asking each of thousands would take long.
  bool hasNotes = false;
  for (int column = 0; m_sorted->rowCount() > 0 && column < m_sorted->columnCount(); ++column)
    for (const int row : {0, m_sorted->rowCount() - 1})
      hasNotes = hasNotes || !m_sorted->index(row, column).data(kNoteRole).toString().isEmpty();
  const Theme& theme = Theme::instance();
  const int line = QFontMetrics(theme.normal()).height();
  verticalHeader()->setDefaultSectionSize(
      hasNotes ? line + QFontMetrics(theme.small()).height() + Theme::spacing(1) : line + Theme::spacing(2));
}

int SortedTable::sourceRow(int row) const {
  return m_sorted->mapToSource(m_sorted->index(row, 0)).row();
}

}  // namespace ectopy::ui
