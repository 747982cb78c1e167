#include "ui/widgets/thumbnail_painter.h"

#include <QPainter>
#include <QPen>
#include <QPointF>
#include <QVarLengthArray>
#include <algorithm>
#include <cmath>
#include <vector>

namespace ectopy::ui {

namespace {

constexpr std::size_t kLookedAt = 1000;

/// Of each run of `run` samples the lowest and the highest, in the order they come.
template <typename PointOf>
void appendExtremes(std::span<const float> samples, std::size_t run, const PointOf& pointOf,
                    QVarLengthArray<QPointF, 512>& points) {
  for (std::size_t first = 0; first < samples.size(); first += run) {
    const auto part = samples.subspan(first, std::min(run, samples.size() - first));
    const auto [low, high] = std::minmax_element(part.begin(), part.end());
    const auto lowest = first + static_cast<std::size_t>(low - part.begin());
    const auto highest = first + static_cast<std::size_t>(high - part.begin());
    points.append(pointOf(std::min(lowest, highest)));
    if (lowest != highest) points.append(pointOf(std::max(lowest, highest)));
  }
}

}  // namespace

std::size_t unpaddedLength(std::span<const float> beat) {
  std::size_t length = beat.size();
  while (length > 0 && beat[length - 1] == 0.0f) --length;
  return length == 0 ? beat.size() : length;
}

int usualLength(const BeatSet& beats) {
  std::vector<std::size_t> lengths;
  const std::size_t step = std::max<std::size_t>(1, beats.size() / kLookedAt);
  for (std::size_t beat = 0; beat < beats.size(); beat += step) {
    lengths.push_back(unpaddedLength(beats.beat(static_cast<BeatIndex>(beat))));
  }
  if (lengths.empty()) return static_cast<int>(beats.length());
  const auto usual = lengths.begin() + static_cast<std::ptrdiff_t>((lengths.size() - 1) * 95 / 100);
  std::nth_element(lengths.begin(), usual, lengths.end());
  return static_cast<int>(*usual);
}

void drawTrace(QPainter& painter, const QRectF& area, std::span<const float> beat, int samples,
               const QColor& colour) {
  if (beat.size() < 2) return;
  const std::size_t wide = samples > 1 ? static_cast<std::size_t>(samples) : beat.size();
  const std::span<const float> drawn = beat.first(std::min(wide, unpaddedLength(beat)));
  const auto [low, high] = std::minmax_element(drawn.begin(), drawn.end());
  const float range = *high - *low;
  const double scaleX = area.width() / static_cast<double>(wide - 1);
  const double scaleY = range > 0 && std::isfinite(range) ? area.height() / range : 0;
  const double base = scaleY > 0 ? area.bottom() : area.center().y();

  const auto pointOf = [&](std::size_t i) {
    return QPointF(area.left() + static_cast<double>(i) * scaleX, base - (drawn[i] - *low) * scaleY);
  };
  QVarLengthArray<QPointF, 512> points;
  const auto samplesAPixel = static_cast<std::size_t>(1 / std::max(scaleX, 1e-6));
  if (samplesAPixel > 2) {
    appendExtremes(drawn, samplesAPixel, pointOf, points);
  } else {
    for (std::size_t i = 0; i < drawn.size(); ++i) points.append(pointOf(i));
  }
  // A pen wider than 1 px leaves the fast path of the raster engine.
  painter.setPen(QPen(colour, 1));
  painter.setRenderHint(QPainter::Antialiasing, true);
  painter.drawPolyline(points.constData(), static_cast<int>(points.size()));
  painter.setRenderHint(QPainter::Antialiasing, false);
}

void drawThumbnail(QPainter& painter, const QRect& place, std::span<const float> beat,
                   const ThumbnailStyle& style) {
  drawTrace(painter, QRectF(place).adjusted(1, 1, -1, -1), beat, style.samples, QColor::fromRgb(style.trace));
}

QImage renderThumbnail(std::span<const float> beat, const ThumbnailStyle& style) {
  QImage image(style.size * style.dpr, QImage::Format_ARGB32_Premultiplied);
  image.setDevicePixelRatio(style.dpr);
  image.fill(Qt::transparent);
  QPainter painter(&image);
  drawThumbnail(painter, QRect(QPoint(0, 0), style.size), beat, style);
  return image;
}

}  // namespace ectopy::ui
