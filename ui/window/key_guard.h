#pragma once

#include <QObject>

class QKeyEvent;
class QWidget;

namespace ectopy::ui {

/// Whether a key is for the control that has the focus rather than for the window: letters, digits and signs
/// in a text field, Space on a button or in a list. Without this, typing would label beats.
bool keyBelongsToFocus(const QKeyEvent& event);

/// Keeps such keys with the focus in a widget that may be a window of its own, as a floating dock is.
class KeyGuard : public QObject {
  Q_OBJECT

 public:
  explicit KeyGuard(QWidget* guarded);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
};

}  // namespace ectopy::ui
