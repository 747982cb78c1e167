#pragma once

#include <QTimer>
#include <QWidget>
#include <vector>

#include "ui/session/session.h"

class QLineEdit;
class QToolButton;

namespace ectopy::ui {

/// Flag, exclusion from training and note of the chosen beats. A note is kept when its writer moves on, or
/// pauses.
class MarksPanel : public QWidget {
  Q_OBJECT

 public:
  explicit MarksPanel(Session& session, QWidget* parent = nullptr);

 protected:
  void hideEvent(QHideEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QToolButton* addButton(const QString& name, const QString& text);
  void connectSession();
  void startOver();
  void showBeat();
  void showMarks();
  void keepNote();

  Session& m_session;
  QToolButton* m_flag;
  QToolButton* m_exclude;
  QLineEdit* m_note;
  std::vector<BeatIndex> m_noteOf;  // whose note is being written
  QTimer m_pause;
};

}  // namespace ectopy::ui
