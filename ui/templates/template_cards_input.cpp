#include <QKeyEvent>
#include <QMouseEvent>
#include <algorithm>

#include "ui/templates/template_cards.h"
#include "ui/widgets/key_settings.h"

namespace ectopy::ui {

bool TemplateCards::event(QEvent* event) {
  // A label's key is for the groups here; the window would label and step to the next beat.
  if (event->type() == QEvent::ShortcutOverride && m_session.beats() && !selectedGroups().empty()) {
    const auto* key = static_cast<QKeyEvent*>(event);
    if (classOfKey(m_session.beats()->scheme(), *key) != kUnlabelled) {
      event->accept();
      return true;
    }
  }
  return QAbstractScrollArea::event(event);
}

void TemplateCards::goTo(std::size_t card, Qt::KeyboardModifiers modifiers) {
  m_current = card;
  if (modifiers.testFlag(Qt::ShiftModifier)) {
    selectOnly(m_anchor, card);
  } else if (!modifiers.testFlag(Qt::ControlModifier)) {
    m_anchor = card;
    selectOnly(card, card);
  }
  ensureVisible(card);
  describe();
  viewport()->update();
  if (!modifiers.testFlag(Qt::ControlModifier)) emit selectionChanged();
}

void TemplateCards::toggle(std::size_t card) {
  const auto selected = std::ranges::count_if(m_cards, &Card::isSelected);
  Card& chosen = m_cards[card];
  chosen.isSelected = !chosen.isSelected || selected == 1;  // there is always one
  m_current = m_anchor = card;
  describe();
  viewport()->update();
  emit selectionChanged();
}

void TemplateCards::keyPressEvent(QKeyEvent* event) {
  const auto beats = m_session.beats();
  if (!beats || m_cards.empty()) return event->ignore();
  if (const ClassIndex label = classOfKey(beats->scheme(), *event); label != kUnlabelled) {
    event->accept();
    // A key held down must not label the groups that follow.
    if (!event->isAutoRepeat() && !selectedGroups().empty()) emit labelGiven(label);
    return;
  }
  if (event->matches(QKeySequence::SelectAll)) {
    selectOnly(0, m_cards.size() - 1);
    viewport()->update();
    emit selectionChanged();
    return event->accept();
  }
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
    toggleFold(m_current);
    return event->accept();
  }
  if (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier) {
    toggle(m_current);
    return event->accept();
  }
  const bool isMove = (event->modifiers() & (Qt::AltModifier | Qt::MetaModifier)) == 0;
  const auto target =
      isMove ? m_layout.targetOf(event->key(), m_current, viewport()->height()) : std::nullopt;
  if (!target) return event->ignore();  // the rest belongs to the window
  goTo(*target, event->modifiers());
  event->accept();
}

void TemplateCards::mousePressEvent(QMouseEvent* event) {
  const auto card = m_layout.positionAt(event->pos(), scroll());
  if (event->button() != Qt::LeftButton || !card) return QAbstractScrollArea::mousePressEvent(event);
  if (event->modifiers().testFlag(Qt::ControlModifier)) return toggle(*card);
  goTo(*card, event->modifiers());
}

void TemplateCards::mouseDoubleClickEvent(QMouseEvent* event) {
  const auto card = m_layout.positionAt(event->pos(), scroll());
  if (event->button() == Qt::LeftButton && card) toggleFold(*card);
}

void TemplateCards::focusInEvent(QFocusEvent* event) {
  QAbstractScrollArea::focusInEvent(event);
  viewport()->update();
  emit focusCame();
}

void TemplateCards::focusOutEvent(QFocusEvent* event) {
  QAbstractScrollArea::focusOutEvent(event);
  viewport()->update();
}

}  // namespace ectopy::ui
