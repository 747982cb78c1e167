#pragma once

#include <QWidget>

#include "ui/session/session.h"

namespace ectopy::ui {

/// What to do first: demo, open, recent.
class StartPage : public QWidget {
  Q_OBJECT

 public:
  explicit StartPage(Session& session, QWidget* parent = nullptr);

 private:
  Session& m_session;
};

}  // namespace ectopy::ui
