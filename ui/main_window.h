#pragma once

#include <QMainWindow>
#include <memory>

#include "ui/session/session.h"

namespace ectopy::ui {

/// The program's window: menu, pages (Start, Browse, Train, Evaluate), docks (Navigator, Inspector), job
/// strip.
class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  explicit MainWindow(Session& session, QWidget* parent = nullptr);
  ~MainWindow() override;

  /// "start", "browse", "train", "evaluate".
  void showPage(const QString& name);

 protected:
  void closeEvent(QCloseEvent* event) override;

 private:
  struct Private;
  std::unique_ptr<Private> m_private;
};

}  // namespace ectopy::ui
