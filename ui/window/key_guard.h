#pragma once

class QKeyEvent;

namespace ectopy::ui {

/// Whether a key is for the control that has the focus rather than for the window: letters, digits and signs
/// in a text field, Space on a button or in a list. Without this, typing would label beats.
bool keyBelongsToFocus(const QKeyEvent& event);

}  // namespace ectopy::ui
