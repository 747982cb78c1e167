#pragma once

#include <QMenu>

namespace ectopy::ui {

/// What is done to templates as a whole. The Templates page says when that can be done, and does it.
class TemplatesMenu : public QMenu {
  Q_OBJECT

 public:
  explicit TemplatesMenu(QWidget* parent);
};

}  // namespace ectopy::ui
