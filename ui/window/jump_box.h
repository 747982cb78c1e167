#pragma once

#include <QLineEdit>

#include "ui/session/session.h"

namespace ectopy::ui {

/// Where to go or what to show, typed: a beat, a record, a record's time, or filter terms (parseBeatQuery).
class JumpBox : public QLineEdit {
  Q_OBJECT

 public:
  explicit JumpBox(Session& session, QWidget* parent = nullptr);

  /// Takes the focus; what stands there is selected, to be typed over.
  void begin();

 signals:
  void jumped();
  void left();  // by Esc

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void jump();

  Session& m_session;
};

}  // namespace ectopy::ui
