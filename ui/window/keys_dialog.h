#pragma once

#include <QAction>
#include <QDialog>
#include <QList>

namespace ectopy::ui {

/// One line of the list of keys.
struct KeyLine {
  QString keys;
  QString what;
  QAction* action = nullptr;  // null: not to be changed
};

/// All keys of a window, read from its menus, and those of the gallery. A click on a key chooses another.
class KeysDialog : public QDialog {
  Q_OBJECT

 public:
  KeysDialog(const QWidget& window, QWidget* parent);

 private:
  QWidget* sectionOf(const QString& title, const QList<KeyLine>& lines);
  QWidget* buttonFor(QAction& action);
  void askForKey(QAction& action);

  const QWidget& m_window;
};

}  // namespace ectopy::ui
