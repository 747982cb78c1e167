#include "ui/evaluate/curves_view.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>
#include <cmath>

#include "ui/evaluate/curve_plot.h"
#include "ui/evaluate/figure_list.h"
#include "ui/evaluate/judgement_watch.h"
#include "ui/theme/theme.h"
#include "ui/widgets/exports.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {

namespace {

constexpr double kStep = 0.01;
constexpr double kHalfShown = 5e-6;     // half of the last digit shown
constexpr double kCorner = 0.2;         // of each axis
constexpr std::size_t kMostFaint = 12;  // curves of other classes behind the one that is looked at

QIcon swatch(const QColor& colour) {
  QPixmap square(Theme::spacing(3), Theme::spacing(3));
  square.fill(colour);
  return QIcon(square);
}

}  // namespace

CurvesView::CurvesView(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_roc(new CurvePlot(QStringLiteral("rocPlot"),
                          tr("ROC curve: sensitivity over the share of other beats taken for the class"),
                          tr("1 - specificity"), tr("sensitivity"))),
      m_precision(new CurvePlot(QStringLiteral("precisionPlot"), tr("Precision over recall"),
                                tr("recall (sensitivity)"), tr("precision (PPV)"))),
      m_class(new QComboBox),
      m_threshold(new QDoubleSpinBox),
      m_best(new QPushButton(tr("Best F1"))),
      m_corner(new QPushButton(tr("Best corner"))),
      m_figures(new FigureList) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::spacing(4));
  layout->addWidget(m_roc, 1);
  layout->addWidget(m_precision, 1);
  layout->addWidget(makePanel());
  setFocusProxy(m_class);
  offerPlot(session, m_roc->plot(), QStringLiteral("roc"));
  offerPlot(session, m_precision->plot(), QStringLiteral("precision-recall"));
  watchWhileVisible(*this, session.judgement(), JudgementDesk::Piece::Curves);
  followChanges();
  adopt();
}

QWidget* CurvesView::makePanel() {
  m_class->setObjectName(QStringLiteral("curveClass"));
  m_class->setAccessibleName(tr("Class against the rest"));
  m_class->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_class->setMinimumContentsLength(12);
  m_threshold->setObjectName(QStringLiteral("curveThreshold"));
  m_threshold->setAccessibleName(tr("Threshold"));
  m_threshold->setToolTip(
      tr("A beat with at least this probability counts as of the class. Drag the mark on a "
         "curve, or press the arrow keys there."));
  m_threshold->setRange(0, 1);
  m_threshold->setDecimals(5);
  m_threshold->setSingleStep(kStep);
  m_threshold->setValue(0.5);
  m_best->setObjectName(QStringLiteral("bestF1"));
  m_best->setToolTip(
      tr("The threshold of the highest F1 on these beats. Chosen on the beats it is judged by, "
         "it flatters."));
  m_corner->setObjectName(QStringLiteral("curveCorner"));
  m_corner->setCheckable(true);
  m_corner->setToolTip(
      tr("Show the fifth of each axis where good curves run. The wheel zooms too, a double "
         "click shows all again."));
  m_figures->setFixedWidth(Theme::spacing(56));
  m_figures->add("pointSensitivity", tr("Sensitivity"), tr("The share of the class's beats that was found"));
  m_figures->add("pointSpecificity", tr("Specificity"), tr("The share of the other beats left alone"));
  m_figures->add("pointPpv", tr("PPV"), tr("The share of the beats found that are of the class"));
  m_figures->add("pointF1", tr("F1"), tr("Harmonic mean of sensitivity and PPV"));
  m_figures->add("pointFound", tr("Found"), tr("Beats of the class with at least this probability of it"));
  m_figures->add("pointFalse", tr("Falsely found"), tr("Other beats with at least this probability"));
  m_figures->add("curveAuc", tr("Area under ROC"), tr("Ties count half"));
  m_figures->add("curveAp", tr("Average precision"), tr("Area under the precision-recall steps"));
  offerText(m_session, *m_figures, QStringLiteral("operating-point"),
            [this](QChar separator) { return m_figures->text(separator); });
  auto* line = new QHBoxLayout;
  line->addWidget(m_threshold, 1);
  line->addWidget(m_best);
  auto* panel = new QWidget;
  auto* layout = new QVBoxLayout(panel);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::spacing(2));
  layout->addWidget(m_class);
  layout->addLayout(line);
  layout->addWidget(m_figures);
  layout->addStretch(1);
  layout->addWidget(m_corner);
  return panel;
}

void CurvesView::followChanges() {
  connect(&m_session.judgement(), &JudgementDesk::changed, this, [this](JudgementDesk::Piece piece) {
    if (piece == JudgementDesk::Piece::Curves) adopt();
  });
  connect(&Theme::instance(), &Theme::changed, this, &CurvesView::adopt);
  connect(m_class, &QComboBox::currentIndexChanged, this, &CurvesView::refresh);
  connect(m_threshold, &QDoubleSpinBox::valueChanged, this, &CurvesView::showPoint);
  connect(m_best, &QPushButton::clicked, this, [this] {
    if (const ScoreCurve* curve = current()) choose(bestF1Point(*curve).threshold);
  });
  connect(m_corner, &QPushButton::toggled, this, &CurvesView::showCorner);
  for (CurvePlot* plot : {m_roc, m_precision}) {
    connect(plot, &CurvePlot::thresholdChosen, this, &CurvesView::choose);
    connect(plot, &CurvePlot::stepped, this, [this](int by) { choose(threshold() + by * kStep); });
  }
}

void CurvesView::showCorner(bool isWanted) {
  const auto detail = [isWanted](double left) {
    return isWanted ? std::optional(QRectF(left - 0.004, 1 - kCorner, kCorner + 0.008, kCorner + 0.006))
                    : std::nullopt;
  };
  m_roc->setDetail(detail(0));
  m_precision->setDetail(detail(1 - kCorner));
}

double CurvesView::threshold() const {
  return m_threshold->value();
}

void CurvesView::choose(double threshold) {
  // The first point of a curve lies above every probability.
  if (std::isfinite(threshold)) m_threshold->setValue(std::clamp(threshold, 0.0, 1.0));
}

const ScoreCurve* CurvesView::current() const {
  const int place = m_class->currentIndex();
  if (!m_curves || place < 0 || place >= static_cast<int>(m_curves->size())) return nullptr;
  return &(*m_curves)[static_cast<std::size_t>(place)];
}

void CurvesView::adopt() {
  m_curves = m_session.judgement().curves();
  m_drawn.clear();
  const auto beats = m_session.beats();
  const int before = m_class->currentIndex();
  const QSignalBlocker quiet(m_class);
  m_class->clear();
  if (m_curves && beats)
    for (const ScoreCurve& curve : *m_curves) {
      m_drawn.push_back(thinned(curve));
      const LabelClass& label = beats->scheme().classes[curve.classIndex];
      m_class->addItem(swatch(Theme::instance().classColour(beats->scheme(), curve.classIndex)),
                       tr("%1 against the rest").arg(text(label.code)));
    }
  m_class->setCurrentIndex(std::clamp(before, m_class->count() > 0 ? 0 : -1, m_class->count() - 1));
  refresh();
}

void CurvesView::refresh() {
  std::vector<ThresholdCurve> roc;
  std::vector<ThresholdCurve> precision;
  const auto beats = m_session.beats();
  for (const ScoreCurve& curve : m_drawn) {
    const bool isFaint = static_cast<int>(curve.classIndex) != m_class->currentIndex();
    if (isFaint && m_drawn.size() > kMostFaint) continue;
    const QColor colour = Theme::instance().classColour(beats->scheme(), curve.classIndex);
    ThresholdCurve& left = roc.emplace_back(ThresholdCurve{{}, colour, isFaint});
    ThresholdCurve& right = precision.emplace_back(ThresholdCurve{{}, colour, isFaint});
    for (const CurvePoint& point : curve.points) {
      left.points.push_back({curve.falsePositiveRate(point), curve.sensitivity(point), point.threshold});
      right.points.push_back({curve.sensitivity(point), curve.ppv(point), point.threshold});
    }
  }
  m_roc->setReference({{0, 0}, {1, 1}});
  m_roc->setCurves(std::move(roc));
  const ScoreCurve* curve = current();
  const double share = curve ? curve->ppv(curve->points.back()) : std::nan("");
  m_precision->setReference(curve && curve->positives > 0 ? std::vector<QPointF>{{0, share}, {1, share}}
                                                          : std::vector<QPointF>());
  m_precision->setCurves(std::move(precision));
  m_figures->set("curveAuc", curve ? decimalText(curve->auc, 4) : QString());
  m_figures->set("curveAp", curve ? decimalText(curve->averagePrecision, 4) : QString());
  m_threshold->setEnabled(curve != nullptr);
  m_best->setEnabled(curve && curve->positives > 0);
  showPoint();
}

void CurvesView::showPoint() {
  const ScoreCurve* curve = current();
  if (!curve) {
    m_roc->setMark({});
    m_precision->setMark({});
    for (const char* key :
         {"pointSensitivity", "pointSpecificity", "pointPpv", "pointF1", "pointFound", "pointFalse"})
      m_figures->set(key, {});
    return;
  }
  // The box rounds: the beat that gave the threshold must not fall below it.
  const OperatingPoint point = operatingPoint(*curve, threshold() - kHalfShown);
  m_roc->setMark(QPointF(1 - point.specificity, point.sensitivity));
  m_precision->setMark(QPointF(point.sensitivity, point.ppv));
  m_figures->set("pointSensitivity", percentText(point.sensitivity));
  m_figures->set("pointSpecificity", percentText(point.specificity));
  m_figures->set("pointPpv", percentText(point.ppv));
  m_figures->set("pointF1", percentText(point.f1));
  m_figures->set("pointFound",
                 tr("%1 of %2").arg(countText(point.truePositives), countText(curve->positives)));
  m_figures->set("pointFalse",
                 tr("%1 of %2").arg(countText(point.falsePositives), countText(curve->negatives)));
}

}  // namespace ectopy::ui
