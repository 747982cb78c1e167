#pragma once

#include <QWidget>

#include "ui/session/session.h"

namespace ectopy::ui {

/// Gallery, the current beat and its context on the raw record.
class BrowsePage : public QWidget {
  Q_OBJECT

 public:
  explicit BrowsePage(Session& session, QWidget* parent = nullptr);

 private:
  Session& m_session;
};

}  // namespace ectopy::ui
