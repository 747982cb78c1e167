#include "ui/window/actions.h"

#include <QWidget>
#include <utility>

#include "ui/theme/theme.h"

namespace ectopy::ui {
namespace {

constexpr auto kUsualTip = "usualTip";
constexpr auto kUsualKeys = "usualKeys";
constexpr auto kKeyGroup = "keyGroup";

}  // namespace

void setKeys(QAction& action, const QList<QKeySequence>& keys) {
  QString plain = action.text();
  plain.remove('&').remove(QStringLiteral("..."));
  action.setShortcuts(keys);
  action.setToolTip(keys.isEmpty() ? plain : QStringLiteral("%1 (%2)").arg(plain, wordsFor(keys)));
  action.setProperty(kUsualTip, QVariant());
}

QList<QKeySequence> usualKeys(const QAction& action) {
  return action.property(kUsualKeys).value<QList<QKeySequence>>();
}

QList<QKeySequence> wantedKeys(const QAction& action) {
  return keysOf(action.objectName(), usualKeys(action), action.property(kKeyGroup).toString());
}

void chooseKeys(QAction& action, const QList<QKeySequence>& keys) {
  keepKeys(action.objectName(), keys, usualKeys(action), action.property(kKeyGroup).toString());
  setKeys(action, wantedKeys(action));
}

QAction* newAction(QWidget& menu, const ActionSpec& spec, std::function<void()> does) {
  auto* action = new QAction(Theme::instance().icon(spec.icon), spec.text, &menu);
  action->setObjectName(spec.name);
  action->setProperty(kUsualKeys, QVariant::fromValue(spec.keys));
  action->setProperty(kKeyGroup, spec.keyGroup);
  setKeys(*action, keysOf(spec.name, spec.keys, spec.keyGroup));
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
