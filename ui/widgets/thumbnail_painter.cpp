#include "ui/widgets/thumbnail_painter.h"

#include <QPainter>
#include <QPen>
#include <QPointF>
#include <QVarLengthArray>
#include <algorithm>
#include <cmath>

namespace ectopy::ui {

std::size_t unpaddedLength(std::span<const float> beat) {
  std::size_t length = beat.size();
  while (length > 0 && beat[length - 1] == 0.0f) --length;
  return length == 0 ? beat.size() : length;
}

void drawTrace(QPainter& painter, const QRectF& area, std::span<const float> beat, const QColor& colour) {
  if (beat.size() < 2) return;
  const std::span<const float> drawn = beat.first(unpaddedLength(beat));
  const auto [low, high] = std::minmax_element(drawn.begin(), drawn.end());
  const float range = *high - *low;
  const double scaleX = area.width() / static_cast<double>(beat.size() - 1);
  const double scaleY = range > 0 && std::isfinite(range) ? area.height() / range : 0;
  const double base = scaleY > 0 ? area.bottom() : area.center().y();

  QVarLengthArray<QPointF, 512> points;
  points.reserve(static_cast<qsizetype>(drawn.size()));
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    points.append({area.left() + static_cast<double>(i) * scaleX, base - (drawn[i] - *low) * scaleY});
  }
  // A pen wider than 1 px leaves the fast path of the raster engine.
  painter.setPen(QPen(colour, 1));
  painter.setRenderHint(QPainter::Antialiasing, true);
  painter.drawPolyline(points.constData(), static_cast<int>(points.size()));
  painter.setRenderHint(QPainter::Antialiasing, false);
}

QImage renderThumbnail(std::span<const float> beat, const ThumbnailStyle& style) {
  QImage image(style.size * style.dpr, QImage::Format_ARGB32_Premultiplied);
  image.setDevicePixelRatio(style.dpr);
  image.fill(Qt::transparent);
  QPainter painter(&image);
  const QRectF area = QRectF(QPointF(0, 0), QSizeF(style.size)).adjusted(1, 1, -1, -1);
  drawTrace(painter, area, beat, QColor::fromRgb(style.trace));
  return image;
}

}  // namespace ectopy::ui
