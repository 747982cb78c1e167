#include "ui/widgets/noted_delegate.h"

#include <QApplication>
#include <QPainter>

#include "ui/theme/theme.h"
#include "ui/widgets/table_text.h"

namespace ectopy::ui {

namespace {

constexpr int kSide = 6;  // px, as the style sheet pads an item

}  // namespace

void NotedDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const {
  const QString note = index.data(kNoteRole).toString();
  if (note.isEmpty()) return QStyledItemDelegate::paint(painter, option, index);
  QStyleOptionViewItem item = option;
  initStyleOption(&item, index);
  const QString words = item.text;
  item.text.clear();
  const QStyle* style = item.widget ? item.widget->style() : QApplication::style();
  style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);
  const Theme& theme = Theme::instance();
  const QFontMetrics large(item.font);
  const QFontMetrics small(theme.small());
  const QRect area = option.rect.adjusted(kSide, 0, -kSide, 0);
  const int top = area.top() + (area.height() - large.height() - small.height()) / 2;
  const int across = static_cast<int>(item.displayAlignment & Qt::AlignHorizontal_Mask);
  painter->save();
  painter->setFont(item.font);
  painter->setPen(theme.palette().text);
  painter->drawText(QRect(area.left(), top, area.width(), large.height()), across | Qt::AlignVCenter, words);
  painter->setFont(theme.small());
  painter->setPen(theme.palette().mutedText);
  painter->drawText(QRect(area.left(), top + large.height(), area.width(), small.height()),
                    across | Qt::AlignVCenter, note);
  painter->restore();
}

QSize NotedDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const QSize plain = QStyledItemDelegate::sizeHint(option, index);
  const QString note = index.data(kNoteRole).toString();
  if (note.isEmpty()) return plain;
  const QFontMetrics small(Theme::instance().small());
  return {std::max(plain.width(), small.horizontalAdvance(note) + 2 * kSide),
          QFontMetrics(option.font).height() + small.height() + Theme::spacing(1)};
}

}  // namespace ectopy::ui
