#include <QPainter>
#include <cmath>

#include "ui/theme/theme.h"
#include "ui/widgets/confusion_view.h"
#include "ui/widgets/figures.h"

namespace ectopy::ui {

namespace {

constexpr double kCorner = 3;  // px

QColor mix(const QColor& ground, const QColor& tint, double amount) {
  const auto blend = [amount](int from, int to) {
    return static_cast<int>(std::lround(from + (to - from) * amount));
  };
  return {blend(ground.red(), tint.red()), blend(ground.green(), tint.green()),
          blend(ground.blue(), tint.blue())};
}

}  // namespace

// The root lifts small shares, which matter most off the diagonal.
QColor ConfusionView::tint(bool isRight, double share) {
  const Palette& palette = Theme::instance().palette();
  if (share <= 0) return palette.panel;
  if (isRight) return mix(palette.panel, palette.accent, 0.12 + 0.60 * share);
  return mix(palette.panel, palette.wrong, 0.10 + 0.62 * std::sqrt(share));
}

void ConfusionView::paintGround(QPainter& painter, const QRect& area, const QColor& colour) {
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  painter.drawRoundedRect(area, kCorner, kCorner);
}

void ConfusionView::paintEvent(QPaintEvent*) {
  if (rows() == 0) return;
  QPainter painter(this);
  draw(painter);
  paintFrames(painter);
}

void ConfusionView::draw(QPainter& painter) const {
  painter.setRenderHint(QPainter::Antialiasing);
  paintAxes(painter);
  for (int row = 0; row < rows(); ++row)
    for (int column = 0; column < columns(); ++column) paintCell(painter, row, column);
}

void ConfusionView::paintAxes(QPainter& painter) const {
  const Theme& theme = Theme::instance();
  const QRect first = cellRect(0, 0);
  const QRect last = cellRect(classCount() - 1, classCount() - 1);
  const int line = QFontMetrics(theme.small()).height();
  painter.setFont(theme.small());
  painter.setPen(theme.palette().mutedText);
  painter.drawText(QRect(first.left(), 0, last.right() - first.left(), line), Qt::AlignCenter,
                   m_columns + QStringLiteral(" \u2192"));
  painter.save();
  painter.translate(0, last.bottom());
  painter.rotate(-90);
  painter.drawText(QRect(0, 0, last.bottom() - first.top(), line), Qt::AlignCenter,
                   QStringLiteral("\u2190 ") +
                       (m_rowHint.isEmpty() ? m_rows : QStringLiteral("%1 (%2)").arg(m_rows, m_rowHint)));
  painter.restore();
  const int chipHeight = headerHeight() - line - Theme::spacing(2);
  for (int index = 0; index < classCount(); ++index) {
    const QRect column = cellRect(0, index);
    const QRect row = cellRect(index, 0);
    const auto classIndex = static_cast<ClassIndex>(index);
    paintClassChip(painter, QRect(column.left(), line + Theme::spacing(1), column.width(), chipHeight),
                   classIndex);
    paintClassChip(
        painter,
        QRect(line + Theme::spacing(1), row.top(), headerWidth() - line - Theme::spacing(2), row.height()),
        classIndex);
  }
  if (marginCount() == 0) return;
  painter.setFont(theme.small());
  painter.setPen(theme.palette().mutedText);
  const QRect total = cellRect(0, classCount());
  painter.drawText(QRect(total.left(), line, total.width(), headerHeight() - line), Qt::AlignCenter,
                   tr("all"));
  const QRect bottom = cellRect(classCount(), 0);
  painter.drawText(QRect(line, bottom.top(), headerWidth() - line, bottom.height()), Qt::AlignCenter,
                   tr("all"));
}

void ConfusionView::paintClassChip(QPainter& painter, const QRect& area, ClassIndex index) const {
  const Theme& theme = Theme::instance();
  const QColor colour = theme.classColour(m_scheme, index);
  QFont font = theme.small();
  font.setBold(true);
  const std::string_view code = m_scheme.codeOf(index);
  const QString text = QString::fromUtf8(code.data(), static_cast<qsizetype>(code.size()));
  const int height = QFontMetrics(font).height() + 2;
  const int width = std::max(height, QFontMetrics(font).horizontalAdvance(text) + Theme::spacing(2));
  QRect chip(0, 0, std::min(width, area.width()), height);
  chip.moveCenter(area.center());
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  painter.drawRoundedRect(chip, kCorner, kCorner);
  painter.setFont(font);
  painter.setPen(Theme::textOn(colour));
  painter.drawText(chip, Qt::AlignCenter, text);
}

void ConfusionView::paintCell(QPainter& painter, int row, int column) const {
  const Theme& theme = Theme::instance();
  const QRect area = cellRect(row, column);
  const ConfusionCell cell = cellAt(row, column);
  const std::int64_t count = countAt(row, column);
  const bool isMargin = !cell.truth || !cell.predicted;
  const double share = shareAt(row, column, m_areOfColumn);
  const QColor ground =
      isMargin ? theme.palette().window : tint(row == column, std::isnan(share) ? 0 : share);
  paintGround(painter, area, ground);
  const bool isFaint = count == 0 || isMargin;
  const bool isStrong = !isMargin && share > 0.5;
  const QColor text = isStrong ? Theme::textOn(ground) : theme.palette().text;
  painter.setPen(isFaint ? theme.palette().mutedText : text);
  painter.setFont(m_isCompact ? theme.small() : theme.normal());
  const bool hasShare = share > 0;
  const int half = area.height() / 2;
  if (!hasShare) return painter.drawText(area, Qt::AlignCenter, countText(count));
  painter.drawText(area.adjusted(0, 0, 0, -half + 2), Qt::AlignHCenter | Qt::AlignBottom, countText(count));
  painter.setFont(theme.small());
  painter.drawText(area.adjusted(0, half + 1, 0, 0), Qt::AlignHCenter | Qt::AlignTop, percentText(share));
}

void ConfusionView::paintFrames(QPainter& painter) const {
  const Palette& palette = Theme::instance().palette();
  const auto frame = [&](const QRect& area, const QColor& colour, double width) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colour, width));
    painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), kCorner, kCorner);
  };
  if (m_hovered) frame(cellRect(m_hovered->y(), m_hovered->x()), palette.mutedText, 1);
  for (int row = 0; m_opened && row < rows(); ++row)
    for (int column = 0; column < columns(); ++column)
      if (cellAt(row, column) == *m_opened) frame(cellRect(row, column), palette.text, 2);
  if (hasFocus()) frame(cellRect(m_row, m_column).adjusted(-1, -1, 1, 1), palette.focus, 2);
}

}  // namespace ectopy::ui
