#pragma once

#include <QString>

namespace ectopy::ui {

class ConfusionView;
class Session;

/// "truth\tpredicted N\t...": counts, a line a class, tabs or commas between.
QString confusionText(const ConfusionView& view, QChar separator);

/// Gives a matrix's context menu "Copy table" (Ctrl+C), "Save as CSV..." and those of a picture.
void offerMatrix(Session& session, ConfusionView& view, const QString& name);

}  // namespace ectopy::ui
