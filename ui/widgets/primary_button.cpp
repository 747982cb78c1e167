#include "ui/widgets/primary_button.h"

#include <QPushButton>
#include <QStyle>

namespace ectopy::ui {

QPushButton* addPrimaryButton(QDialogButtonBox& buttons, const QString& text,
                              QDialogButtonBox::ButtonRole role) {
  QPushButton* button = buttons.addButton(text, role);
  button->setProperty("primary", true);
  button->style()->unpolish(button);  // the box has drawn it already
  button->style()->polish(button);
  button->setDefault(true);
  return button;
}

}  // namespace ectopy::ui
