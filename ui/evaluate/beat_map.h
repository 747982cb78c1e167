#pragma once

#include <QImage>
#include <QPolygonF>
#include <QWidget>
#include <optional>
#include <vector>

#include "ui/evaluate/map_colours.h"
#include "ui/evaluate/map_points.h"

namespace ectopy::ui {

/// Beats as points. A drag draws a lasso around some, the wheel zooms, the middle or right button (or Ctrl)
/// moves the map, a click goes to the beat under the mouse, which hovering shows. Keys: + - zoom, arrows
/// move, 0 shows all, Enter takes all beats in view, Escape drops the lasso.
class BeatMap : public QWidget {
  Q_OBJECT

 public:
  explicit BeatMap(QWidget* parent = nullptr);

  /// Where the beats lie; a fresh map is shown whole, one that goes on stays as it is looked at unless it was
  /// seen whole.
  void setPlaces(std::shared_ptr<const std::vector<MapPoint>> places, bool isFresh);
  void setBeats(std::shared_ptr<const BeatSet> beats) { m_beats = std::move(beats); }
  void setLook(MapLook look);
  /// Which beats a lasso and the mouse can take; empty: all.
  void setTakable(std::vector<bool> isTakable) { m_isTakable = std::move(isTakable); }
  void setMarked(std::optional<BeatIndex> current, std::vector<BeatIndex> selected);
  /// What is said of the beat under the mouse.
  void setWords(std::function<QString(BeatIndex)> words) { m_words = std::move(words); }

  const MapFrame& frame() const { return m_frame; }
  std::optional<BeatIndex> hovered() const { return m_hovered; }
  /// Where a beat is drawn; nothing without a map.
  std::optional<QPointF> pointOf(BeatIndex beat) const;
  QSize sizeHint() const override { return {640, 420}; }
  QSize minimumSizeHint() const override { return {240, 180}; }

 public slots:
  void zoom(double factor);
  void showAll();
  /// Takes the beats that are in view.
  void takeView();

 signals:
  /// Beats inside a lasso or in view, in the data set's order.
  void taken(const std::vector<ectopy::BeatIndex>& beats, bool isLasso);
  void clicked(ectopy::BeatIndex beat);
  /// Escape, with no lasso being drawn.
  void dropWanted();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  enum class Drag { None, Lasso, Move };
  void redraw();  // the points anew
  void setFrame(const MapFrame& frame);
  void zoomAt(QPointF place, double factor);
  void moveBy(QPointF pixels);
  void hover(QPointF place);
  std::optional<BeatIndex> beatAt(QPointF place) const;
  std::vector<BeatIndex> beatsIn(const QPolygonF& area) const;
  bool isTakable(BeatIndex beat) const { return beat >= m_isTakable.size() || m_isTakable[beat]; }
  void endLasso();
  double radius() const;
  void paintMarks(QPainter& painter) const;
  void paintLasso(QPainter& painter) const;
  void paintHovered(QPainter& painter) const;

  std::shared_ptr<const std::vector<MapPoint>> m_places;
  std::shared_ptr<const BeatSet> m_beats;
  MapGrid m_grid;
  MapLook m_look;
  MapFrame m_frame;
  bool m_isWhole = true;  // all is shown, and stays so when size or places change
  QImage m_points;        // null: to be drawn
  std::vector<bool> m_isTakable;
  std::optional<BeatIndex> m_current;
  std::vector<BeatIndex> m_selected;
  std::function<QString(BeatIndex)> m_words;
  std::optional<BeatIndex> m_hovered;
  Drag m_drag = Drag::None;
  QPolygonF m_lasso;
  QPointF m_dragged;  // where the mouse was last
};

}  // namespace ectopy::ui
