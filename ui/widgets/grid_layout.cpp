#include "ui/widgets/grid_layout.h"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace ectopy::ui {

GridLayout GridLayout::fit(int width, int wantedCellWidth, std::size_t count) {
  GridLayout layout;
  layout.width = width;
  layout.columns = std::max(1, (width - kGap) / (wantedCellWidth + kGap));
  layout.cellWidth = std::max(16, (width - kGap) / layout.columns - kGap);
  // The height follows the size asked for, not the stretched one: resizing keeps the rows in place.
  layout.cellHeight = std::max(16, wantedCellWidth * 5 / 8);
  layout.count = count;
  return layout;
}

int GridLayout::leftOf(int column) const {
  return kGap + column * std::max(columns * (cellWidth + kGap), width - kGap) / columns;
}

std::size_t GridLayout::rows() const {
  const auto perRow = static_cast<std::size_t>(columns);
  return (count + perRow - 1) / perRow;
}

int GridLayout::contentHeight() const {
  const auto height = static_cast<std::uint64_t>(rows()) * static_cast<std::uint64_t>(rowHeight()) + kGap;
  return static_cast<int>(std::min<std::uint64_t>(height, std::numeric_limits<int>::max()));
}

QRect GridLayout::cellRect(std::size_t position, int scroll) const {
  const auto perRow = static_cast<std::size_t>(columns);
  const int column = static_cast<int>(position % perRow);
  const auto top = static_cast<std::int64_t>(position / perRow) * rowHeight() + kGap - scroll;
  return {leftOf(column), static_cast<int>(top), cellWidth, cellHeight};
}

std::optional<std::size_t> GridLayout::positionAt(QPoint point, int scroll) const {
  const int y = point.y() + scroll - kGap;
  const int column = std::clamp((point.x() - kGap) * columns / std::max(1, width - kGap), 0, columns - 1);
  const int x = point.x() - leftOf(column);
  if (x < 0 || y < 0 || x >= cellWidth || y % rowHeight() >= cellHeight) return {};
  const std::size_t position = static_cast<std::size_t>(y / rowHeight()) * static_cast<std::size_t>(columns) +
                               static_cast<std::size_t>(column);
  return position < count ? std::optional(position) : std::nullopt;
}

std::optional<std::size_t> GridLayout::targetOf(int key, std::size_t from, int viewHeight) const {
  if (count == 0) return {};
  const auto here = static_cast<std::int64_t>(from);
  const std::int64_t page = columns * std::max<std::int64_t>(1, viewHeight / rowHeight());
  const auto last = static_cast<std::int64_t>(count) - 1;
  std::int64_t target = here;
  switch (key) {
    case Qt::Key_Left:
      target = here - 1;
      break;
    case Qt::Key_Right:
      target = here + 1;
      break;
    // A column has an end: up in the first row stays where it is.
    case Qt::Key_Up:
      target = here >= columns ? here - columns : here;
      break;
    case Qt::Key_Down:
      target = here / columns < last / columns ? here + columns : here;
      break;
    case Qt::Key_PageUp:
      target = here - page;
      break;
    case Qt::Key_PageDown:
      target = here + page;
      break;
    case Qt::Key_Home:
      target = 0;
      break;
    case Qt::Key_End:
      target = last;
      break;
    default:
      return {};
  }
  return static_cast<std::size_t>(std::clamp<std::int64_t>(target, 0, last));
}

std::size_t GridLayout::firstAt(int y, int scroll) const {
  const int row = std::max(0, (y + scroll - kGap) / rowHeight());
  return std::min(count, static_cast<std::size_t>(row) * static_cast<std::size_t>(columns));
}

std::size_t GridLayout::endAt(int bottom, int scroll) const {
  const int row = std::max(0, (bottom + scroll) / rowHeight() + 1);
  return std::min(count, static_cast<std::size_t>(row) * static_cast<std::size_t>(columns));
}

}  // namespace ectopy::ui
