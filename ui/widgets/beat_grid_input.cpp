#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <algorithm>

#include "ui/widgets/beat_grid.h"

namespace ectopy::ui {

void BeatGrid::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::SelectAll) && m_visible && !m_visible->empty()) {
    m_session.setSelection(*m_visible, m_current.value_or(m_visible->front()));
    return event->accept();
  }
  const bool isMove = (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) == 0;
  const std::size_t here = m_current ? positionOf(*m_current).value_or(0) : 0;
  const auto target = isMove ? m_layout.targetOf(event->key(), here, viewport()->height()) : std::nullopt;
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
