#include "ui/window/key_guard.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTextEdit>

namespace ectopy::ui {

bool keyBelongsToFocus(const QKeyEvent& event) {
  if (event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) return false;
  const QWidget* focus = QApplication::focusWidget();
  if (!focus) return false;
  const bool isTyped = !event.text().isEmpty() || event.key() == Qt::Key_Backspace;
  const bool isTextField =
      qobject_cast<const QLineEdit*>(focus) || qobject_cast<const QAbstractSpinBox*>(focus) ||
      qobject_cast<const QTextEdit*>(focus) || qobject_cast<const QPlainTextEdit*>(focus) ||
      qobject_cast<const QComboBox*>(focus);
  if (isTextField) return isTyped;
  const bool isPressed =
      qobject_cast<const QAbstractButton*>(focus) || qobject_cast<const QAbstractItemView*>(focus);
  return isPressed &&
         (event.key() == Qt::Key_Space || event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter);
}

KeyGuard::KeyGuard(QWidget* guarded) : QObject(guarded) {
  guarded->installEventFilter(this);
}

bool KeyGuard::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride && keyBelongsToFocus(*static_cast<QKeyEvent*>(event))) {
    event->accept();
    return true;
  }
  return QObject::eventFilter(watched, event);
}

}  // namespace ectopy::ui
