#pragma once

#include <QColor>
#include <Qt>

class QCPAxis;
class QCPGraph;
class QCustomPlot;
class QString;

namespace ectopy::ui {

/// Gives all axes of a plot the theme's colours and fonts.
void stylePlot(QCustomPlot& plot);

/// Shares from 0 to 1, ticks of 20 %.
void useShares(QCPAxis& axis, const QString& label);

}  // namespace ectopy::ui
