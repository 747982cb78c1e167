#pragma once

#include <QDockWidget>
#include <QStackedWidget>
#include <map>
#include <set>

#include "ui/main_window.h"
#include "ui/window/menus.h"
#include "ui/window/message_bar.h"

namespace ectopy::ui {

/// What the window keeps to itself.
struct MainWindow::Private {
  explicit Private(Session& owner) : session(owner) {}

  Session& session;
  std::map<QString, QWidget*> pages;  // made when first shown
  QStackedWidget* stack = nullptr;
  QString page;
  std::set<QString> withoutBeats;  // pages that show none now, although they can
  QDockWidget* navigator = nullptr;
  QDockWidget* inspector = nullptr;
  MessageBar* messages = nullptr;
  ViewMenu* view = nullptr;
  EditMenu* edit = nullptr;
  BeatsMenu* beats = nullptr;
  ReviewMenu* review = nullptr;
  bool mayCancelTraining = false;  // each as its own question was answered
  bool mayLeaveTraining = false;
  bool mayLoseLabels = false;
  bool isWaitingForDisk = false;
};

}  // namespace ectopy::ui
