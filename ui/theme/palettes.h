#pragma once

#include "ui/theme/theme.h"

namespace ectopy::ui {

/// The colours of the light and of the dark theme.
Palette lightPalette();
Palette darkPalette();

/// Contrast of two colours as WCAG 2.1 defines it, 1 .. 21.
double contrastOf(const QColor& one, const QColor& other);

/// The colour made darker or lighter, just so far that its contrast to the background reaches `least`.
QColor withContrast(const QColor& colour, const QColor& background, double least);

}  // namespace ectopy::ui
