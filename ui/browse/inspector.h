#pragma once

#include <QWidget>

#include "ui/session/session.h"

namespace ectopy::ui {

/// The current beat: label buttons, probabilities, facts and history of edits.
class Inspector : public QWidget {
  Q_OBJECT

 public:
  explicit Inspector(Session& session, QWidget* parent = nullptr);

 private:
  Session& m_session;
};

}  // namespace ectopy::ui
