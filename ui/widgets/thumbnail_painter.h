#pragma once

#include <QColor>
#include <QImage>
#include <QRectF>
#include <QSize>
#include <cstddef>
#include <span>

#include "core/beats/beat_set.h"

class QPainter;

namespace ectopy::ui {

/// What decides the pixels of a thumbnail besides the beat itself.
struct ThumbnailStyle {
  QSize size;       // logical px
  qreal dpr = 1;    // device pixels per logical px
  int samples = 0;  // of a beat that fill the width; 0: all. What lies behind them is not drawn.
  QRgb trace = 0;   // colour of the line
  bool operator==(const ThumbnailStyle&) const = default;
};

/// Samples before the zero padding at the end of a cut beat.
std::size_t unpaddedLength(std::span<const float> beat);

/// Draws a beat as one line that fills `area` from its lowest to its highest sample; the zero padding at its
/// end is left out; where several samples share a pixel, its lowest and highest are drawn. The width stands
/// for `samples` (0: all of the beat's), so that a short beat stays short.
void drawTrace(QPainter& painter, const QRectF& area, std::span<const float> beat, int samples,
               const QColor& colour);

/// How many samples 95 % of the beats fit into without their padding; looks at a thousand at most.
int usualLength(const BeatSet& beats);

/// The trace as a thumbnail holds it, straight into `place`.
void drawThumbnail(QPainter& painter, const QRect& place, std::span<const float> beat,
                   const ThumbnailStyle& style);
/// The trace alone on a transparent ground. May run in any thread.
QImage renderThumbnail(std::span<const float> beat, const ThumbnailStyle& style);

}  // namespace ectopy::ui
