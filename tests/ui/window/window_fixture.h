#pragma once

#include <QAction>
#include <QApplication>

#include "tests/ui/session/session_fixture.h"
#include "ui/main_window.h"

namespace ectopy::test {

/// A window over a small data set of its own.
struct WindowFixture : SessionFixture {
  std::unique_ptr<ui::MainWindow> window;

  WindowFixture() { show(); }
  ~WindowFixture() { window.reset(); }

  void show() {
    window = std::make_unique<ui::MainWindow>(*session);
    window->show();
    QVERIFY(QTest::qWaitForWindowActive(window.get()));
  }
  template <typename Widget>
  Widget* find(const QString& name) const {
    return window->findChild<Widget*>(name);
  }
  QAction* action(const QString& name) const { return find<QAction>(name); }
  void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QWidget* focus = QApplication::focusWidget();
    QTest::keyClick(focus ? focus : window.get(), static_cast<Qt::Key>(key), modifiers);
  }
};

}  // namespace ectopy::test
