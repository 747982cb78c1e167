#include "ui/widgets/curves_plot.h"

#include <qcustomplot.h>

#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/theme/theme.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/plot_style.h"

namespace ectopy::ui {

namespace {

using Curve = CurvesPlot::Curve;

constexpr int kLegendRows = 2;
constexpr double kLegendShare = 0.14;  // of the loss axis, a row
constexpr int kLeastEpochs = 10;       // the axis starts with room for so many
constexpr std::array kAllCurves = {Curve::TrainLoss, Curve::ValidationLoss, Curve::TrainMacroF1,
                                   Curve::ValidationMacroF1};

constexpr std::array kMarks = {QCPScatterStyle::ssCircle, QCPScatterStyle::ssSquare,
                               QCPScatterStyle::ssTriangle, QCPScatterStyle::ssDiamond};

bool isLoss(Curve curve) {
  return curve == Curve::TrainLoss || curve == Curve::ValidationLoss;
}

bool isValidation(Curve curve) {
  return curve == Curve::ValidationLoss || curve == Curve::ValidationMacroF1;
}

double valueOf(const EpochRecord& epoch, Curve curve) {
  switch (curve) {
    case Curve::TrainLoss:
      return epoch.trainLoss;
    case Curve::ValidationLoss:
      return epoch.validationLoss;
    case Curve::TrainMacroF1:
      return epoch.trainMacroF1;
    case Curve::ValidationMacroF1:
      return epoch.validationMacroF1;
  }
  return 0;
}

QSharedPointer<QCPAxisTicker> epochTicker() {
  QSharedPointer<QCPAxisTickerFixed> ticker(new QCPAxisTickerFixed);
  ticker->setTickStep(1);
  ticker->setScaleStrategy(QCPAxisTickerFixed::ssMultiples);
  return ticker;
}

}  // namespace

CurvesPlot::CurvesPlot(QWidget* parent) : QWidget(parent), m_plot(new QCustomPlot(this)) {
  setObjectName(QStringLiteral("curves"));
  setAccessibleName(tr("Loss and macro F1 over the epochs"));
  setMinimumSize(280, 260);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_plot);
  layOutAxes();
  applyTheme();
  connect(&Theme::instance(), &Theme::changed, this, &CurvesPlot::applyTheme);
  connect(m_plot, &QCustomPlot::mouseMove, this, [this](QMouseEvent* event) { showValuesAt(event->pos()); });
}

void CurvesPlot::layOutAxes() {
  m_plot->plotLayout()->clear();
  m_lossRect = new QCPAxisRect(m_plot);
  m_scoreRect = new QCPAxisRect(m_plot);
  m_plot->plotLayout()->addElement(0, 0, m_lossRect);
  m_plot->plotLayout()->addElement(1, 0, m_scoreRect);
  // The loss falls: its upper right corner is free.
  m_plot->legend = new QCPLegend;
  m_lossRect->insetLayout()->addElement(m_plot->legend, Qt::AlignTop | Qt::AlignRight);
  m_lossRect->insetLayout()->setMargins(QMargins(8, 8, 8, 8));
  m_plot->legend->setLayer(QStringLiteral("legend"));
  m_plot->legend->setFillOrder(QCPLegend::foRowsFirst);
  m_plot->legend->setWrap(kLegendRows);
  auto* margins = new QCPMarginGroup(m_plot);
  for (QCPAxisRect* area : {m_lossRect, m_scoreRect}) {
    area->setMarginGroup(QCP::msLeft | QCP::msRight, margins);
    area->axis(QCPAxis::atBottom)->setTicker(epochTicker());
    area->axis(QCPAxis::atLeft)->ticker()->setTickCount(4);
    for (QCPAxis* axis : area->axes()) axis->grid()->setLayer(QStringLiteral("grid"));
  }
  m_lossRect->axis(QCPAxis::atLeft)->setLabel(tr("loss"));
  m_scoreRect->axis(QCPAxis::atLeft)->setLabel(tr("macro F1"));
  m_scoreRect->axis(QCPAxis::atBottom)->setLabel(tr("epoch"));
  m_lossRect->axis(QCPAxis::atBottom)->setTickLabels(false);
}

void CurvesPlot::applyTheme() {
  const Palette& palette = Theme::instance().palette();
  stylePlot(*m_plot);
  QColor veil = palette.plotBackground;
  veil.setAlphaF(0.75F);  // curves stay visible under it
  m_plot->legend->setBrush(veil);
  m_plot->legend->setBorderPen(Qt::NoPen);
  m_plot->legend->setTextColor(palette.text);
  m_plot->legend->setFont(Theme::instance().small());
  m_plot->legend->setMargins(QMargins(6, 4, 6, 4));
  rebuild();
}

void CurvesPlot::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::FontChange) applyTheme();
}

void CurvesPlot::setCurves(std::vector<TrainingCurves> curves) {
  if (curves.size() > kMost) curves.resize(kMost);
  m_curves = std::move(curves);
  rebuild();
}

int CurvesPlot::pointCount(std::size_t training, Curve curve) const {
  const int place = static_cast<int>(training * kAllCurves.size()) + static_cast<int>(curve);
  return place < m_plot->graphCount() ? m_plot->graph(place)->dataCount() : 0;
}

QString CurvesPlot::bestLabel(std::size_t training) const {
  if (training >= m_curves.size() || m_curves[training].bestEpoch <= 0) return {};
  const QString best = tr("best: epoch %1").arg(m_curves[training].bestEpoch);
  return isComparison() ? tr("%1, %2").arg(m_curves[training].name, best) : best;
}

QStringList CurvesPlot::legend() const {
  QStringList lines;
  for (int place = 0; place < m_plot->legend->itemCount(); ++place)
    if (auto* item = qobject_cast<QCPPlottableLegendItem*>(m_plot->legend->item(place)))
      lines << item->plottable()->name();
  return lines;
}

QPen CurvesPlot::pen(std::size_t training) {
  constexpr std::array kDashes = {Qt::SolidLine, Qt::DashLine, Qt::DotLine, Qt::DashDotLine};
  return {Theme::instance().palette().series.at(training), 1, kDashes.at(training)};
}

void CurvesPlot::rebuild() {
  m_plot->clearItems();
  m_plot->clearGraphs();
  for (std::size_t training = 0; training < m_curves.size(); ++training) {
    for (const Curve curve : kAllCurves) addCurve(training, curve);
  }
  // After all curves: pointCount() finds them by their place.
  for (std::size_t training = 0; training < m_curves.size(); ++training) markBest(training);
  scaleAxes();
  m_plot->replot(QCustomPlot::rpQueuedReplot);
}

QCPGraph* CurvesPlot::addCurve(std::size_t training, Curve curve) {
  const Palette& palette = Theme::instance().palette();
  QCPAxisRect* area = isLoss(curve) ? m_lossRect : m_scoreRect;
  QCPGraph* graph = m_plot->addGraph(area->axis(QCPAxis::atBottom), area->axis(QCPAxis::atLeft));
  graph->setAntialiased(true);
  if (isComparison()) {
    const QPen line = pen(training);
    graph->setPen(line);
    graph->setScatterStyle(QCPScatterStyle(kMarks.at(training), QPen(line.color(), 1),
                                           training == 0 ? QBrush(line.color()) : palette.plotBackground, 5));
    graph->setName(m_curves[training].bestEpoch > 0 ? bestLabel(training) : m_curves[training].name);
  } else {
    const QColor colour = isValidation(curve) ? palette.accent : palette.mutedText;
    graph->setPen(QPen(colour, 1));
    graph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(colour, 1), QBrush(colour), 5));
    graph->setName(isValidation(curve)              ? tr("validation")
                   : m_curves[training].isAugmented ? tr("training, augmented beats")
                                                    : tr("training"));
  }
  fill(*graph, training, curve);
  if (!isLoss(curve) || (isComparison() && !isValidation(curve))) graph->removeFromLegend();
  return graph;
}

void CurvesPlot::fill(QCPGraph& graph, std::size_t training, Curve curve) {
  if (isComparison() && !isValidation(curve)) return;
  QVector<double> epochs, values;
  for (const EpochRecord& epoch : m_curves[training].epochs) {
    epochs.append(epoch.epoch);
    values.append(valueOf(epoch, curve));
  }
  graph.setData(epochs, values, true);
}

void CurvesPlot::markBest(std::size_t training) {
  const int best = m_curves[training].bestEpoch;
  if (best <= 0) return;
  if (isComparison()) {
    for (const Curve curve : {Curve::ValidationLoss, Curve::ValidationMacroF1})
      markBestPoint(training, curve);
    return;
  }
  for (QCPAxisRect* area : {m_lossRect, m_scoreRect}) {
    auto* line = new QCPItemStraightLine(m_plot);
    line->setClipAxisRect(area);
    for (QCPItemPosition* point : {line->point1, line->point2})
      point->setAxes(area->axis(QCPAxis::atBottom), area->axis(QCPAxis::atLeft));
    line->point1->setCoords(best, 0);
    line->point2->setCoords(best, 1);
    line->setPen(QPen(Theme::instance().palette().text, 1, Qt::DotLine));
  }
  labelBest(training);
}

/// A large ring: lines through the best epochs of four trainings would hide the curves.
void CurvesPlot::markBestPoint(std::size_t training, Curve curve) {
  QCPAxisRect* area = isLoss(curve) ? m_lossRect : m_scoreRect;
  QCPGraph* ring = m_plot->addGraph(area->axis(QCPAxis::atBottom), area->axis(QCPAxis::atLeft));
  ring->setLineStyle(QCPGraph::lsNone);
  ring->setScatterStyle(
      QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(pen(training).color(), 2), Qt::NoBrush, 13));
  ring->removeFromLegend();
  for (const EpochRecord& epoch : m_curves[training].epochs)
    if (epoch.epoch == m_curves[training].bestEpoch) ring->addData(epoch.epoch, valueOf(epoch, curve));
}

void CurvesPlot::labelBest(std::size_t training) {
  const int best = m_curves[training].bestEpoch;
  auto* label = new QCPItemText(m_plot);
  label->setClipToAxisRect(false);
  label->position->setTypeX(QCPItemPosition::ptPlotCoords);
  label->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
  label->position->setAxes(m_scoreRect->axis(QCPAxis::atBottom), m_scoreRect->axis(QCPAxis::atLeft));
  label->position->setAxisRect(m_scoreRect);
  const bool isLeft = best > 0.6 * std::max<double>(kLeastEpochs, m_curves[training].epochs.size());
  label->position->setCoords(best, 1);
  label->setPositionAlignment((isLeft ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignBottom);
  label->setPadding(QMargins(6, 0, 6, 4));  // px
  label->setText(bestLabel(training));
  label->setFont(Theme::instance().small());
  label->setColor(Theme::instance().palette().text);
}

void CurvesPlot::scaleAxes() {
  int last = kLeastEpochs;
  double largestLoss = 0, smallestScore = 1;
  for (const TrainingCurves& training : m_curves)
    for (const EpochRecord& epoch : training.epochs) {
      last = std::max(last, epoch.epoch);
      for (const double loss :
           {isComparison() ? epoch.validationLoss : epoch.trainLoss, epoch.validationLoss})
        if (std::isfinite(loss)) largestLoss = std::max(largestLoss, loss);
      for (const double score :
           {isComparison() ? epoch.validationMacroF1 : epoch.trainMacroF1, epoch.validationMacroF1})
        if (std::isfinite(score)) smallestScore = std::min(smallestScore, score);
    }
  for (QCPAxisRect* area : {m_lossRect, m_scoreRect})
    area->axis(QCPAxis::atBottom)->setRange(0.5, last + 0.5);
  // Among several a loss may stay high: room for the legend over it.
  const double room =
      isComparison() ? 1.06 + kLegendShare * std::min<double>(kLegendRows, m_curves.size()) : 1.06;
  m_lossRect->axis(QCPAxis::atLeft)->setRange(0, largestLoss > 0 ? room * largestLoss : 1);
  const bool isKnown = smallestScore < 1;
  const double lowest = isKnown ? std::floor(10 * smallestScore - 0.2) / 10 : 0;
  m_scoreRect->axis(QCPAxis::atLeft)->setRange(std::max(0.0, lowest), 1.01);
}

void CurvesPlot::showValuesAt(const QPoint& position) {
  const int epoch =
      static_cast<int>(std::lround(m_lossRect->axis(QCPAxis::atBottom)->pixelToCoord(position.x())));
  QStringList lines;
  for (const TrainingCurves& training : m_curves)
    for (const EpochRecord& record : training.epochs) {
      if (record.epoch != epoch) continue;
      const QString name = training.name.isEmpty() ? QString() : training.name + QStringLiteral(", ");
      lines << tr("%1epoch %2: loss %3 training, %4 validation; macro F1 %5 training, %6 validation")
                   .arg(name)
                   .arg(epoch)
                   .arg(decimalText(record.trainLoss, 4), decimalText(record.validationLoss, 4),
                        percentText(record.trainMacroF1), percentText(record.validationMacroF1));
    }
  m_plot->setToolTip(lines.join(QLatin1Char('\n')));
}

}  // namespace ectopy::ui
