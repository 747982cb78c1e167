#pragma once

#include <QStyledItemDelegate>

namespace ectopy::ui {

/// Data roles of a navigator entry.
enum NavigatorRole {
  kEntryIndexRole = Qt::UserRole,  // int; absent on section titles
  kDetailRole,                     // QString, small, behind the name
  kChipRole,                       // QColor; invalid: no chip
  kCountRole,                      // QString
  kWrongRole,                      // QString, empty: nothing wrong
  kIsActiveRole,                   // bool: part of the filter
};

/// Draws a navigator line: colour chip, name, wrong count in red, count.
class NavigatorDelegate : public QStyledItemDelegate {
  Q_OBJECT

 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace ectopy::ui
