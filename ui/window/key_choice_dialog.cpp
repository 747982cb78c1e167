#include "ui/window/key_choice_dialog.h"

#include <QDialogButtonBox>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/theme/theme.h"
#include "ui/widgets/primary_button.h"
#include "ui/widgets/role_label.h"
#include "ui/window/actions.h"

namespace ectopy::ui {
namespace {

QString plainText(const QAction& action) {
  return action.text().remove('&').remove(QStringLiteral("..."));
}

/// Keys that move among beats, in lists and in dialogs.
bool isTaken(const QKeySequence& key) {
  switch (key[0].key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
    case Qt::Key_Home:
    case Qt::Key_End:
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Escape:
      return (key[0].keyboardModifiers() & (Qt::ControlModifier | Qt::AltModifier)) == 0;
    default:
      return false;
  }
}

}  // namespace

KeyChoiceDialog::KeyChoiceDialog(QAction& action, const QWidget& window, QWidget* parent)
    : QDialog(parent),
      m_action(action),
      m_window(window),
      m_key(new QKeySequenceEdit),
      m_words(roleLabel("small")) {
  setObjectName(QStringLiteral("keyChoiceDialog"));
  setWindowTitle(tr("Another key"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(Theme::spacing(5), Theme::spacing(4), Theme::spacing(5), Theme::spacing(4));
  column->setSpacing(Theme::spacing(3));
  column->addWidget(new QLabel(tr("Press the new key of “%1”.").arg(plainText(action))));
  m_key->setObjectName(QStringLiteral("keyChoice"));
  m_key->setAccessibleName(tr("New key"));
  column->addWidget(m_key);
  m_words->setObjectName(QStringLiteral("keyChoiceWords"));
  m_words->setWordWrap(true);
  m_words->setMinimumHeight(Theme::spacing(9));
  column->addWidget(m_words);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  m_use = addPrimaryButton(*buttons, tr("Use it"), QDialogButtonBox::AcceptRole);
  m_use->setObjectName(QStringLiteral("keyChoiceUse"));
  QPushButton* usual = buttons->addButton(tr("The &usual keys"), QDialogButtonBox::ResetRole);
  usual->setObjectName(QStringLiteral("keyChoiceUsual"));
  column->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(usual, &QPushButton::clicked, this, &KeyChoiceDialog::takeUsual);
  connect(m_key, &QKeySequenceEdit::keySequenceChanged, this, &KeyChoiceDialog::check);
  resize(Theme::spacing(100), Theme::spacing(40));
  m_key->setFocus();
  check();
}

const QAction* KeyChoiceDialog::ownerOf(const QKeySequence& key) const {
  for (const QAction* other : m_window.findChildren<QAction*>())
    if (other != &m_action && other->shortcuts().contains(key)) return other;
  return nullptr;
}

void KeyChoiceDialog::takeUsual() {
  for (const QKeySequence& key : usualKeys(m_action)) {
    const QAction* owner = ownerOf(key);
    if (!owner) continue;
    m_words->setText(
        tr("%1 is the key of “%2” now: change that one first.").arg(wordsFor({key}), plainText(*owner)));
    return;
  }
  chooseKeys(m_action, {});
  QDialog::accept();
}

void KeyChoiceDialog::check() {
  const QKeySequence key = m_key->keySequence();
  QString words;
  if (key.isEmpty()) {
    words = tr("Now: %1.").arg(wordsFor(m_action.shortcuts()));
  } else if (key.count() > 1) {
    words = tr("One key, with Ctrl, Alt or Shift if need be, found %1 in a row: clear it and press again.")
                .arg(key.count());
  } else if (isTaken(key)) {
    words = tr("%1 moves among beats and controls: choose another.").arg(wordsFor({key}));
  } else if (const QAction* owner = ownerOf(key)) {
    words = tr("%1 is the key of “%2”: choose another, or change that one first.")
                .arg(wordsFor({key}), plainText(*owner));
  }
  m_words->setText(words);
  m_use->setEnabled(!key.isEmpty() && words.isEmpty());
}

void KeyChoiceDialog::accept() {
  if (!m_use->isEnabled()) return;
  chooseKeys(m_action, {m_key->keySequence()});
  QDialog::accept();
}

}  // namespace ectopy::ui
