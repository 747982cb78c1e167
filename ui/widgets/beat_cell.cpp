#include "ui/widgets/beat_cell.h"

#include <QFontMetrics>
#include <QImage>
#include <QPainter>
#include <QPolygon>

#include "ui/theme/theme.h"
#include "ui/widgets/thumbnail_painter.h"

namespace ectopy::ui {

namespace {

constexpr int kBarWidth = 3;
constexpr int kGutterWidth = 16;  // bar and letters

void paintCorner(QPainter& painter, const QRect& cell, const QColor& colour) {
  const int side = std::clamp(cell.height() / 5, 8, 14);
  const QPoint corner = cell.topRight() + QPoint(1, 0);
  const QPolygon triangle({corner, corner - QPoint(side, 0), corner + QPoint(0, side)});
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  painter.drawPolygon(triangle);
}

void paintGutter(QPainter& painter, const QRect& cell, const BeatCell& content, const BeatCellLook& look) {
  painter.fillRect(QRect(cell.topLeft(), QSize(kBarWidth, cell.height())), content.colour);
  painter.setFont(look.letter);
  const QRect letters =
      QRect(cell.left() + kBarWidth, cell.top() + 2, kGutterWidth - kBarWidth, cell.height() - 4);
  painter.setPen(content.colour);
  painter.drawText(letters, Qt::AlignHCenter | Qt::AlignTop, content.label);
  if (content.isWrong) {
    painter.setPen(look.wrong);
    painter.drawText(letters, Qt::AlignHCenter | Qt::AlignBottom, content.predicted);
  }
}

void paintEditedDot(QPainter& painter, const QRect& cell, const QColor& colour) {
  painter.setRenderHint(QPainter::Antialiasing, true);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  painter.drawEllipse(QPointF(cell.right() - 6, cell.bottom() - 6), 3, 3);
  painter.setRenderHint(QPainter::Antialiasing, false);
}

}  // namespace

BeatCellLook currentCellLook() {
  const Theme& theme = Theme::instance();
  const Palette& palette = theme.palette();
  BeatCellLook look;
  look.ground = palette.plotBackground;
  look.selectedGround = palette.selection;
  look.frame = palette.accent;
  look.frameWithoutFocus = palette.mutedText;
  look.wrong = palette.wrong;
  look.edited = palette.accent;
  look.trace = palette.trace;
  look.letter = theme.small();
  look.letter.setBold(true);
  return look;
}

QRect framedRect(const QRect& cell) {
  return cell.adjusted(-2, -2, 2, 2);
}

QRect traceRect(const QRect& cell) {
  return cell.adjusted(kGutterWidth, 3, -3, -3);
}

void paintBeatCell(QPainter& painter, const QRect& cell, const BeatCell& content, const BeatCellLook& look,
                   const QImage* thumbnail, std::span<const float> samples) {
  painter.fillRect(cell, content.isSelected ? look.selectedGround : look.ground);
  paintGutter(painter, cell, content, look);
  const QRect trace = traceRect(cell);
  if (thumbnail) {
    painter.drawImage(trace.topLeft(), *thumbnail);
  } else {
    drawTrace(painter, QRectF(trace).adjusted(1, 1, -1, -1), samples, look.samples, look.trace);
  }
  if (content.isWrong) paintCorner(painter, cell, look.wrong);
  if (content.isEdited) paintEditedDot(painter, cell, look.edited);
  if (content.isCurrent) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(content.hasFocus ? look.frame : look.frameWithoutFocus);
    painter.drawRect(cell.adjusted(-1, -1, 0, 0));
    painter.drawRect(framedRect(cell).adjusted(0, 0, -1, -1));
  }
}

}  // namespace ectopy::ui
