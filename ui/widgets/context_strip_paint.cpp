#include <QPainter>
#include <QPolygonF>
#include <QToolButton>
#include <cmath>

#include "ui/theme/theme.h"
#include "ui/widgets/context_strip.h"
#include "ui/widgets/thumbnail_painter.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {

void ContextStrip::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const Palette& palette = Theme::instance().palette();
  painter.fillRect(rect(), palette.window);
  painter.setFont(Theme::instance().small());
  const QString nothing = emptyText();
  if (!m_lead || !nothing.isEmpty()) {
    painter.setPen(palette.mutedText);
    painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, nothing);
    return;
  }
  drawEcgPaper(painter, m_scale, m_isVoltage);
  painter.setClipRect(m_scale.area.adjusted(0, -letterBand().height(), 0, 0));
  paintHighlight(painter);
  paintSignal(painter);
  paintMarks(painter);
  paintEdits(painter);
  painter.setClipping(false);
  paintFacts(painter);
  if (hasFocus()) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(palette.focus);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
  }
}

void ContextStrip::paintHighlight(QPainter& painter) const {
  const auto beats = m_session.beats();
  const double peak = static_cast<double>(beats->columns().rSamples[*m_beat]) / m_recording->sampleRateHz;
  const double start = peak - beats->cut().rOffsetSeconds;
  const double seconds =
      static_cast<double>(unpaddedLength(beats->beat(*m_beat))) / beats->cut().sampleRateHz;
  QColor tint = Theme::instance().palette().accent;
  tint.setAlpha(36);
  painter.fillRect(
      QRectF(QPointF(m_scale.xOf(start), 0), QPointF(m_scale.xOf(start + seconds), m_scale.area.bottom())),
      tint);
  painter.fillRect(QRectF(m_scale.xOf(peak), 0, 1, m_scale.area.bottom()),
                   Theme::instance().palette().accent);
}

void ContextStrip::paintSignal(QPainter& painter) const {
  painter.setPen(QPen(Theme::instance().palette().trace, 1));
  painter.setRenderHint(QPainter::Antialiasing, true);
  QPolygonF line;
  line.reserve(static_cast<qsizetype>(m_endSample - m_firstSample));
  for (std::int64_t i = m_firstSample; i < m_endSample; ++i) {
    const double value = shownValue(i);
    if (std::isnan(value)) {  // a gap, never a number
      painter.drawPolyline(line);
      line.clear();
      continue;
    }
    line.append({m_scale.xOf(static_cast<double>(i) / m_recording->sampleRateHz), m_scale.yOf(value)});
  }
  painter.drawPolyline(line);
  painter.setRenderHint(QPainter::Antialiasing, false);
}

void ContextStrip::paintMarks(QPainter& painter) const {
  const Palette& palette = Theme::instance().palette();
  const QRectF band = letterBand();
  QFont strong = Theme::instance().small();
  strong.setBold(true);
  for (const Mark& mark : m_marks) {
    const double x = m_scale.xOf(static_cast<double>(mark.sample) / m_recording->sampleRateHz);
    const double half = std::max(8.0, QFontMetricsF(strong).horizontalAdvance(mark.letter) / 2 + 4);
    const QRectF place(x - half, band.top() + 1, 2 * half, band.height() - 4);
    painter.setFont(mark.beat ? strong : Theme::instance().small());
    const bool isCurrent = mark.beat && mark.beat == m_beat;
    if (isCurrent) painter.fillRect(place, mark.colour);
    painter.setPen(isCurrent ? Theme::textOn(mark.colour) : mark.letterColour);
    painter.drawText(place, Qt::AlignCenter, mark.letter);
    if (mark.isWrong) painter.fillRect(QRectF(x - 6, band.bottom() - 3, 12, 2), palette.wrong);
  }
}

void ContextStrip::paintFacts(QPainter& painter) const {
  const double right = m_filterButton->geometry().left();
  const QRectF line(Theme::spacing(2), m_scale.area.bottom(), width() - Theme::spacing(4), factLineHeight());
  const QString lead = QString::fromStdString(m_recording->name + " · " + m_lead->name);
  const QString synthetic = m_recording->isSynthetic ? tr(" · synthetic") : QString();
  QString scale = tr("%1 mm/s").arg(EcgScale::kMmPerSecond);
  if (m_isVoltage) {
    scale += tr(" · %1 mm/mV").arg(m_scale.mmPerUnit);
  } else {
    scale += tr(" · unit %1").arg(QString::fromStdString(m_lead->unit));
  }
  painter.setFont(Theme::instance().small());
  painter.setPen(Theme::instance().palette().mutedText);
  painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, lead + synthetic);
  painter.drawText(QRectF(line.topLeft(), QPointF(right - Theme::spacing(2), line.bottom())),
                   Qt::AlignRight | Qt::AlignVCenter, scale);
  painter.drawText(line, Qt::AlignHCenter | Qt::AlignVCenter,
                   recordTime(m_session.beats()->secondsOf(*m_beat)));
  const QString words = filterWords();
  if (words.isEmpty()) return;
  QFont strong = Theme::instance().small();
  strong.setWeight(QFont::DemiBold);
  painter.setFont(strong);
  painter.setPen(Theme::instance().palette().accent);
  const QString fitting = QFontMetricsF(strong).elidedText(words, Qt::ElideRight, line.width());
  painter.drawText(line.translated(0, line.height()), Qt::AlignLeft | Qt::AlignTop, fitting);
}

}  // namespace ectopy::ui
