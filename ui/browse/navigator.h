#pragma once

#include <QWidget>

#include "ui/session/session.h"

namespace ectopy::ui {

/// Counts by class, prediction, record, part and status; a click filters.
class Navigator : public QWidget {
  Q_OBJECT

 public:
  explicit Navigator(Session& session, QWidget* parent = nullptr);

 private:
  Session& m_session;
};

}  // namespace ectopy::ui
