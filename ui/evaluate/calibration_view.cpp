#include "ui/evaluate/calibration_view.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <cmath>

#include "ui/evaluate/curve_plot.h"
#include "ui/evaluate/figure_list.h"
#include "ui/evaluate/judged_beats.h"
#include "ui/evaluate/judgement_watch.h"
#include "ui/evaluate/reliability_plot.h"
#include "ui/theme/theme.h"
#include "ui/widgets/exports.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/role_label.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {

namespace {

constexpr double kStep = 0.01;
constexpr double kHalfShown = 5e-6;       // half of the last digit shown
constexpr double kSteadyCoverage = 0.05;  // of fewer beats the risk is chance, and may be anything
constexpr int kFilterDelayMs = 150;       // while keys are held

QString change(const QString& before, const QString& after, bool isFitted) {
  return isFitted ? QStringLiteral("%1 → %2").arg(before, after) : before;
}

}  // namespace

CalibrationView::CalibrationView(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_reliability(new ReliabilityPlot),
      m_coverage(new CurvePlot(QStringLiteral("coveragePlot"),
                               tr("Share of wrong predictions over the share of beats kept"),
                               tr("coverage: beats kept"), tr("risk: wrong among them"))),
      m_threshold(new QDoubleSpinBox),
      m_risk(new QDoubleSpinBox),
      m_show(new QPushButton(tr("Show the beats below"))),
      m_figures(new FigureList),
      m_reservation(roleLabel("small")) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::spacing(4));
  layout->addWidget(m_reliability, 1);
  layout->addWidget(m_coverage, 1);
  layout->addWidget(makePanel());
  setFocusProxy(m_coverage);
  offerPlot(session, m_reliability->plot(), QStringLiteral("reliability"));
  offerPlot(session, m_coverage->plot(), QStringLiteral("coverage-risk"));
  m_filterSoon.setSingleShot(true);
  m_filterSoon.setInterval(kFilterDelayMs);
  connect(&m_filterSoon, &QTimer::timeout, this, &CalibrationView::filter);
  watchWhileVisible(*this, session.judgement(), JudgementDesk::Piece::Reliability);
  followChanges();
  refresh();
}

QWidget* CalibrationView::makePanel() {
  m_threshold->setObjectName(QStringLiteral("abstainBelow"));
  m_threshold->setPrefix(tr("below "));
  m_threshold->setRange(0, 1);
  m_threshold->setDecimals(5);
  m_threshold->setSingleStep(kStep);
  m_threshold->setValue(0.5);
  m_threshold->setAccessibleName(tr("Abstain below this confidence"));
  m_threshold->setToolTip(
      tr("Beats the model is less sure of are given to a person. Drag the mark on the "
         "curve, or press the arrow keys there."));
  m_risk->setObjectName(QStringLiteral("wantedRisk"));
  m_risk->setRange(0.01, 50);
  m_risk->setDecimals(2);
  m_risk->setSingleStep(0.1);
  m_risk->setValue(1);
  m_risk->setPrefix(tr("at most "));
  m_risk->setSuffix(tr(" % wrong"));
  m_risk->setAccessibleName(tr("Wrong predictions among the beats kept, at most"));
  m_risk->setToolTip(tr("Sets the threshold that keeps most beats with no more of them wrong"));
  m_show->setObjectName(QStringLiteral("showAbstained"));
  m_reservation->setObjectName(QStringLiteral("temperatureReservation"));
  m_reservation->setWordWrap(true);
  addFigures();
  auto* panel = new QWidget;
  auto* layout = new QVBoxLayout(panel);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::spacing(1));
  layout->addWidget(m_figures);
  layout->addWidget(m_reservation);
  layout->addStretch(1);
  layout->addWidget(roleLabel("muted", tr("Abstain, and ask a person")));
  for (QWidget* widget : std::initializer_list<QWidget*>{m_threshold, m_risk, m_show})
    layout->addWidget(widget);
  return panel;
}

void CalibrationView::addFigures() {
  m_figures->setFixedWidth(Theme::spacing(58));
  m_figures->add(
      "temperature", tr("Temperature"),
      tr("Divides the logits; fitted by the log loss of the validation part. Above 1: the model was "
         "too sure of itself"));
  m_figures->add("calibrationBefore", tr("Calibration error"),
                 tr("Mean distance of confidence and accuracy, 15 bins; before and after the temperature"));
  m_figures->add("logLoss", tr("Log loss"), tr("Of the labels, before and after the temperature"));
  m_figures->add("brier", tr("Brier score"), tr("Mean squared distance to the label"));
  m_figures->add("keptBeats", tr("Kept"), tr("Beats the model is sure enough of"));
  m_figures->add("keptWrong", tr("Wrong among them"), tr("The risk that is left"));
  offerText(m_session, *m_figures, QStringLiteral("calibration"),
            [this](QChar separator) { return m_figures->text(separator); });
}

void CalibrationView::followChanges() {
  connect(&m_session.judgement(), &JudgementDesk::changed, this, [this](JudgementDesk::Piece piece) {
    if (piece == JudgementDesk::Piece::Reliability) refresh();
  });
  connect(&Theme::instance(), &Theme::changed, this, &CalibrationView::refresh);
  connect(m_threshold, &QDoubleSpinBox::valueChanged, this, [this] {
    showThreshold();
    m_filterSoon.start();
  });
  connect(m_risk, &QDoubleSpinBox::valueChanged, this, [this](double percent) {
    if (!m_known) return;
    if (const auto point = coverageAtRisk(m_known->coverage, percent / 100)) choose(point->threshold);
  });
  connect(m_show, &QPushButton::clicked, this, &CalibrationView::filter);
  connect(m_coverage, &CurvePlot::thresholdChosen, this, &CalibrationView::choose);
  connect(m_coverage, &CurvePlot::stepped, this,
          [this](int by) { choose(m_threshold->value() + by * kStep); });
}

void CalibrationView::choose(double threshold) {
  m_threshold->setValue(std::clamp(threshold, 0.0, 1.0));
}

void CalibrationView::filter() {
  if (!m_known || !isVisible()) return;
  BeatFilter filter = judgedFilter(m_session);
  filter.confidenceBelow = static_cast<float>(m_threshold->value());
  filter.order = BeatOrder::ConfidenceRising;
  m_session.setFilter(filter);
}

void CalibrationView::refresh() {
  m_known = m_session.judgement().reliability();
  for (QWidget* widget : std::initializer_list<QWidget*>{m_threshold, m_risk, m_show})
    widget->setEnabled(m_known != nullptr);
  showCalibration();
  showThreshold();
}

void CalibrationView::showCalibration() {
  if (!m_known) {
    m_reliability->setCalibration({}, {});
    m_coverage->setCurves({});
    m_reservation->clear();
    for (const char* key : {"temperature", "calibrationBefore", "logLoss", "brier"}) m_figures->set(key, {});
    return;
  }
  const TemperatureEffect& effect = m_known->temperature;
  const bool isFitted = effect.fit.beats > 0;
  m_reliability->setCalibration(effect.before, isFitted ? effect.after : Calibration());
  m_figures->set("temperature", isFitted ? decimalText(effect.fit.temperature) : QStringLiteral("-"));
  m_figures->set("calibrationBefore", change(percentText(effect.before.expectedError),
                                             percentText(effect.after.expectedError), isFitted));
  m_figures->set("logLoss",
                 change(decimalText(effect.before.logLoss), decimalText(effect.after.logLoss), isFitted));
  m_figures->set("brier",
                 change(decimalText(effect.before.brier), decimalText(effect.after.brier), isFitted));
  m_reservation->setText(text(effect.reservation));
  const CoverageCurve curve = thinned(m_known->coverage);
  ThresholdCurve line{{}, Theme::instance().palette().series[0], false};
  double highest = 0;
  for (const CoveragePoint& point : curve.points) {
    line.points.push_back({curve.coverage(point), curve.risk(point), point.threshold});
    if (curve.coverage(point) >= kSteadyCoverage) highest = std::max(highest, curve.risk(point));
  }
  m_coverage->setTop(highest > 0 ? 1.1 * highest : 1);
  m_coverage->setCurves({line});
}

void CalibrationView::showThreshold() {
  if (!m_known) {
    m_coverage->setMark({});
    for (const char* key : {"keptBeats", "keptWrong"}) m_figures->set(key, {});
    return;
  }
  const CoverageCurve& curve = m_known->coverage;
  const CoveragePoint point = keptAt(curve, m_threshold->value() - kHalfShown);
  m_coverage->setMark(point.kept > 0 ? std::optional(QPointF(curve.coverage(point), curve.risk(point)))
                                     : std::nullopt);
  m_figures->set("keptBeats", tr("%1, %2").arg(countText(point.kept), percentText(curve.coverage(point))));
  m_figures->set("keptWrong", tr("%1, %2").arg(countText(point.wrong), percentText(curve.risk(point))));
}

}  // namespace ectopy::ui
