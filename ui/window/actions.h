#pragma once

#include <QAction>
#include <QKeySequence>
#include <QList>
#include <QString>
#include <functional>

#include "ui/widgets/key_settings.h"

class QWidget;

namespace ectopy::ui {

/// What an action is called and looks like.
struct ActionSpec {
  QString name;  // objectName
  QString text;  // with its mnemonic: "&Open..."
  QString icon;  // resources/icons
  QList<QKeySequence> keys;
  QString keyGroup = {};  // where its keys are the user's choice: see keysOf
};

/// Adds an action to a menu (or a tool bar); its tooltip shows its keys.
QAction* newAction(QWidget& menu, const ActionSpec& spec, std::function<void()> does);

/// Gives an action other keys, and its tooltip too.
void setKeys(QAction& action, const QList<QKeySequence>& keys);
/// Those that the action should have: the user's choice, else the usual ones.
QList<QKeySequence> wantedKeys(const QAction& action);
QList<QKeySequence> usualKeys(const QAction& action);
/// The same, as the user's choice that is remembered; none: the usual ones again.
void chooseKeys(QAction& action, const QList<QKeySequence>& keys);

/// An action that changes labels: off with the reason in its tooltip where they can't be changed.
void setEditing(QAction& action, bool isPossible, const QString& whyNotEdit);

}  // namespace ectopy::ui
