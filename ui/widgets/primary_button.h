#pragma once

#include <QDialogButtonBox>

class QPushButton;

namespace ectopy::ui {

/// The button a dialog is there for: drawn as such, and pressed by Return wherever the focus is but on
/// another button.
QPushButton* addPrimaryButton(QDialogButtonBox& buttons, const QString& text,
                              QDialogButtonBox::ButtonRole role);

}  // namespace ectopy::ui
