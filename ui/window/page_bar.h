#pragma once

#include <QAction>
#include <QLabel>
#include <QToolBar>

#include "ui/session/session.h"
#include "ui/window/jump_box.h"

namespace ectopy::ui {

/// The pages at the left, the jump box and the data set's and the model's names at the right.
class PageBar : public QToolBar {
  Q_OBJECT

 public:
  PageBar(Session& session, const QList<QAction*>& pages, QWidget* parent = nullptr);

  JumpBox& jumpBox() { return *m_jump; }

 private:
  void showNames();

  Session& m_session;
  JumpBox* m_jump;
  QLabel* m_data;
  QLabel* m_model;
};

/// Whether the labels are on disk, as an icon and a word.
class SaveIndicator : public QWidget {
  Q_OBJECT

 public:
  explicit SaveIndicator(Session& session, QWidget* parent = nullptr);

 private:
  void showState();

  Session& m_session;
  QLabel* m_icon;
  QLabel* m_text;
};

}  // namespace ectopy::ui
