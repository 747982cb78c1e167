#pragma once

#include <QWidget>

#include "ui/session/session.h"

class QLabel;
class QVBoxLayout;

namespace ectopy::ui {

/// What to do first: demo, open, recent.
class StartPage : public QWidget {
  Q_OBJECT

 public:
  explicit StartPage(Session& session, QWidget* parent = nullptr);

 signals:
  void getDataRequested();

 private:
  QWidget* buildHeader();
  QWidget* buildActions();
  QWidget* buildRecent();
  QLabel* buildHint();
  void fillRecent();
  void openFile();
  void openFolder();

  Session& m_session;
  QVBoxLayout* m_recent = nullptr;
};

}  // namespace ectopy::ui
