#include <algorithm>

#include "ui/session/review_desk.h"
#include "ui/window/actions.h"
#include "ui/window/menus.h"

namespace ectopy::ui {

ReviewMenu::ReviewMenu(Session& session, QWidget* window) : QMenu(tr("&Review"), window), m_session(session) {
  setObjectName(QStringLiteral("reviewMenu"));
  const auto add = [this](const QString& name, const QString& text, const QString& icon,
                          const QList<QKeySequence>& keys, std::function<void()> does) {
    QAction* action = newAction(*this, {name, text, icon, keys}, std::move(does));
    action->setAutoRepeat(false);  // a key held down must not judge the beats that follow
    m_actions << action;
    return action;
  };
  ReviewDesk& desk = session.review();
  m_keep = add("keepLabel", tr("&Keep the label"), "saved",
               {QKeySequence(Qt::Key_Return), QKeySequence(Qt::Key_Enter)}, [&desk] { desk.keep(); });
  add("skipBeat", tr("&Skip"), "skip", {QKeySequence(Qt::Key_Period)}, [&desk] { desk.skip(); });
  add("nextUndecided", tr("Next &undecided"), "next", {QKeySequence(Qt::Key_Comma)},
      [&desk] { desk.goToUndecided(); });
  connect(&desk, &ReviewDesk::changed, this, &ReviewMenu::showState);
  connect(&session, &Session::dataChanged, this, &ReviewMenu::showState);
  showState();
}

void ReviewMenu::setBeatsShown(bool areShown) {
  m_areBeatsShown = areShown;
  showState();
}

bool ReviewMenu::ownsEdit(const QKeySequence& key) const {
  return m_areBeatsShown && m_session.review().shown() &&
         std::ranges::any_of(m_actions,
                             [&](const QAction* action) { return action->shortcuts().contains(key); });
}

void ReviewMenu::showState() {
  const ReviewDesk& desk = m_session.review();
  const bool canWork = m_areBeatsShown && desk.shown().has_value();
  const QString reason = m_session.beats() ? m_session.whyNotEdit() : QString();
  for (QAction* action : m_actions) setEditing(*action, canWork, reason);
  const auto beat = m_session.currentBeat();
  if (!canWork || !beat) return m_keep->setText(tr("&Keep the label"));
  const auto code = m_session.beats()->scheme().codeOf((*m_session.labels())[*beat]);
  m_keep->setText(
      (*m_session.labels())[*beat] == kUnlabelled
          ? tr("Leave it without a label")
          : tr("&Keep %1").arg(QString::fromUtf8(code.data(), static_cast<qsizetype>(code.size()))));
}

}  // namespace ectopy::ui
