#pragma once

namespace ectopy::ui {

/// Makes every cell of a ConfusionView an accessible child with its sentence as name. Safe to call often.
void installConfusionAccessibility();

}  // namespace ectopy::ui
