#pragma once

#include <QAbstractScrollArea>
#include <QTimer>
#include <optional>
#include <vector>

#include "ui/session/session.h"
#include "ui/widgets/beat_cell.h"
#include "ui/widgets/grid_layout.h"
#include "ui/widgets/thumbnail_cache.h"

namespace ectopy::ui {

/// The scrolling part of the gallery: paints the cells that show and no others, moves and selects by keys and
/// mouse.
class BeatGrid : public QAbstractScrollArea {
  Q_OBJECT

 public:
  explicit BeatGrid(Session& session, QWidget* parent = nullptr);

  /// About this wide; cells are stretched to fill the rows. The current beat stays in view if it was.
  void setCellWidth(int width);
  int cellWidth() const { return m_wantedCellWidth; }
  /// In viewport coordinates; empty when the beat is not among the visible ones.
  QRect cellRect(BeatIndex beat) const;
  std::optional<BeatIndex> beatAt(QPoint viewportPoint) const;
  ThumbnailCache& thumbnails() { return m_thumbnails; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void scrollContentsBy(int dx, int dy) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  void connectSession();
  void takeBeats();
  void takeRecut(const std::vector<BeatIndex>& beats);
  void takeVisibleBeats();
  void takeCurrentBeat();
  void takeSelection();
  void takeAnchor();
  void updateCells(const std::vector<BeatIndex>& beats);
  void updateCell(std::optional<BeatIndex> beat);
  void describeCurrentBeat();

  void relayout();
  int scroll() const;
  std::optional<std::size_t> positionOf(BeatIndex beat) const;
  void ensureVisible(std::size_t position);
  bool isCurrentInView() const;
  void paintCells(QPainter& painter, const QRegion& region);
  BeatCell cellOf(BeatIndex beat) const;
  ThumbnailStyle thumbnailStyle() const;
  void wantThumbnails();

  void moveTo(std::size_t position, bool extends);
  void selectRange(std::size_t from, std::size_t to);
  void toggle(BeatIndex beat);

  Session& m_session;
  ThumbnailCache m_thumbnails;
  BeatCellPainter m_cellPainter;
  QTimer m_thumbnailTimer;
  int m_wantedCellWidth = 96;
  GridLayout m_layout;
  int m_heightInView = 0;  // px of the viewport when it was laid out last
  int m_samplesShown = 0;  // of each beat
  BeatList m_visible;
  std::vector<std::uint32_t> m_positions;  // by beat: its place in m_visible, or kNowhere
  std::vector<bool> m_isSelected;          // by beat
  std::optional<BeatIndex> m_current;
  std::optional<BeatIndex> m_anchor;  // where a range selection began
  std::optional<QPoint> m_pressed;    // where the mouse went down on a cell, while a range may be dragged
  bool m_isDragging = false;
};

}  // namespace ectopy::ui
