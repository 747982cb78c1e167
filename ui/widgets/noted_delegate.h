#pragma once

#include <QStyledItemDelegate>

namespace ectopy::ui {

/// Draws a figure with its interval small beneath it (kNoteRole).
class NotedDelegate : public QStyledItemDelegate {
  Q_OBJECT

 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace ectopy::ui
