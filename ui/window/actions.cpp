#include "ui/window/actions.h"

#include <QStringList>
#include <QWidget>
#include <utility>

#include "ui/theme/theme.h"

namespace ectopy::ui {
namespace {

constexpr auto kUsualTip = "usualTip";

}  // namespace

QString wordsFor(const QList<QKeySequence>& keys) {
  QStringList words;
  for (const auto& key : keys) words << key.toString(QKeySequence::NativeText);
  return words.join(QStringLiteral(", "));
}

void setKeys(QAction& action, const QList<QKeySequence>& keys) {
  QString plain = action.text();
  plain.remove('&').remove(QStringLiteral("..."));
  action.setShortcuts(keys);
  action.setToolTip(keys.isEmpty() ? plain : QStringLiteral("%1 (%2)").arg(plain, wordsFor(keys)));
  action.setProperty(kUsualTip, QVariant());
}

QAction* newAction(QWidget& menu, const ActionSpec& spec, std::function<void()> does) {
  auto* action = new QAction(Theme::instance().icon(spec.icon), spec.text, &menu);
  action->setObjectName(spec.name);
  setKeys(*action, spec.keys);
  QObject::connect(action, &QAction::triggered, action, [does = std::move(does)] { does(); });
  menu.addAction(action);
  return action;
}

void setEditing(QAction& action, bool isPossible, const QString& whyNotEdit) {
  if (!action.property(kUsualTip).isValid()) action.setProperty(kUsualTip, action.toolTip());
  const QString usual = action.property(kUsualTip).toString();
  action.setToolTip(whyNotEdit.isEmpty() ? usual : usual + QLatin1Char('\n') + whyNotEdit);
  action.setEnabled(isPossible && whyNotEdit.isEmpty());
}

}  // namespace ectopy::ui
