#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/evaluate/beat_map.h"
#include "ui/theme/theme.h"
#include "ui/widgets/thumbnail_painter.h"

namespace ectopy::ui {
namespace {

constexpr double kSmallest = 1.1;  // radius of a point where all are seen, px
constexpr double kLargest = 5;
constexpr std::size_t kMostRings = 2000;  // more would hide what they ring
const QSize kHoveredSize(150, 76);

}  // namespace

double BeatMap::radius() const {
  if (!m_places || m_places->empty()) return kSmallest;
  const double whole = MapFrame::around(m_grid.bounds(), size()).scale;
  const double few = std::sqrt(20000.0 / static_cast<double>(m_places->size()));
  return std::clamp(kSmallest * std::max(1.0, few) * std::pow(std::max(1.0, m_frame.scale / whole), 0.35),
                    kSmallest, kLargest);
}

void BeatMap::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const Palette& palette = Theme::instance().palette();
  const bool isThere = m_places && m_look.colours.size() == m_places->size();
  if (!isThere) {
    painter.fillRect(rect(), palette.plotBackground);
  } else {
    if (m_points.isNull())
      m_points = paintMapPoints(*m_places, m_look, m_frame, palette.plotBackground.rgb(), radius(),
                                devicePixelRatioF());
    painter.drawImage(0, 0, m_points);
    painter.setRenderHint(QPainter::Antialiasing);
    paintMarks(painter);
    paintLasso(painter);
    paintHovered(painter);
  }
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(hasFocus() ? palette.focus : palette.border);
  painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void BeatMap::paintMarks(QPainter& painter) const {
  const Palette& palette = Theme::instance().palette();
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(palette.text, 1));
  if (m_selected.size() > 1 && m_selected.size() <= kMostRings)
    for (const BeatIndex beat : m_selected)
      if (const auto place = pointOf(beat)) painter.drawEllipse(*place, radius() + 2, radius() + 2);
  if (!m_current) return;
  const auto place = pointOf(*m_current);
  if (!place) return;
  painter.setPen(QPen(palette.plotBackground, 4));
  painter.drawEllipse(*place, radius() + 5, radius() + 5);
  painter.setPen(QPen(palette.accent, 2));
  painter.drawEllipse(*place, radius() + 5, radius() + 5);
}

void BeatMap::paintLasso(QPainter& painter) const {
  if (m_lasso.size() < 2) return;
  const Palette& palette = Theme::instance().palette();
  QColor inside = palette.accent;
  inside.setAlphaF(0.15F);
  painter.setBrush(inside);
  painter.setPen(QPen(palette.accent, 1));
  painter.drawPolygon(m_lasso);
}

void BeatMap::paintHovered(QPainter& painter) const {
  if (!m_hovered || !m_beats || *m_hovered >= m_beats->size()) return;
  const QPointF place = *pointOf(*m_hovered);
  const Palette& palette = Theme::instance().palette();
  const QString words = m_words ? m_words(*m_hovered) : QString();
  const QFontMetrics metrics(Theme::instance().small());
  const int pad = Theme::spacing(2);
  const QSize extent = metrics.size(0, words);
  const QSize box(std::max(kHoveredSize.width(), extent.width() + 2 * pad),
                  kHoveredSize.height() + extent.height() + pad);
  QPointF corner = place + QPointF(14, 14);
  if (corner.x() + box.width() > width()) corner.setX(place.x() - 14 - box.width());
  if (corner.y() + box.height() > height()) corner.setY(place.y() - 14 - box.height());
  corner = {std::max(0.0, corner.x()), std::max(0.0, corner.y())};
  const QRectF area(corner, box);
  painter.setPen(palette.border);
  painter.setBrush(palette.raised);
  painter.drawRoundedRect(area, 4, 4);
  const QRectF trace = area.adjusted(pad, pad, -pad, -extent.height() - pad);
  drawTrace(painter, trace, m_beats->beat(*m_hovered), 0, palette.trace);
  painter.setFont(Theme::instance().small());
  painter.setPen(palette.text);
  painter.drawText(area.adjusted(pad, kHoveredSize.height(), -pad, 0), Qt::AlignLeft | Qt::AlignTop, words);
  painter.setPen(QPen(palette.text, 1.5));
  painter.setBrush(Qt::NoBrush);
  painter.drawEllipse(place, radius() + 3, radius() + 3);
}

}  // namespace ectopy::ui
