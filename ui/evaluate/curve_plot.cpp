#include "ui/evaluate/curve_plot.h"

#include <qcustomplot.h>

#include <QVBoxLayout>
#include <cmath>

#include "ui/theme/theme.h"
#include "ui/widgets/plot_style.h"

namespace ectopy::ui {

namespace {

constexpr double kMarkSize = 11;  // px
constexpr int kFaintAlpha = 110;

}  // namespace

CurvePlot::CurvePlot(const QString& name, const QString& title, const QString& x, const QString& y,
                     QWidget* parent)
    : QWidget(parent), m_plot(new QCustomPlot(this)) {
  setObjectName(name);
  m_plot->setAccessibleName(title);
  m_plot->setFocusPolicy(Qt::StrongFocus);
  m_plot->setInteractions(QCP::iRangeZoom);
  m_plot->installEventFilter(this);
  setFocusProxy(m_plot);
  setMinimumSize(180, 150);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_plot);
  m_plot->xAxis->setLabel(x);
  m_plot->yAxis->setLabel(y);
  showAll();
  connect(&Theme::instance(), &Theme::changed, this, &CurvePlot::rebuild);
  rebuild();
}

void CurvePlot::showAll() {
  useShares(*m_plot->xAxis, m_plot->xAxis->label());
  useShares(*m_plot->yAxis, m_plot->yAxis->label());
  m_plot->yAxis->setRange(-0.02 * m_top, 1.03 * m_top);
  if (m_detail) {
    m_plot->xAxis->setRange(m_detail->left(), m_detail->right());
    m_plot->yAxis->setRange(m_detail->top(), m_detail->bottom());
  }
  m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurvePlot::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::FontChange) rebuild();
}

void CurvePlot::setCurves(std::vector<ThresholdCurve> curves) {
  m_curves = std::move(curves);
  rebuild();
}

void CurvePlot::setReference(const std::vector<QPointF>& line) {
  m_reference = line;
  rebuild();
}

void CurvePlot::setMark(std::optional<QPointF> place) {
  m_mark = place;
  showMark();
  m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurvePlot::setTop(double top) {
  if (top == m_top) return;
  m_top = top;
  showAll();
}

void CurvePlot::setDetail(const std::optional<QRectF>& detail) {
  m_detail = detail;
  showAll();
}

std::optional<QPoint> CurvePlot::markPosition() const {
  if (!m_mark) return {};
  return positionOf(m_mark->x(), m_mark->y());
}

QPoint CurvePlot::positionOf(double x, double y) const {
  return m_plot->mapTo(this, QPointF(m_plot->xAxis->coordToPixel(x), m_plot->yAxis->coordToPixel(y)))
      .toPoint();
}

const ThresholdCurve* CurvePlot::marked() const {
  for (const ThresholdCurve& curve : m_curves)
    if (!curve.isFaint) return &curve;
  return nullptr;
}

void CurvePlot::rebuild() {
  m_plot->clearPlottables();
  stylePlot(*m_plot);
  const Palette& palette = Theme::instance().palette();
  const auto addLine = [&](const QPen& pen) {
    auto* line = new QCPCurve(m_plot->xAxis, m_plot->yAxis);
    line->setPen(pen);
    return line;
  };
  if (!m_reference.empty()) {
    QCPCurve* line = addLine(QPen(palette.mutedText, 1, Qt::DashLine));
    for (const QPointF& point : m_reference) line->addData(point.x(), point.y());
  }
  for (const bool isFaint : {true, false})
    for (const ThresholdCurve& curve : m_curves) {
      if (curve.isFaint != isFaint) continue;
      QColor colour = curve.colour;
      if (isFaint) colour.setAlpha(kFaintAlpha);
      QCPCurve* line = addLine(QPen(colour, 1));
      for (const ThresholdPoint& point : curve.points)
        if (std::isfinite(point.x) && std::isfinite(point.y)) line->addData(point.x, point.y);
    }
  m_markGraph = m_plot->addGraph();
  m_markGraph->setLineStyle(QCPGraph::lsNone);
  showMark();
  m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurvePlot::showMark() {
  const ThresholdCurve* curve = marked();
  const Palette& palette = Theme::instance().palette();
  m_markGraph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(palette.text, 2),
                                               curve ? curve->colour : palette.accent, kMarkSize));
  m_markGraph->data()->clear();
  if (m_mark && std::isfinite(m_mark->x()) && std::isfinite(m_mark->y()))
    m_markGraph->addData(m_mark->x(), m_mark->y());
}

void CurvePlot::follow(const QPoint& position) {
  const ThresholdCurve* curve = marked();
  if (!curve) return;
  const ThresholdPoint* nearest = nullptr;
  double least = 0;
  for (const ThresholdPoint& point : curve->points) {
    if (!std::isfinite(point.x) || !std::isfinite(point.y) || !std::isfinite(point.threshold)) continue;
    const double distance = std::hypot(m_plot->xAxis->coordToPixel(point.x) - position.x(),
                                       m_plot->yAxis->coordToPixel(point.y) - position.y());
    if (nearest && distance >= least) continue;
    nearest = &point;
    least = distance;
  }
  if (nearest) emit thresholdChosen(nearest->threshold);
}

bool CurvePlot::mouseEvent(QEvent& event) {
  const auto& mouse = static_cast<QMouseEvent&>(event);
  switch (event.type()) {
    case QEvent::MouseButtonPress:
      if (mouse.button() != Qt::LeftButton) return false;
      m_plot->setFocus(Qt::MouseFocusReason);
      m_isDragging = true;
      follow(mouse.pos());
      return true;
    case QEvent::MouseMove:
      if (!m_isDragging) return false;
      follow(mouse.pos());
      return true;
    case QEvent::MouseButtonRelease:
      if (!m_isDragging) return false;
      m_isDragging = false;
      emit chosen();
      return true;
    case QEvent::MouseButtonDblClick:
      showAll();
      return true;
    default:
      return false;
  }
}

bool CurvePlot::keyEvent(QEvent& event) {
  const int key = static_cast<QKeyEvent&>(event).key();
  const int pages = key == Qt::Key_PageUp ? 1 : key == Qt::Key_PageDown ? -1 : 0;
  const int steps = key == Qt::Key_Up || key == Qt::Key_Right    ? 1
                    : key == Qt::Key_Down || key == Qt::Key_Left ? -1
                                                                 : 0;
  if (pages == 0 && steps == 0) return false;
  if (event.type() == QEvent::KeyPress) emit stepped(steps + 10 * pages);
  event.accept();
  return true;
}

bool CurvePlot::eventFilter(QObject* watched, QEvent* event) {
  if (watched != m_plot) return false;
  if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
    const Palette& palette = Theme::instance().palette();
    const bool hasIt = event->type() == QEvent::FocusIn;
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis})
      axis->setBasePen(QPen(hasIt ? palette.focus : palette.border));
    m_plot->replot(QCustomPlot::rpQueuedReplot);
    return false;
  }
  // As shortcuts of the window the arrows would go to another beat.
  if (event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride) return keyEvent(*event);
  return mouseEvent(*event);
}

}  // namespace ectopy::ui
