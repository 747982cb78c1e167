#pragma once

#include <QAction>
#include <QDialog>

class QKeySequenceEdit;
class QLabel;
class QPushButton;

namespace ectopy::ui {

/// Asks for another key of a command; one that another command of the window has is refused.
class KeyChoiceDialog : public QDialog {
  Q_OBJECT

 public:
  KeyChoiceDialog(QAction& action, const QWidget& window, QWidget* parent);

  void accept() override;

 private:
  void check();
  void takeUsual();
  /// Whose key it is; null: nobody's else.
  const QAction* ownerOf(const QKeySequence& key) const;

  QAction& m_action;
  const QWidget& m_window;
  QKeySequenceEdit* m_key;
  QLabel* m_words;
  QPushButton* m_use;
};

}  // namespace ectopy::ui
