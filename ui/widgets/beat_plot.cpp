#include "ui/widgets/beat_plot.h"

#include <qcustomplot.h>

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/session/review_desk.h"
#include "ui/theme/theme.h"
#include "ui/widgets/calipers.h"
#include "ui/widgets/probability_bars.h"
#include "ui/widgets/thumbnail_painter.h"
#include "ui/widgets/why_ribbon.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {

namespace {

constexpr double kHeavyLineMs = 200;  // five squares of ECG paper
constexpr int kThinLinesBetween = 4;  // at 40 ms
constexpr double kMarginMs = 12;      // the R peak stands clear of the edge
constexpr double kLeastLinePx = 4;    // closer lines are noise

/// Ticks every 200 ms with 40 ms between them, whatever the range.
class PaperTicker : public QCPAxisTicker {
 protected:
  double getTickStep(const QCPRange& /*range*/) override { return kHeavyLineMs; }
  int getSubTickCount(double /*tickStep*/) override { return kThinLinesBetween; }
};

QVector<double> valuesOf(std::span<const float> samples) {
  return {samples.begin(), samples.end()};
}

QColor withAlpha(QColor colour, int alpha) {
  colour.setAlpha(alpha);
  return colour;
}

QString span(const QColor& colour, const QString& text) {
  return QStringLiteral("<span style=\"color:%1\">%2</span>").arg(colour.name(), text);
}

}  // namespace

struct BeatPlot::Private {
  QLabel* caption;
  ProbabilityBars* bars;
  QCustomPlot* plot;
  Calipers* calipers;
  QCPGraph* low;
  QCPGraph* high;
  QCPGraph* typical;    // mean of the label's class
  QCPGraph* predicted;  // mean of the model's class
  QCPGraph* trace;
  QVector<double> milliseconds;

  void setCurve(QCPGraph* graph, std::span<const float> samples) const {
    graph->setData(milliseconds.first(static_cast<qsizetype>(samples.size())), valuesOf(samples), true);
  }

  /// Beats of 0 to 1 all stand alike; others as high as they and their templates are.
  void showHeight(AmplitudeUnit unit) const {
    QCPRange range(0, 1);
    for (const QCPGraph* graph : {trace, typical, predicted, low, high}) {
      bool isThere = false;
      if (unit == AmplitudeUnit::Beat) break;
      const QCPRange own = graph->getValueRange(isThere);
      if (isThere) range.expand(own);
    }
    plot->yAxis->setRange(range.lower - 0.06 * range.size(), range.upper + 0.08 * range.size());
  }
};

BeatPlot::BeatPlot(Session& session, QWidget* parent)
    : QWidget(parent), m_private(std::make_unique<Private>()), m_session(session) {
  setObjectName(QStringLiteral("beatPlot"));
  setAccessibleName(tr("Current beat"));
  build();
  connectSession();
  takeTheme();
}

BeatPlot::~BeatPlot() = default;

void BeatPlot::build() {
  Private& p = *m_private;
  p.caption = new QLabel(this);
  p.caption->setObjectName(QStringLiteral("beatCaption"));
  p.caption->setProperty("role", "small");
  p.bars = new ProbabilityBars(ProbabilityBars::Flow::Columns, this);
  p.plot = new QCustomPlot(this);
  auto* line = new QHBoxLayout;
  line->setContentsMargins(Theme::spacing(2), Theme::spacing(1), Theme::spacing(2), 0);
  line->addWidget(p.caption, 1);
  line->addWidget(p.bars);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addLayout(line);
  column->addWidget(p.plot, 1);

  for (QCPGraph** graph : {&p.low, &p.high, &p.typical, &p.predicted, &p.trace}) *graph = p.plot->addGraph();
  p.high->setChannelFillGraph(p.low);
  p.plot->xAxis->setTicker(QSharedPointer<QCPAxisTicker>(new PaperTicker));
  p.plot->xAxis->grid()->setSubGridVisible(true);
  p.plot->yAxis->setVisible(false);  // amplitude is normalised: no millivolts to draw a grid for
  p.plot->axisRect()->setMinimumMargins(QMargins(Theme::spacing(2), Theme::spacing(1), Theme::spacing(2), 0));
  p.plot->setMinimumHeight(Theme::spacing(30));
  p.plot->setFocusPolicy(Qt::NoFocus);
  const SamplePlace place{.x =
                              [&p](std::size_t sample) {
                                const auto last = static_cast<std::size_t>(p.milliseconds.size()) - 1;
                                return p.plot->xAxis->coordToPixel(
                                    p.milliseconds[static_cast<qsizetype>(std::min(sample, last))]);
                              },
                          .y = [&p](double height) { return p.plot->yAxis->coordToPixel(height); }};
  column->addWidget(new WhyRibbon(WhyDesk::of(m_session), place));
  new WhyTrace(WhyDesk::of(m_session), place, p.plot);
  p.calipers = new Calipers({.millisecondsAt = [&p](double x) { return p.plot->xAxis->pixelToCoord(x); },
                             .area = [&p] { return p.plot->axisRect()->rect(); }},
                            p.plot);
}

void BeatPlot::connectSession() {
  connect(&m_session, &Session::dataChanged, this, &BeatPlot::showBeat);
  connect(&m_session, &Session::beatsRecut, this, &BeatPlot::showBeat);
  connect(&m_session, &Session::currentBeatChanged, this, &BeatPlot::showBeat);
  connect(&m_session, &Session::templatesChanged, this, &BeatPlot::showBeat);
  connect(&m_session, &Session::predictionsChanged, this, &BeatPlot::showBeat);
  connect(&m_session.review(), &ReviewDesk::opinionsHidden, this, &BeatPlot::showBeat);
  connect(&m_session, &Session::labelsChanged, this, [this](const std::vector<BeatIndex>& beats) {
    const auto current = m_session.currentBeat();
    if (current && std::find(beats.begin(), beats.end(), *current) != beats.end()) showBeat();
  });
  connect(&Theme::instance(), &Theme::changed, this, &BeatPlot::takeTheme);
}

void BeatPlot::takeTheme() {
  Private& p = *m_private;
  const Palette& palette = Theme::instance().palette();
  p.plot->setBackground(palette.window);
  p.plot->axisRect()->setBackground(palette.paper);
  QCPAxis* axis = p.plot->xAxis;
  axis->setTickLabelFont(Theme::instance().small());
  axis->setLabelFont(Theme::instance().small());
  axis->setTickLabelColor(palette.mutedText);
  axis->setLabelColor(palette.mutedText);
  axis->setLabelPadding(0);
  axis->setBasePen(QPen(palette.paperHeavy, 1));
  axis->setTickPen(Qt::NoPen);
  axis->setSubTickPen(Qt::NoPen);
  axis->grid()->setPen(QPen(palette.paperHeavy, 1));
  axis->grid()->setSubGridPen(QPen(palette.paperThin, 1));
  axis->grid()->setZeroLinePen(QPen(palette.paperHeavy, 1));
  p.trace->setPen(QPen(palette.trace, 1));
  p.low->setPen(Qt::NoPen);
  p.high->setPen(Qt::NoPen);
  showBeat();
}

void BeatPlot::showBeat() {
  Private& p = *m_private;
  const auto beats = m_session.beats();
  const auto beat = m_session.currentBeat();
  for (QCPGraph* graph : {p.low, p.high, p.typical, p.predicted, p.trace}) graph->data()->clear();
  if (!beats || !beat) {
    p.caption->setText(beats ? tr("No beat chosen.") : QString());
    p.bars->setVisible(false);
    replotSoon();
    return;
  }
  p.milliseconds.resize(static_cast<qsizetype>(beats->length()));
  for (qsizetype i = 0; i < p.milliseconds.size(); ++i) {
    p.milliseconds[i] =
        (static_cast<double>(i) / beats->cut().sampleRateHz - beats->cut().rOffsetSeconds) * 1000;
  }
  p.plot->xAxis->setRange(p.milliseconds.first() - kMarginMs, p.milliseconds.last() + kMarginMs);
  p.plot->xAxis->setLabel(beats->cut().rule == CutRule::Given ? tr("ms") : tr("ms from the R peak"));
  const double thinLinePx = p.plot->axisRect()->width() * kHeavyLineMs / (kThinLinesBetween + 1) /
                            std::max(1.0, p.plot->xAxis->range().size());
  p.plot->xAxis->grid()->setSubGridVisible(thinLinePx >= kLeastLinePx);

  const ClassIndex label = (*m_session.labels())[*beat];
  std::optional<ClassIndex> predicted;
  if (const auto predictions = m_session.review().opinions()) predicted = predictions->predicted(*beat);
  if (predicted == label) predicted.reset();
  const std::span<const float> samples = beats->beat(*beat);
  p.setCurve(p.trace, samples.first(unpaddedLength(samples)));
  showTemplates(*beat, label, predicted);
  p.showHeight(beats->cut().unit);
  showProbabilities(*beat, label);
  showCaption(*beat, label, predicted);
  replotSoon();
}

void BeatPlot::replotSoon() {
  // On a hidden page a beat costs nothing; showEvent catches up.
  if (isVisible()) m_private->plot->replot(QCustomPlot::rpQueuedReplot);
}

void BeatPlot::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  replotSoon();
}

void BeatPlot::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const bool hasBeat = m_session.beats() && m_session.currentBeat();
  m_private->bars->setVisible(hasBeat && m_session.review().opinions() && hasRoomForProbabilities());
}

/// Beside the legend; the inspector has them too.
bool BeatPlot::hasRoomForProbabilities() const {
  return width() >= Theme::spacing(160);
}

void BeatPlot::showTemplates(BeatIndex /*beat*/, ClassIndex label, std::optional<ClassIndex> predicted) {
  Private& p = *m_private;
  const auto templates = m_session.templates();
  const LabelScheme& scheme = m_session.beats()->scheme();
  const auto templateOf = [&](ClassIndex index) -> const ClassTemplate* {
    if (!templates || index >= templates->size()) return nullptr;
    const ClassTemplate& one = (*templates)[index];
    return static_cast<qsizetype>(one.mean.size()) == p.milliseconds.size() ? &one : nullptr;
  };
  if (const ClassTemplate* typical = templateOf(label)) {
    const QColor colour = Theme::instance().classColour(scheme, label);
    p.high->setBrush(withAlpha(colour, Theme::instance().isDark() ? 72 : 44));
    p.typical->setPen(QPen(Theme::instance().classTextColour(scheme, label), 1));
    p.setCurve(p.low, typical->low);
    p.setCurve(p.high, typical->high);
    p.setCurve(p.typical, typical->mean);
  }
  if (const ClassTemplate* other = predicted ? templateOf(*predicted) : nullptr) {
    p.predicted->setPen(QPen(Theme::instance().classColour(scheme, *predicted), 1, Qt::DashLine));
    p.setCurve(p.predicted, other->mean);
  }
}

void BeatPlot::showProbabilities(BeatIndex beat, ClassIndex label) {
  ProbabilityBars& bars = *m_private->bars;
  const auto predictions = m_session.review().opinions();
  bars.setVisible(predictions && hasRoomForProbabilities());
  if (!predictions) return;
  const std::span<const float> row = predictions->of(beat);
  bars.setProbabilities(predictions->scheme, {row.begin(), row.end()}, label);
}

void BeatPlot::showCaption(BeatIndex beat, ClassIndex label, std::optional<ClassIndex> predicted) {
  Private& p = *m_private;
  const Theme& theme = Theme::instance();
  const LabelScheme& scheme = m_session.beats()->scheme();
  const auto codeOf = [&](ClassIndex index) {
    return QString::fromStdString(std::string(scheme.codeOf(index)));
  };
  QString text = span(theme.palette().trace, QStringLiteral("━")) +
                 tr(" beat %1").arg(groupedNumber(std::size_t{beat} + 1));
  if (!p.typical->data()->isEmpty()) {
    text += QStringLiteral("&nbsp;&nbsp; ") + span(theme.classColour(scheme, label), QStringLiteral("▇")) +
            tr(" typical %1, mean and 10–90 %").arg(codeOf(label));
  }
  if (predicted && !p.predicted->data()->isEmpty()) {
    text += QStringLiteral("&nbsp;&nbsp; ") +
            span(theme.classColour(scheme, *predicted), QStringLiteral("╍")) +
            tr(" typical %1, as predicted").arg(codeOf(*predicted));
  }
  p.caption->setText(text);
}

QString BeatPlot::caliperText() const {
  return m_private->calipers->text();
}

}  // namespace ectopy::ui
