#include "ui/evaluate/beat_map.h"

#include <QKeyEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/theme/theme.h"

namespace ectopy::ui {
namespace {

constexpr double kReach = 8;  // px from the mouse to a point that is meant
constexpr double kKeyZoom = 1.25;
constexpr double kMostZoom = 4000;  // of the scale that shows all
constexpr double kLeastZoom = 0.5;
constexpr double kClickSlack = 4;  // px that the mouse may move in a click

}  // namespace

BeatMap::BeatMap(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("beatMap"));
  setAccessibleName(tr("Map of beats: like lies beside like"));
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setCursor(Qt::CrossCursor);
  connect(&Theme::instance(), &Theme::changed, this, &BeatMap::redraw);
}

void BeatMap::setPlaces(std::shared_ptr<const std::vector<MapPoint>> places, bool isFresh) {
  m_places = std::move(places);
  m_grid = m_places ? MapGrid(m_places) : MapGrid();
  m_hovered.reset();
  if (isFresh) m_isWhole = true;
  if (m_isWhole) showAll();
  redraw();
}

void BeatMap::setLook(MapLook look) {
  m_look = std::move(look);
  redraw();
}

void BeatMap::setMarked(std::optional<BeatIndex> current, std::vector<BeatIndex> selected) {
  m_current = current;
  m_selected = std::move(selected);
  update();
}

std::optional<QPointF> BeatMap::pointOf(BeatIndex beat) const {
  if (!m_places || beat >= m_places->size()) return {};
  return m_frame.toWidget((*m_places)[beat]);
}

void BeatMap::redraw() {
  m_points = {};
  update();
}

void BeatMap::setFrame(const MapFrame& frame) {
  m_frame = frame;
  redraw();
}

void BeatMap::showAll() {
  m_isWhole = true;
  setFrame(MapFrame::around(m_grid.bounds(), size()));
}

void BeatMap::zoom(double factor) {
  zoomAt(QRectF(rect()).center(), factor);
}

void BeatMap::zoomAt(QPointF place, double factor) {
  if (!m_places) return;
  const double whole = MapFrame::around(m_grid.bounds(), size()).scale;
  const QPointF there = m_frame.toMap(place);
  MapFrame frame = m_frame;
  frame.scale = std::clamp(frame.scale * factor, kLeastZoom * whole, kMostZoom * whole);
  const QPointF off = frame.toMap(place) - there;
  frame.centre -= off;
  m_isWhole = false;
  setFrame(frame);
  hover(place);
}

void BeatMap::moveBy(QPointF pixels) {
  MapFrame frame = m_frame;
  frame.centre += QPointF(-pixels.x(), pixels.y()) / frame.scale;
  m_isWhole = false;
  setFrame(frame);
}

void BeatMap::resizeEvent(QResizeEvent*) {
  if (m_isWhole) return showAll();
  MapFrame frame = m_frame;
  frame.size = size();
  setFrame(frame);
}

void BeatMap::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) redraw();
  QWidget::changeEvent(event);
}

void BeatMap::keyPressEvent(QKeyEvent* event) {
  const double step = 0.1 * std::min(width(), height());
  switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      return zoom(kKeyZoom);
    case Qt::Key_Minus:
      return zoom(1 / kKeyZoom);
    case Qt::Key_0:
      return showAll();
    case Qt::Key_Left:
      return moveBy({step, 0});
    case Qt::Key_Right:
      return moveBy({-step, 0});
    case Qt::Key_Up:
      return moveBy({0, step});
    case Qt::Key_Down:
      return moveBy({0, -step});
    case Qt::Key_Return:
    case Qt::Key_Enter:
      return takeView();
    case Qt::Key_Escape:
      if (m_drag == Drag::None) return emit dropWanted();
      m_drag = Drag::None;
      m_lasso.clear();
      return update();
    default:
      QWidget::keyPressEvent(event);
  }
}

void BeatMap::wheelEvent(QWheelEvent* event) {
  const double steps = event->angleDelta().y() / 120.0;
  if (steps != 0) zoomAt(event->position(), std::pow(1.2, steps));
  event->accept();
}

void BeatMap::mousePressEvent(QMouseEvent* event) {
  setFocus(Qt::MouseFocusReason);
  const bool movesMap = event->button() != Qt::LeftButton || event->modifiers().testFlag(Qt::ControlModifier);
  m_drag = movesMap ? Drag::Move : Drag::Lasso;
  m_lasso = {event->position()};
  m_dragged = event->position();
  if (movesMap) setCursor(Qt::ClosedHandCursor);
}

void BeatMap::mouseMoveEvent(QMouseEvent* event) {
  if (m_drag == Drag::None) return hover(event->position());
  m_hovered.reset();
  if (m_drag == Drag::Move) {
    moveBy(event->position() - m_dragged);
    m_dragged = event->position();
  } else {
    m_lasso << event->position();
    update();
  }
}

void BeatMap::mouseReleaseEvent(QMouseEvent* event) {
  const Drag drag = m_drag;
  m_drag = Drag::None;
  setCursor(Qt::CrossCursor);
  if (drag == Drag::Lasso) endLasso();
  hover(event->position());
}

void BeatMap::mouseDoubleClickEvent(QMouseEvent* event) {
  zoomAt(event->position(), 2);
}

void BeatMap::leaveEvent(QEvent*) {
  m_hovered.reset();
  update();
}

void BeatMap::hover(QPointF place) {
  const auto found = beatAt(place);
  if (found == m_hovered) return;
  m_hovered = found;
  update();
}

std::optional<BeatIndex> BeatMap::beatAt(QPointF place) const {
  return m_grid.nearest(m_frame.toMap(place), kReach / m_frame.scale, m_isTakable);
}

void BeatMap::endLasso() {
  const QPolygonF lasso = std::exchange(m_lasso, {});
  update();
  if (lasso.isEmpty()) return;
  const QRectF extent = lasso.boundingRect();
  if (extent.width() <= kClickSlack && extent.height() <= kClickSlack) {
    if (const auto beat = beatAt(lasso.first())) emit clicked(*beat);
    return;
  }
  emit taken(beatsIn(lasso), true);
}

void BeatMap::takeView() {
  emit taken(beatsIn(QPolygonF(QRectF(rect()))), false);
}

std::vector<BeatIndex> BeatMap::beatsIn(const QPolygonF& area) const {
  // The area as pixels: a look-up a beat, however long the line around it is.
  QImage inside(size(), QImage::Format_Grayscale8);
  inside.fill(0);
  QPainter painter(&inside);
  painter.setPen(Qt::NoPen);
  painter.setBrush(Qt::white);
  painter.drawPolygon(area, Qt::OddEvenFill);
  painter.end();
  std::vector<BeatIndex> beats;
  for (BeatIndex beat = 0; m_places && beat < m_places->size(); ++beat) {
    const QPointF place = m_frame.toWidget((*m_places)[beat]);
    if (!isTakable(beat) || !QRectF(rect()).contains(place)) continue;
    const auto x = static_cast<int>(place.x());
    const auto y = static_cast<int>(place.y());
    if (inside.valid(x, y) && inside.constScanLine(y)[x] > 0) beats.push_back(beat);
  }
  return beats;
}

}  // namespace ectopy::ui
