#pragma once

#include <QWidget>

#include "ui/session/session.h"

namespace ectopy::ui {

/// Confusion matrix, per-class table and the beats behind a cell.
class EvaluatePage : public QWidget {
  Q_OBJECT

 public:
  explicit EvaluatePage(Session& session, QWidget* parent = nullptr);

 private:
  Session& m_session;
};

}  // namespace ectopy::ui
