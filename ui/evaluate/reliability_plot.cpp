#include "ui/evaluate/reliability_plot.h"

#include <qcustomplot.h>

#include <QVBoxLayout>

#include "ui/theme/theme.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/plot_style.h"
#include "ui/widgets/table_text.h"

namespace ectopy::ui {

ReliabilityPlot::ReliabilityPlot(QWidget* parent) : QWidget(parent), m_plot(new QCustomPlot(this)) {
  setObjectName(QStringLiteral("reliabilityPlot"));
  m_plot->setAccessibleName(tr("Share of right predictions over the confidence"));
  setMinimumSize(180, 150);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_plot);
  useShares(*m_plot->xAxis, tr("confidence"));
  useShares(*m_plot->yAxis, tr("share right"));
  m_plot->axisRect()->insetLayout()->setInsetAlignment(0, Qt::AlignBottom | Qt::AlignRight);
  connect(&Theme::instance(), &Theme::changed, this, &ReliabilityPlot::rebuild);
  connect(m_plot, &QCustomPlot::mouseMove, this, [this](QMouseEvent* event) { showWordsAt(event->pos()); });
  rebuild();
}

void ReliabilityPlot::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::FontChange) rebuild();
}

void ReliabilityPlot::setCalibration(Calibration before, Calibration after) {
  m_before = std::move(before);
  m_after = std::move(after);
  rebuild();
}

int ReliabilityPlot::pointCount() const {
  int points = 0;
  for (int graph = 0; graph < m_plot->graphCount(); ++graph) points += m_plot->graph(graph)->dataCount();
  return points;
}

void ReliabilityPlot::rebuild() {
  m_plot->clearPlottables();
  m_plot->clearItems();
  stylePlot(*m_plot);
  const Theme& theme = Theme::instance();
  const Palette& palette = theme.palette();
  auto* diagonal = new QCPItemLine(m_plot);
  diagonal->start->setCoords(0, 0);
  diagonal->end->setCoords(1, 1);
  diagonal->setPen(QPen(palette.mutedText, 1, Qt::DashLine));
  addBins(m_before, palette.series[1], tr("as it says"), false);
  addBins(m_after, palette.series[0], tr("with its temperature"), true);
  m_plot->legend->setVisible(m_plot->graphCount() > 1);
  m_plot->legend->setBrush(palette.plotBackground);
  m_plot->legend->setBorderPen(Qt::NoPen);
  m_plot->legend->setTextColor(palette.text);
  m_plot->legend->setFont(theme.small());
  m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void ReliabilityPlot::addBins(const Calibration& calibration, const QColor& colour, const QString& name,
                              bool isFilled) {
  if (calibration.bins.empty()) return;
  QCPGraph* graph = m_plot->addGraph();
  graph->setName(name);
  graph->setPen(QPen(colour, 1));
  graph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(colour, 1),
                                         isFilled ? QBrush(colour) : QBrush(Qt::NoBrush), 6));
  auto* ends = new QCPErrorBars(m_plot->xAxis, m_plot->yAxis);
  ends->setDataPlottable(graph);
  ends->setPen(QPen(colour, 1));
  ends->setWhiskerWidth(4);
  ends->removeFromLegend();
  for (const ReliabilityBin& bin : calibration.bins) {
    if (bin.beats == 0) continue;
    graph->addData(bin.confidence, bin.accuracy);
    ends->addData(bin.accuracy - bin.interval.low, bin.interval.high - bin.accuracy);
  }
}

void ReliabilityPlot::showWordsAt(const QPoint& position) {
  const double confidence = m_plot->xAxis->pixelToCoord(position.x());
  QStringList lines;
  for (const Calibration* calibration : {&m_before, &m_after})
    for (const ReliabilityBin& bin : calibration->bins) {
      if (bin.beats == 0 || confidence <= bin.low || confidence > bin.high) continue;
      lines << tr("%1: %2 at %3 on average, %4 right (%5)")
                   .arg(calibration == &m_before ? tr("As it says") : tr("With its temperature"),
                        beatsText(bin.beats), percentText(bin.confidence), percentText(bin.accuracy),
                        intervalText(bin.interval.low, bin.interval.high));
    }
  m_plot->setToolTip(lines.join(QLatin1Char('\n')));
}

}  // namespace ectopy::ui
