#include "ui/review/verdict_buttons.h"

#include <QAction>
#include <QHBoxLayout>
#include <QPushButton>

#include "ui/theme/theme.h"

namespace ectopy::ui {
namespace {

constexpr auto kSuffix = "Verdict";

void showAction(QPushButton& button, const QAction& action, bool showsKey) {
  QString text = action.text().remove('&');
  if (showsKey && !action.shortcut().isEmpty())
    text += QStringLiteral("  (%1)").arg(action.shortcut().toString(QKeySequence::NativeText));
  button.setText(text);
  button.setToolTip(action.toolTip());
  button.setEnabled(action.isEnabled());
}

}  // namespace

void followAction(QPushButton& button, QAction& action, bool showsKey) {
  button.setFocusPolicy(Qt::TabFocus);  // a click leaves the keys with the beats
  QObject::connect(&button, &QPushButton::clicked, &action, &QAction::trigger);
  QObject::connect(&action, &QAction::changed, &button,
                   [&button, &action, showsKey] { showAction(button, action, showsKey); });
  showAction(button, action, showsKey);
}

VerdictButtons::VerdictButtons(QWidget* parent) : QWidget(parent), m_row(new QHBoxLayout(this)) {
  m_row->setContentsMargins(Theme::spacing(3), Theme::spacing(2), Theme::spacing(3), Theme::spacing(2));
  m_row->setSpacing(Theme::spacing(2));
}

void VerdictButtons::setActions(const QList<QAction*>& actions) {
  for (QAction* action : actions) {
    if (!action) continue;
    auto* button = new QPushButton(this);
    button->setObjectName(action->objectName() + QLatin1String(kSuffix));
    button->setProperty("primary", m_row->isEmpty());
    followAction(*button, *action, true);
    m_row->addWidget(button);
  }
  m_row->addStretch(1);
}

void VerdictButtons::setLeftOut(const QString& action, bool isLeftOut) {
  if (auto* button = findChild<QPushButton*>(action + QLatin1String(kSuffix))) button->setHidden(isLeftOut);
}

}  // namespace ectopy::ui
