#pragma once

#include <QFrame>
#include <QStringList>
#include <QTimer>

class QLabel;
class QToolButton;

namespace ectopy::ui {

/// One sentence for the user at the top of the window. Errors stay, the newest first, until they are
/// dismissed; a plain message makes room for the next and goes after a while. Hidden while there is none.
class MessageBar : public QFrame {
  Q_OBJECT

 public:
  explicit MessageBar(QWidget* parent = nullptr);

  void show(const QString& sentence, bool isError);
  void dismiss();
  QString sentence() const;
  bool isShowingError() const { return !m_errors.isEmpty(); }

 private:
  void refresh();

  QStringList m_errors;
  QString m_note;
  QLabel* m_icon;
  QLabel* m_text;
  QLabel* m_count;
  QToolButton* m_close;
  QTimer m_fade;
};

}  // namespace ectopy::ui
