#include "ui/widgets/plot_style.h"

#include <qcustomplot.h>

#include "ui/theme/theme.h"

namespace ectopy::ui {

void stylePlot(QCustomPlot& plot) {
  const Theme& theme = Theme::instance();
  const Palette& palette = theme.palette();
  plot.setBackground(palette.plotBackground);
  for (QCPAxisRect* area : plot.axisRects())
    for (QCPAxis* axis : area->axes()) {
      axis->setBasePen(QPen(palette.border));
      axis->setTickPen(QPen(palette.border));
      axis->setSubTickPen(Qt::NoPen);
      axis->setTickLabelColor(palette.mutedText);
      axis->setLabelColor(palette.mutedText);
      axis->setTickLabelFont(theme.small());
      axis->setLabelFont(theme.small());
      axis->grid()->setPen(QPen(palette.gridLine, 1));
      axis->grid()->setZeroLinePen(QPen(palette.gridLine, 1));
    }
}

void useShares(QCPAxis& axis, const QString& label) {
  axis.setLabel(label);
  axis.setRange(-0.02, 1.03);  // room for a mark at the ends
  axis.ticker()->setTickCount(5);
}

}  // namespace ectopy::ui
