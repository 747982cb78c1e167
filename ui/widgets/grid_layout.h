#pragma once

#include <QPoint>
#include <QRect>
#include <cstddef>
#include <optional>

namespace ectopy::ui {

/// Where the cells of a virtual grid lie: arithmetic alone, nothing kept per cell. The content scrolls
/// vertically by `scroll` px; cells are stretched so that a row fills the width.
struct GridLayout {
  static constexpr int kGap = 4;  // px between cells and around them

  int width = 1;
  int columns = 1;
  int cellWidth = 1;
  int cellHeight = 1;
  std::size_t count = 0;

  static GridLayout fit(int width, int wantedCellWidth, std::size_t count);

  int rowHeight() const { return cellHeight + kGap; }
  std::size_t rows() const;
  int contentHeight() const;
  QRect cellRect(std::size_t position, int scroll) const;
  /// The cell under a point of the viewport; nothing in a gap or behind the end.
  std::optional<std::size_t> positionAt(QPoint point, int scroll) const;
  /// Where a key leads from a position: arrows, PageUp and PageDown (a screen of `viewHeight` px), Home, End.
  /// Nothing: another key, or no cell.
  std::optional<std::size_t> targetOf(int key, std::size_t from, int viewHeight) const;
  /// First position in the row that shows at viewport height y, and one behind the last at `bottom`.
  std::size_t firstAt(int y, int scroll) const;
  std::size_t endAt(int bottom, int scroll) const;

 private:
  int leftOf(int column) const;  // the px that no cell needs widen the gaps
};

}  // namespace ectopy::ui
