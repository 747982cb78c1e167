#include "ui/window/templates_menu.h"

#include "ui/theme/theme.h"
#include "ui/window/actions.h"

namespace ectopy::ui {

TemplatesMenu::TemplatesMenu(QWidget* parent) : QMenu(tr("&Templates"), parent) {
  setObjectName(QStringLiteral("templatesMenu"));
  setIcon(Theme::instance().icon(QStringLiteral("templates")));
  const auto add = [this](const QString& name, const QString& text, const QString& icon, QKeySequence key) {
    QAction* action = newAction(*this, {name, text, icon, {key}}, [] {});
    action->setEnabled(false);
    action->setAutoRepeat(false);
    return action;
  };
  add("groupTemplates", tr("&Group"), "templates", QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_G));
  add("mergeTemplates", tr("&Merge"), "merge", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_J));
  add("splitTemplate", tr("&Split"), "split", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S));
  add("unfoldTemplates", tr("Show s&mall groups"), "unfold", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_A))
      ->setCheckable(true);
}

}  // namespace ectopy::ui
