#pragma once

#include <QLabel>

namespace ectopy::ui {

/// A label in one of the style sheet's kinds of text: "" plain, "muted", "small", "title", "error",
/// "changed".
QLabel* roleLabel(const char* role, const QString& text = {}, QWidget* parent = nullptr);

/// Gives a widget another role and draws it anew.
void setRole(QWidget& widget, const char* role);

}  // namespace ectopy::ui
