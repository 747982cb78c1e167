#pragma once

#include <QImage>
#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <memory>
#include <optional>
#include <vector>

#include "core/beats/beat_map.h"
#include "core/beats/beat_set.h"

namespace ectopy::ui {

/// What of a map is seen, and where: the map's unit is as long to the right as it is up.
struct MapFrame {
  QPointF centre;    // on the map
  double scale = 1;  // px a unit
  QSizeF size;       // of the widget

  QPointF toWidget(MapPoint point) const {
    return {size.width() / 2 + (point.x - centre.x()) * scale,
            size.height() / 2 - (point.y - centre.y()) * scale};
  }
  QPointF toMap(QPointF place) const {
    return {centre.x() + (place.x() - size.width() / 2) / scale,
            centre.y() - (place.y() - size.height() / 2) / scale};
  }
  /// The frame that shows all points of a rectangle, with a margin.
  static MapFrame around(const QRectF& all, QSizeF size);
};

/// Finds points by place.
class MapGrid {
 public:
  MapGrid() = default;
  explicit MapGrid(std::shared_ptr<const std::vector<MapPoint>> places);

  const QRectF& bounds() const { return m_bounds; }  // of all points
  /// The nearest point within a distance (map units) that `isWanted` lets through.
  std::optional<BeatIndex> nearest(QPointF place, double within, const std::vector<bool>& isWanted) const;

 private:
  int cellOf(double value, double low, double extent) const;

  std::shared_ptr<const std::vector<MapPoint>> m_places;
  QRectF m_bounds;
  std::vector<std::uint32_t> m_first;  // of each cell, place in m_beats
  std::vector<BeatIndex> m_beats;
};

/// How the points look: drawn in this order, a colour each.
struct MapLook {
  std::vector<BeatIndex> order;
  std::vector<QRgb> colours;  // opaque, one a beat
};

/// Draws the points as discs into an image of the frame's size; 109 446 take a few milliseconds.
QImage paintMapPoints(const std::vector<MapPoint>& places, const MapLook& look, const MapFrame& frame,
                      QRgb background, double radius, double dpr);

}  // namespace ectopy::ui
