#include "ui/widgets/role_label.h"

#include <QStyle>

namespace ectopy::ui {

QLabel* roleLabel(const char* role, const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setProperty("role", QString::fromLatin1(role));
  return label;
}

void setRole(QWidget& widget, const char* role) {
  widget.setProperty("role", QString::fromLatin1(role));
  widget.style()->unpolish(&widget);
  widget.style()->polish(&widget);
}

}  // namespace ectopy::ui
