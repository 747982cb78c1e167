#include "ui/widgets/beat_cell.h"

#include <QPainter>
#include <QPolygon>
#include <algorithm>

#include "ui/theme/theme.h"

namespace ectopy::ui {

namespace {

constexpr int kBarWidth = 3;
constexpr int kGutterWidth = 16;       // bar and letters
constexpr qsizetype kMostLooks = 512;  // more come only with schemes of very many classes

quint32 keyOf(const BeatCell& cell) {
  const quint32 flags = (cell.isWrong ? 1U : 0U) | (cell.isEdited ? 2U : 0U) | (cell.isSelected ? 4U : 0U) |
                        (cell.isFlagged ? 8U : 0U) | (cell.isExcluded ? 16U : 0U);
  return quint32{cell.label} | quint32{cell.predicted} << 8 | flags << 16;
}

QString letterOf(const LabelScheme& scheme, ClassIndex index) {
  const std::string_view code = scheme.codeOf(index);
  return QString::fromUtf8(code.data(), static_cast<qsizetype>(code.size()));
}

void drawCorner(QPainter& painter, const QSize& cell, const QColor& colour) {
  const int side = std::clamp(cell.height() / 5, 8, 14);
  const QPoint corner(cell.width(), 0);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  painter.drawPolygon(QPolygon({corner, corner - QPoint(side, 0), corner + QPoint(0, side)}));
}

void drawEditedDot(QPainter& painter, const QSize& cell, const QColor& colour) {
  painter.setRenderHint(QPainter::Antialiasing, true);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  painter.drawEllipse(QPointF((kBarWidth + kGutterWidth) / 2.0, cell.height() / 2.0), 2.5, 2.5);
}

/// In the gutter between the letter and the dot; where there is no room, in the lower right corner.
void drawPennant(QPainter& painter, const QSize& cell, const QColor& colour) {
  constexpr int kRoomyHeight = 52;
  const QPointF foot = cell.height() >= kRoomyHeight ? QPointF(kBarWidth + 4.5, cell.height() / 2.0 - 4.5)
                                                     : QPointF(cell.width() - 10.5, cell.height() - 2.5);
  painter.setRenderHint(QPainter::Antialiasing, true);
  painter.setPen(QPen(colour, 1.4));
  painter.drawLine(foot, foot - QPointF(0, 9));
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  painter.drawPolygon(QPolygonF({foot - QPointF(0, 9), foot + QPointF(7, -6.5), foot - QPointF(0, 4)}));
}

void drawCross(QPainter& painter, const QSize& cell, const QColor& colour) {
  painter.setRenderHint(QPainter::Antialiasing, true);
  painter.setPen(QPen(colour, 1));
  const QRectF ground(kGutterWidth, 3, cell.width() - kGutterWidth - 3, cell.height() - 6);
  painter.drawLine(ground.topLeft(), ground.bottomRight());
  painter.drawLine(ground.bottomLeft(), ground.topRight());
}

}  // namespace

QRect traceRect(const QRect& cell) {
  return cell.adjusted(kGutterWidth, 3, -3, -3);
}

QRect framedRect(const QRect& cell) {
  return cell.adjusted(-2, -2, 2, 2);
}

void paintCurrentFrame(QPainter& painter, const QRect& cell, bool hasFocus) {
  const Palette& palette = Theme::instance().palette();
  painter.setBrush(Qt::NoBrush);
  painter.setPen(hasFocus ? palette.accent : palette.mutedText);
  painter.drawRect(cell.adjusted(-1, -1, 0, 0));
  painter.drawRect(framedRect(cell).adjusted(0, 0, -1, -1));
}

void BeatCellPainter::use(const LabelScheme& scheme, QSize size, qreal dpr) {
  if (size == m_size && dpr == m_dpr && scheme == m_scheme) return;
  m_scheme = scheme;
  m_size = size;
  m_dpr = dpr;
  forget();
}

void BeatCellPainter::paint(QPainter& painter, QPoint topLeft, const BeatCell& cell) {
  const quint32 key = keyOf(cell);
  auto look = m_looks.constFind(key);
  if (look == m_looks.constEnd()) {
    if (m_looks.size() >= kMostLooks) m_looks.clear();
    look = m_looks.insert(key, draw(cell));
  }
  painter.drawImage(topLeft, *look);
}

void BeatCellPainter::drawLetters(QPainter& painter, const BeatCell& cell) const {
  const Theme& theme = Theme::instance();
  QFont font = theme.small();
  font.setBold(true);
  painter.setFont(font);
  const QRect letters(kBarWidth, 2, kGutterWidth - kBarWidth, m_size.height() - 4);
  painter.setPen(theme.classTextColour(m_scheme, cell.label));
  painter.drawText(letters, Qt::AlignHCenter | Qt::AlignTop, letterOf(m_scheme, cell.label));
  if (!cell.isWrong) return;
  painter.setPen(theme.palette().wrong);
  painter.drawText(letters, Qt::AlignHCenter | Qt::AlignBottom, letterOf(m_scheme, cell.predicted));
}

QImage BeatCellPainter::draw(const BeatCell& cell) const {
  const Palette& palette = Theme::instance().palette();
  QImage look(m_size * m_dpr, QImage::Format_RGB32);
  look.setDevicePixelRatio(m_dpr);
  look.fill(cell.isSelected ? palette.selection : palette.plotBackground);
  QPainter painter(&look);
  painter.fillRect(0, 0, kBarWidth, m_size.height(), Theme::instance().classColour(m_scheme, cell.label));
  drawLetters(painter, cell);
  if (cell.isWrong) drawCorner(painter, m_size, palette.wrong);
  if (cell.isEdited) drawEditedDot(painter, m_size, palette.accent);
  if (cell.isExcluded) drawCross(painter, m_size, palette.border);
  if (cell.isFlagged) drawPennant(painter, m_size, palette.accent);
  return look;
}

}  // namespace ectopy::ui
