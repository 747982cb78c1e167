#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/theme/theme.h"
#include "ui/widgets/context_strip.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {
namespace {

constexpr double kSignPx = 4;  // half of what an edited mark wears
constexpr int kDragPx = 3;     // a pixel is some 12 ms: R peaks are moved by a few

}  // namespace

std::int64_t ContextStrip::sampleAt(double x) const {
  const double second = m_scale.secondAt(x);
  const auto sample = static_cast<std::int64_t>(std::llround(second * m_recording->sampleRateHz));
  return std::clamp<std::int64_t>(sample, m_firstSample, std::max(m_firstSample, m_endSample - 1));
}

/// On the QRS complex's extremum, unless Shift is held (or Alt, with which many desktops move windows).
std::int64_t ContextStrip::wantedSample(double x, const QMouseEvent& event) const {
  const std::int64_t sample = sampleAt(x);
  const bool isFree = event.modifiers() & (Qt::ShiftModifier | Qt::AltModifier);
  return isFree ? sample : m_session.peakNear(*m_beat, sample);
}

void ContextStrip::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return QWidget::mousePressEvent(event);
  const Mark* mark = m_lead ? markAt(event->position()) : nullptr;
  if (!mark || !mark->beat) return;
  m_drag = Drag{.beat = *mark->beat, .from = mark->sample, .to = mark->sample, .press = event->pos()};
}

void ContextStrip::mouseMoveEvent(QMouseEvent* event) {
  const Mark* mark = m_lead ? markAt(event->position()) : nullptr;
  const bool isBeat = mark && mark->beat && m_session.whyNotEditPeaks().isEmpty();
  setCursor(m_drag || isBeat ? Qt::SizeHorCursor : Qt::ArrowCursor);
  if (!m_drag || !m_lead || !event->buttons().testFlag(Qt::LeftButton)) return;
  if (!m_drag->isMoving) {
    if (std::abs(event->pos().x() - m_drag->press.x()) < kDragPx) return;
    if (const QString reason = m_session.whyNotEditPeaks(); !reason.isEmpty()) {
      m_drag.reset();
      emit m_session.message(reason, true);
      return;
    }
    m_drag->isMoving = true;
  }
  const double x = m_scale.xOf(static_cast<double>(m_drag->from) / m_recording->sampleRateHz);
  m_drag->to = wantedSample(x + event->position().x() - m_drag->press.x(), *event);
  update();
}

void ContextStrip::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !m_drag) return QWidget::mouseReleaseEvent(event);
  const Drag drag = *std::exchange(m_drag, std::nullopt);
  update();
  if (drag.isMoving && drag.to != drag.from) m_session.moveBeat(drag.beat, drag.to);
  m_session.setCurrentBeat(drag.beat);
}

void ContextStrip::mouseDoubleClickEvent(QMouseEvent* event) {
  m_drag.reset();
  if (event->button() != Qt::LeftButton || !m_lead || !m_beat) return QWidget::mouseDoubleClickEvent(event);
  const Mark* mark = markAt(event->position());
  if (mark && mark->beat) return m_session.setCurrentBeat(*mark->beat);
  m_session.addBeatAt(m_session.beats()->columns().records[*m_beat],
                      wantedSample(event->position().x(), *event));
}

bool ContextStrip::cancelDrag() {
  if (!m_drag) return false;
  m_drag.reset();
  update();
  return true;
}

QString ContextStrip::dragWords() const {
  if (!m_drag || !m_drag->isMoving) return {};
  const double by = static_cast<double>(m_drag->to - m_drag->from) / m_recording->sampleRateHz;
  QString words = tr("R peak %1").arg(shiftWords(by));
  const double value = m_lead->physical(static_cast<std::size_t>(m_drag->to));
  if (!std::isnan(value)) words += QStringLiteral(" · %1 %2").arg(value, 0, 'f', 2).arg(text(m_lead->unit));
  return words;
}

QString ContextStrip::peakWords(BeatIndex beat) const {
  const auto before = m_session.sourceSampleOf(beat);
  const std::int64_t now = m_session.beats()->columns().rSamples[beat];
  if (!before) return tr("added");
  if (*before == now) return {};
  return tr("R peak moved by %1")
      .arg(shiftWords(static_cast<double>(now - *before) / m_recording->sampleRateHz));
}

void ContextStrip::paintEdits(QPainter& painter) const {
  const double top = letterBand().bottom();
  for (const Mark& mark : m_marks) {
    if (!mark.isEdited) continue;
    painter.setPen(QPen(mark.letterColour, 1, Qt::DotLine));
    const double x = m_scale.xOf(static_cast<double>(mark.sample) / m_recording->sampleRateHz);
    painter.drawLine(QPointF(x, top), QPointF(x, m_scale.area.bottom()));
    // Seen beside the current beat's own line too.
    painter.setPen(Qt::NoPen);
    painter.setBrush(mark.letterColour);
    painter.drawPolygon(QPolygonF{{x - kSignPx, top}, {x + kSignPx + 1, top}, {x + 0.5, top + 2 * kSignPx}});
    painter.setBrush(Qt::NoBrush);
  }
  if (!m_drag || !m_drag->isMoving) return;
  const Palette& palette = Theme::instance().palette();
  const double x = m_scale.xOf(static_cast<double>(m_drag->to) / m_recording->sampleRateHz);
  painter.fillRect(QRectF(x - 0.5, 0, 1, m_scale.area.bottom()), palette.accent);
  QFont strong = Theme::instance().small();
  strong.setWeight(QFont::DemiBold);
  painter.setFont(strong);
  const QString words = dragWords();
  const QFontMetricsF metrics(strong);
  const QSizeF size(metrics.horizontalAdvance(words) + Theme::spacing(2), metrics.height() + 2);
  const bool fitsRight = x + size.width() + Theme::spacing(2) < width();
  const QRectF plate(
      QPointF(fitsRight ? x + Theme::spacing(1) : x - Theme::spacing(1) - size.width(), top + 2), size);
  painter.fillRect(plate, palette.raised);
  painter.setPen(palette.text);
  painter.drawText(plate, Qt::AlignCenter, words);
}

}  // namespace ectopy::ui
