#include "ui/widgets/why_ribbon.h"

#include <QEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/theme/theme.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/thumbnail_painter.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {
namespace {

constexpr int kStripHeight = 10;
constexpr double kNothing = 1e-12;

QString signedText(double value) {
  return decimalText(value, 1).replace(QLatin1Char('-'), QChar(0x2212));
}

float strongestOf(const Attribution& attribution) {
  float strongest = 0;
  for (const float value : attribution.samples) strongest = std::max(strongest, std::abs(value));
  return strongest;
}

/// For the class in its colour, against it in grey, the stronger the more.
QColor colourOf(float value, float strongest, const QColor& forIt) {
  QColor colour = value >= 0 ? forIt : Theme::instance().palette().mutedText;
  // The root lets weak shares be seen beside a strong one.
  colour.setAlphaF(strongest > kNothing ? std::sqrt(std::abs(value) / strongest) : 0.0F);
  return colour;
}

}  // namespace

WhyRibbon::WhyRibbon(WhyDesk& desk, SamplePlace place, QWidget* parent)
    : QWidget(parent), m_desk(desk), m_place(std::move(place)) {
  setObjectName(QStringLiteral("whyRibbon"));
  setAccessibleName(tr("What in the beat speaks for a class"));
  connect(&desk, &WhyDesk::changed, this, &WhyRibbon::refresh);
  refresh();
}

void WhyRibbon::refresh() {
  setVisible(m_desk.isWanted());
  // Room stays as it was while the next beat's answer is on its way.
  if (const auto reasons = m_desk.reasons()) m_strips = std::max(m_strips, reasons->of.size());
  m_strips = m_desk.isWanted() ? std::max<std::size_t>(m_strips, 1) : 0;
  const auto reasons = m_desk.reasons();
  QStringList all;
  for (std::size_t strip = 0; reasons && strip < reasons->of.size(); ++strip) all << wordsOf(strip);
  setAccessibleDescription(all.join(QStringLiteral("; ")));
  updateGeometry();
  update();
}

int WhyRibbon::lineHeight() const {
  return QFontMetrics(Theme::instance().small()).height();
}

QSize WhyRibbon::sizeHint() const {
  return {200,
          static_cast<int>(m_strips) * (lineHeight() + kStripHeight + Theme::spacing(1)) + Theme::spacing(1)};
}

QString WhyRibbon::wordsOf(std::size_t strip) const {
  const auto reasons = m_desk.reasons();
  if (!reasons || strip >= reasons->of.size()) return {};
  const Attribution& one = reasons->of[strip];
  const QString code = text(reasons->scheme.codeOf(one.target));
  if (one.method == AttributionMethod::GradCam)
    return tr("for %1: where the last convolution looks (Grad-CAM), log-odds %2")
        .arg(code, signedText(one.logOdds));
  double beside = 0;
  for (const float feature : one.features) beside += feature;
  QString words =
      tr("for %1, against it grey: log-odds %2 (%3 on a flat line), samples add up within %4")
          .arg(code, signedText(one.logOdds), signedText(one.baselineLogOdds),
               std::isfinite(one.completenessError) ? percentText(one.completenessError) : tr("-"));
  if (!one.features.empty())
    words += tr(", %1 of it from rhythm and shape beside the beat").arg(signedText(beside));
  return words;
}

void WhyRibbon::paintStrip(QPainter& painter, const Attribution& attribution, const LabelScheme& scheme,
                           int top) const {
  const QColor forIt = Theme::instance().classColour(scheme, attribution.target);
  const float strongest = strongestOf(attribution);
  const auto edge = [&](double sample) {
    const auto below = static_cast<std::size_t>(std::max(0.0, std::floor(sample)));
    return m_place.x(below) +
           (sample - static_cast<double>(below)) * (m_place.x(below + 1) - m_place.x(below));
  };
  for (std::size_t i = 0; i < attribution.samples.size(); ++i) {
    const double left = i == 0 ? m_place.x(0) : edge(static_cast<double>(i) - 0.5);
    const double right = edge(static_cast<double>(i) + 0.5);
    painter.fillRect(QRectF(left, top, right - left, kStripHeight),
                     colourOf(attribution.samples[i], strongest, forIt));
  }
}

void WhyRibbon::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const Palette& palette = Theme::instance().palette();
  painter.setFont(Theme::instance().small());
  painter.setPen(palette.mutedText);
  const auto reasons = m_desk.reasons();
  const int left = Theme::spacing(2);
  if (!reasons) {
    const QString problem = m_desk.problem();
    painter.drawText(QRect(left, 0, width(), lineHeight()), Qt::AlignLeft,
                     problem.isEmpty() ? tr("Asking the model why …") : problem);
    return;
  }
  int top = 0;
  for (std::size_t strip = 0; strip < reasons->of.size(); ++strip) {
    painter.drawText(QRect(left, top, width() - left, lineHeight()), Qt::AlignLeft, wordsOf(strip));
    top += lineHeight();
    painter.fillRect(QRect(left, top, width() - 2 * left, kStripHeight), palette.plotBackground);
    paintStrip(painter, reasons->of[strip], reasons->scheme, top);
    top += kStripHeight + Theme::spacing(1);
  }
}

WhyTrace::WhyTrace(WhyDesk& desk, SamplePlace place, QWidget* plot)
    : QWidget(plot), m_desk(desk), m_place(std::move(place)) {
  setAttribute(Qt::WA_TransparentForMouseEvents);
  setGeometry(plot->rect());
  plot->installEventFilter(this);
  connect(&desk, &WhyDesk::changed, this, qOverload<>(&QWidget::update));
}

bool WhyTrace::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize) setGeometry(parentWidget()->rect());
  return QWidget::eventFilter(watched, event);
}

void WhyTrace::paintEvent(QPaintEvent*) {
  const auto reasons = m_desk.reasons();
  if (!m_desk.isWanted() || !reasons || reasons->of.empty()) return;
  const Attribution& attribution = reasons->of.front();
  const std::span<const float> beat = reasons->beats->beat(reasons->beat);
  const float strongest = strongestOf(attribution);
  const QColor forIt = Theme::instance().classTextColour(reasons->scheme, attribution.target);
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const std::size_t end = std::min(unpaddedLength(beat), attribution.samples.size());
  for (std::size_t i = 0; i + 1 < end; ++i) {
    painter.setPen(QPen(colourOf(attribution.samples[i], strongest, forIt), 3, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(m_place.x(i), m_place.y(beat[i])),
                     QPointF(m_place.x(i + 1), m_place.y(beat[i + 1])));
  }
}

}  // namespace ectopy::ui
