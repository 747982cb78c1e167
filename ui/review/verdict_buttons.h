#pragma once

#include <QWidget>

#include "ui/session/session.h"

class QAction;
class QHBoxLayout;
class QPushButton;

namespace ectopy::ui {

/// Under the queue: what can be said of the current beat, each button with its key.
class VerdictButtons : public QWidget {
  Q_OBJECT

 public:
  explicit VerdictButtons(QWidget* parent = nullptr);
  /// The window's own actions, in this order; the first is the one that is meant most.
  void setActions(const QList<QAction*>& actions);
  /// Leaves the button of an action out, though not its key.
  void setLeftOut(const QString& action, bool isLeftOut);

 private:
  QHBoxLayout* m_row;
};

/// A button that does what an action does, with its text, tool tip and state.
void followAction(QPushButton& button, QAction& action, bool showsKey);

}  // namespace ectopy::ui
