#include "ui/window/jump_box.h"

#include <QKeyEvent>

#include "ui/theme/theme.h"

namespace ectopy::ui {

JumpBox::JumpBox(Session& session, QWidget* parent) : QLineEdit(parent), m_session(session) {
  setObjectName(QStringLiteral("jumpBox"));
  setAccessibleName(tr("Jump to a beat or show some"));
  setPlaceholderText(tr("Jump: beat, record, 203@12:30, true:S pred:N"));
  setToolTip(
      tr("<p>Jump (Ctrl+F), then Enter:</p>"
         "<p><b>12345</b> or <b>#203</b> &nbsp; a beat, by its number<br>"
         "<b>203</b> &nbsp; the first beat of record 203, where there is one<br>"
         "<b>203@12:30</b> &nbsp; the beat of record 203 nearest to that time<br>"
         "<b>true:S pred:N record:203 part:test conf&lt;0.6 conf&gt;0.9 is:wrong is:edited is:flagged</b> "
         "&nbsp; "
         "only the beats for which all of these hold</p>"));
  addAction(Theme::instance().icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
  setMinimumWidth(Theme::spacing(40));
  setMaximumWidth(fontMetrics().horizontalAdvance(placeholderText()) + Theme::spacing(14));
  connect(this, &QLineEdit::returnPressed, this, &JumpBox::jump);
  const auto showState = [this] { setEnabled(m_session.beats() != nullptr); };
  connect(&session, &Session::dataChanged, this, showState);
  connect(&session, &Session::dataChanged, this, &QLineEdit::clear);
  showState();
}

void JumpBox::begin() {
  setFocus(Qt::ShortcutFocusReason);
  selectAll();
}

void JumpBox::jump() {
  if (text().trimmed().isEmpty()) return;
  if (m_session.jump(text())) {
    emit jumped();
  } else {
    selectAll();
  }
}

void JumpBox::keyPressEvent(QKeyEvent* event) {
  if (event->key() != Qt::Key_Escape) {
    QLineEdit::keyPressEvent(event);
    return;
  }
  event->accept();
  emit left();
}

}  // namespace ectopy::ui
