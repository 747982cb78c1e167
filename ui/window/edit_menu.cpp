#include "ui/session/review_desk.h"
#include "ui/window/actions.h"
#include "ui/window/history_dialog.h"
#include "ui/window/menus.h"

namespace ectopy::ui {

EditMenu::EditMenu(Session& session, QWidget* window) : QMenu(tr("&Edit"), window), m_session(session) {
  setObjectName(QStringLiteral("editMenu"));
  m_undo = newAction(*this,
                     {"undo",
                      tr("&Undo label"),
                      "undo",
                      {QKeySequence(Qt::CTRL | Qt::Key_Z), QKeySequence(Qt::Key_Backspace)}},
                     [this] { m_session.undo(); });
  m_redo = newAction(*this,
                     {"redo",
                      tr("&Redo label"),
                      "redo",
                      {QKeySequence(Qt::CTRL | Qt::Key_Y), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z)}},
                     [this] { m_session.redo(); });
  for (QAction* action : {m_undo, m_redo}) action->setAutoRepeat(false);
  addSeparator();
  m_history =
      newAction(*this, {"history", tr("&History..."), "history", {QKeySequence(Qt::CTRL | Qt::Key_H)}},
                [this, window] { showHistory(window); });
  auto* annotators = new AnnotatorMenu(session, window);
  addMenu(annotators);
  connect(annotators, &AnnotatorMenu::beatsShown, this, &EditMenu::beatsShown);
  connect(&session, &Session::dataChanged, this, &EditMenu::showState);
  connect(&session, &Session::labelsChanged, this, &EditMenu::showState);
  connect(&session, &Session::annotatorChanged, this, &EditMenu::showState);
  connect(&session.review(), &ReviewDesk::changed, this, &EditMenu::showState);
  showState();
}

bool EditMenu::owns(const QKeySequence& key) const {
  return m_undo->shortcuts().contains(key) || m_redo->shortcuts().contains(key);
}

void EditMenu::showHistory(QWidget* window) {
  auto* dialog = new HistoryDialog(m_session, window);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &HistoryDialog::beatsShown, this, &EditMenu::beatsShown);
  dialog->open();
}

void EditMenu::showState() {
  m_history->setEnabled(m_session.beats() != nullptr);
  // Without data there is nothing to explain.
  const QString reason = m_session.beats() ? m_session.whyNotEdit() : QString();
  setEditing(*m_undo, m_session.canUndo(), reason);
  setEditing(*m_redo, m_session.canRedo(), reason);
  setToolTipsVisible(!reason.isEmpty());
}

}  // namespace ectopy::ui
