#pragma once

#include <QDialog>

namespace ectopy::ui {

/// All keys of a window, read from its menus, and those of the gallery.
class KeysDialog : public QDialog {
  Q_OBJECT

 public:
  KeysDialog(const QWidget& window, QWidget* parent);
};

}  // namespace ectopy::ui
