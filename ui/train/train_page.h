#pragma once

#include <QWidget>

#include "ui/session/session.h"

namespace ectopy::ui {

/// Form, live curves and ending of a training; the list of runs.
class TrainPage : public QWidget {
  Q_OBJECT

 public:
  explicit TrainPage(Session& session, QWidget* parent = nullptr);

 private:
  Session& m_session;
};

}  // namespace ectopy::ui
