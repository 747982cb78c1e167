#include "ui/evaluate/map_points.h"

#include <algorithm>
#include <cmath>

namespace ectopy::ui {
namespace {

constexpr int kCells = 256;  // of the grid, a side
constexpr double kMargin = 0.94;

/// How much of each pixel a disc covers, 0 to 256.
struct Disc {
  int side = 1;
  std::vector<int> cover;
};

Disc discOf(double radius) {
  Disc disc{.side = 2 * static_cast<int>(std::ceil(radius - 0.5)) + 1};
  const double middle = (disc.side - 1) / 2.0;
  for (int y = 0; y < disc.side; ++y)
    for (int x = 0; x < disc.side; ++x) {
      const double inside = radius + 0.5 - std::hypot(x - middle, y - middle);
      disc.cover.push_back(static_cast<int>(std::lround(256 * std::clamp(inside, 0.0, 1.0))));
    }
  return disc;
}

QRgb mixed(QRgb below, QRgb above, int cover) {
  if (cover >= 256) return above;
  // Red and blue in one go, green beside them.
  const auto share = static_cast<QRgb>(cover);
  const auto part = [&](QRgb mask) {
    return (((below & mask) * (256 - share) + (above & mask) * share) >> 8) & mask;
  };
  return 0xff000000 | part(0xff00ff) | part(0x00ff00);
}

QRectF boundsOf(const std::vector<MapPoint>& places) {
  if (places.empty()) return {};
  const auto [left, right] = std::ranges::minmax_element(places, {}, &MapPoint::x);
  const auto [low, high] = std::ranges::minmax_element(places, {}, &MapPoint::y);
  return {QPointF(left->x, low->y), QPointF(right->x, high->y)};
}

}  // namespace

MapFrame MapFrame::around(const QRectF& all, QSizeF size) {
  const double width = std::max(all.width(), 1e-6);
  const double height = std::max(all.height(), 1e-6);
  return {all.center(), kMargin * std::min(size.width() / width, size.height() / height), size};
}

MapGrid::MapGrid(std::shared_ptr<const std::vector<MapPoint>> places)
    : m_places(std::move(places)), m_bounds(boundsOf(*m_places)), m_first(kCells * kCells + 1) {
  std::vector<std::uint32_t> cells;
  cells.reserve(m_places->size());
  for (const MapPoint& point : *m_places) {
    const int row = cellOf(point.y, m_bounds.top(), m_bounds.height());
    cells.push_back(
        static_cast<std::uint32_t>(row * kCells + cellOf(point.x, m_bounds.left(), m_bounds.width())));
    ++m_first[cells.back() + 1];
  }
  for (std::size_t cell = 1; cell < m_first.size(); ++cell) m_first[cell] += m_first[cell - 1];
  m_beats.resize(cells.size());
  std::vector<std::uint32_t> next = m_first;
  for (BeatIndex beat = 0; beat < cells.size(); ++beat) m_beats[next[cells[beat]]++] = beat;
}

int MapGrid::cellOf(double value, double low, double extent) const {
  if (extent <= 0) return 0;
  return static_cast<int>(std::clamp(std::floor((value - low) / extent * kCells), 0.0, kCells - 1.0));
}

std::optional<BeatIndex> MapGrid::nearest(QPointF place, double within,
                                          const std::vector<bool>& isWanted) const {
  if (!m_places) return {};
  const int left = cellOf(place.x() - within, m_bounds.left(), m_bounds.width());
  const int right = cellOf(place.x() + within, m_bounds.left(), m_bounds.width());
  const int low = cellOf(place.y() - within, m_bounds.top(), m_bounds.height());
  const int high = cellOf(place.y() + within, m_bounds.top(), m_bounds.height());
  std::optional<BeatIndex> found;
  double closest = within;
  for (int row = low; row <= high; ++row) {
    const auto first = m_first[static_cast<std::size_t>(row * kCells + left)];
    const auto end = m_first[static_cast<std::size_t>(row * kCells + right + 1)];
    for (std::uint32_t i = first; i < end; ++i) {
      const BeatIndex beat = m_beats[i];
      if (beat < isWanted.size() && !isWanted[beat]) continue;
      const double apart = std::hypot((*m_places)[beat].x - place.x(), (*m_places)[beat].y - place.y());
      if (apart > closest) continue;
      closest = apart;
      found = beat;
    }
  }
  return found;
}

QImage paintMapPoints(const std::vector<MapPoint>& places, const MapLook& look, const MapFrame& frame,
                      QRgb background, double radius, double dpr) {
  QImage image((frame.size * dpr).toSize(), QImage::Format_RGB32);
  image.setDevicePixelRatio(dpr);
  image.fill(background);
  const Disc disc = discOf(radius * dpr);
  const int half = disc.side / 2;
  auto* pixels = reinterpret_cast<QRgb*>(image.bits());
  const auto stride = image.bytesPerLine() / static_cast<qsizetype>(sizeof(QRgb));
  for (const BeatIndex beat : look.order) {
    const QPointF centre = frame.toWidget(places[beat]) * dpr;
    // Far outside the cast to int would not be defined.
    if (!(centre.x() > -64 && centre.y() > -64 && centre.x() < image.width() + 64 &&
          centre.y() < image.height() + 64))
      continue;
    const int left = static_cast<int>(std::lround(centre.x())) - half;
    const int top = static_cast<int>(std::lround(centre.y())) - half;
    for (int y = std::max(0, -top); y < disc.side && top + y < image.height(); ++y)
      for (int x = std::max(0, -left); x < disc.side && left + x < image.width(); ++x) {
        QRgb& pixel = pixels[(top + y) * stride + left + x];
        pixel = mixed(pixel, look.colours[beat], disc.cover[static_cast<std::size_t>(y * disc.side + x)]);
      }
  }
  return image;
}

}  // namespace ectopy::ui
