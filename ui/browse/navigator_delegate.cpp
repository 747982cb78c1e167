#include "ui/browse/navigator_delegate.h"

#include <QFontMetrics>
#include <QPainter>

#include "ui/theme/theme.h"

namespace ectopy::ui {

namespace {

void paintTitle(QPainter& painter, const QRect& line, const QString& title) {
  QFont font = Theme::instance().small();
  font.setBold(true);
  painter.setFont(font);
  painter.setPen(Theme::instance().palette().mutedText);
  painter.drawText(line.adjusted(Theme::spacing(3), 0, 0, -Theme::spacing(1)),
                   Qt::AlignLeft | Qt::AlignBottom, title);
}

int paintChip(QPainter& painter, const QRect& line, const QColor& chip) {
  const int left = line.left() + Theme::spacing(3);
  if (!chip.isValid()) return left;
  const int side = Theme::spacing(2) + 2;
  painter.fillRect(QRect(left, line.center().y() - side / 2 + 1, side, side), chip);
  return left + side + Theme::spacing(2);
}

/// A class's letter, then its name in small muted type.
void paintName(QPainter& painter, QRect place, const QModelIndex& index) {
  const Palette& palette = Theme::instance().palette();
  const QString name = index.data(Qt::DisplayRole).toString();
  painter.setPen(palette.text);
  painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(name, Qt::ElideRight, place.width()));
  const QString detail = index.data(kDetailRole).toString();
  place.setLeft(place.left() + painter.fontMetrics().horizontalAdvance(name) + Theme::spacing(2));
  if (detail.isEmpty() || place.width() < Theme::spacing(4)) return;
  painter.setFont(Theme::instance().small());
  painter.setPen(palette.mutedText);
  painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(detail, Qt::ElideRight, place.width()));
}

}  // namespace

void NavigatorDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const {
  const Palette& palette = Theme::instance().palette();
  const QRect& line = option.rect;
  if (!index.data(kEntryIndexRole).isValid()) {
    return paintTitle(*painter, line, index.data(Qt::DisplayRole).toString());
  }
  const bool isActive = index.data(kIsActiveRole).toBool();
  if (isActive) {
    painter->fillRect(line, palette.selection);
    painter->fillRect(QRect(line.topLeft(), QSize(3, line.height())), palette.accent);
  } else if (option.state & QStyle::State_MouseOver) {
    painter->fillRect(line, palette.raised);
  }
  const int left = paintChip(*painter, line, index.data(kChipRole).value<QColor>());

  painter->setFont(Theme::instance().normal());
  const QFontMetrics metrics(painter->font());
  int right = line.right() - Theme::spacing(3);
  const QString count = index.data(kCountRole).toString();
  painter->setPen(isActive ? palette.text : palette.mutedText);
  painter->drawText(QRect(left, line.top(), right - left, line.height()), Qt::AlignRight | Qt::AlignVCenter,
                    count);
  right -= std::max(metrics.horizontalAdvance(count), metrics.horizontalAdvance(QStringLiteral("00 000"))) +
           Theme::spacing(1);
  const QString wrong = index.data(kWrongRole).toString();
  if (!wrong.isEmpty()) {
    painter->setPen(palette.wrong);
    painter->drawText(QRect(left, line.top(), right - left, line.height()), Qt::AlignRight | Qt::AlignVCenter,
                      wrong);
    right -= metrics.horizontalAdvance(wrong) + Theme::spacing(1);
  }
  paintName(*painter, QRect(left, line.top(), right - left, line.height()), index);

  if (option.state & QStyle::State_HasFocus) {
    painter->setPen(palette.focus);
    painter->setBrush(Qt::NoBrush);
    painter->drawRect(line.adjusted(0, 0, -1, -1));
  }
}

QSize NavigatorDelegate::sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& index) const {
  const int text = QFontMetrics(Theme::instance().normal()).height();
  const bool isTitle = !index.data(kEntryIndexRole).isValid();
  return {Theme::spacing(40), text + (isTitle ? Theme::spacing(4) : Theme::spacing(1) + 2)};
}

}  // namespace ectopy::ui
