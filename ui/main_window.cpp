#include "ui/main_window.h"

namespace ectopy::ui {

struct MainWindow::Private {};

MainWindow::MainWindow(Session&, QWidget* parent) : QMainWindow(parent) {}
MainWindow::~MainWindow() = default;
void MainWindow::showPage(const QString&) {}
void MainWindow::closeEvent(QCloseEvent* event) {
  QMainWindow::closeEvent(event);
}

}  // namespace ectopy::ui
