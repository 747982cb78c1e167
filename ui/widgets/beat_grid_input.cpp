#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <algorithm>

#include "ui/widgets/beat_grid.h"

namespace ectopy::ui {

std::optional<std::size_t> BeatGrid::targetOf(int key) const {
  const std::size_t count = m_visible ? m_visible->size() : 0;
  if (count == 0) return {};
  const auto here = static_cast<std::int64_t>(m_current ? positionOf(*m_current).value_or(0) : 0);
  const std::int64_t columns = m_layout.columns;
  const std::int64_t page = columns * std::max(1, viewport()->height() / m_layout.rowHeight());
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

void BeatGrid::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::SelectAll) && m_visible && !m_visible->empty()) {
    m_session.setSelection(*m_visible, m_current.value_or(m_visible->front()));
    return event->accept();
  }
  const bool isMove = (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) == 0;
  const auto target = isMove ? targetOf(event->key()) : std::nullopt;
  if (!target) return event->ignore();  // letters and the rest belong to the window
  moveTo(*target, event->modifiers().testFlag(Qt::ShiftModifier));
  event->accept();
}

void BeatGrid::moveTo(std::size_t position, bool extends) {
  const BeatIndex beat = (*m_visible)[position];
  if (!extends) {
    m_anchor = beat;
    m_session.setCurrentBeat(beat);
    return;
  }
  if (!m_anchor || !positionOf(*m_anchor)) m_anchor = m_current;
  const auto anchor = m_anchor ? positionOf(*m_anchor) : std::nullopt;
  selectRange(anchor.value_or(position), position);
}

void BeatGrid::selectRange(std::size_t from, std::size_t to) {
  const auto first = m_visible->begin() + static_cast<std::ptrdiff_t>(std::min(from, to));
  const auto last = m_visible->begin() + static_cast<std::ptrdiff_t>(std::max(from, to));
  m_session.setSelection(std::vector<BeatIndex>(first, last + 1), (*m_visible)[to]);
}

void BeatGrid::toggle(BeatIndex beat) {
  std::vector<BeatIndex> selection = m_session.selection();
  const auto found = std::find(selection.begin(), selection.end(), beat);
  if (found == selection.end()) {
    selection.push_back(beat);
  } else if (selection.size() > 1) {
    selection.erase(found);
  }
  const bool isInside = std::find(selection.begin(), selection.end(), beat) != selection.end();
  m_anchor = beat;
  const BeatIndex current = isInside ? beat : selection.back();
  m_session.setSelection(std::move(selection), current);
}

void BeatGrid::mousePressEvent(QMouseEvent* event) {
  const auto position = m_layout.positionAt(event->pos(), scroll());
  m_pressed.reset();
  m_isDragging = false;
  if (event->button() != Qt::LeftButton || !position) return QAbstractScrollArea::mousePressEvent(event);
  if (event->modifiers().testFlag(Qt::ControlModifier)) {
    toggle((*m_visible)[*position]);
  } else {
    m_pressed = event->pos();
    moveTo(*position, event->modifiers().testFlag(Qt::ShiftModifier));
  }
}

void BeatGrid::mouseMoveEvent(QMouseEvent* event) {
  if (!m_pressed || !event->buttons().testFlag(Qt::LeftButton)) return;
  // A hand that trembles at a click selects one beat, not two.
  if ((event->pos() - *m_pressed).manhattanLength() >= QApplication::startDragDistance()) m_isDragging = true;
  const auto position = m_layout.positionAt(event->pos(), scroll());
  if (m_isDragging && position && m_current != (*m_visible)[*position]) moveTo(*position, true);
}

void BeatGrid::mouseReleaseEvent(QMouseEvent* event) {
  QAbstractScrollArea::mouseReleaseEvent(event);
  if (event->button() != Qt::LeftButton) return;
  m_pressed.reset();
  m_isDragging = false;
}

void BeatGrid::focusInEvent(QFocusEvent* event) {
  QAbstractScrollArea::focusInEvent(event);
  updateCell(m_current);
}

void BeatGrid::focusOutEvent(QFocusEvent* event) {
  QAbstractScrollArea::focusOutEvent(event);
  updateCell(m_current);
}

}  // namespace ectopy::ui
