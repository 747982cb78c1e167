#include "ui/widgets/calipers.h"

#include <QEvent>
#include <QFontMetrics>
#include <QMouseEvent>
#include <QPainter>
#include <cmath>

#include "ui/theme/theme.h"

namespace ectopy::ui {

Calipers::Calipers(TimeScale scale, QWidget* plot) : QWidget(plot), m_scale(std::move(scale)) {
  setAttribute(Qt::WA_TransparentForMouseEvents);
  setGeometry(plot->rect());
  plot->setMouseTracking(true);
  plot->installEventFilter(this);
}

QString Calipers::text() const {
  if (!m_x) return {};
  const double here = m_scale.millisecondsAt(*m_x);
  if (!m_start || *m_start == *m_x) return tr("%1 ms").arg(qRound(here));
  return tr("Δ %1 ms").arg(qRound(std::abs(here - m_scale.millisecondsAt(*m_start))));
}

bool Calipers::eventFilter(QObject* watched, QEvent* event) {
  const auto xOf = [this](QEvent* mouse) {
    const QRect area = m_scale.area();
    return std::clamp(static_cast<QMouseEvent*>(mouse)->pos().x(), area.left(), area.right());
  };
  switch (event->type()) {
    case QEvent::Resize:
      setGeometry(parentWidget()->rect());
      break;
    case QEvent::MouseMove:
      moveTo(xOf(event));
      break;
    case QEvent::Leave:
      moveTo({});
      break;
    case QEvent::MouseButtonPress:
      m_start = xOf(event);
      moveTo(m_start);
      break;
    case QEvent::MouseButtonRelease:
      update();
      m_start.reset();
      break;
    default:
      break;
  }
  return QWidget::eventFilter(watched, event);
}

void Calipers::moveTo(std::optional<int> x) {
  update(touched());
  m_x = x;
  if (!x) m_start.reset();
  update(touched());
}

QRect Calipers::touched() const {
  if (!m_x) return {};
  const int label = Theme::spacing(24);
  const int left = std::min(*m_x, m_start.value_or(*m_x));
  const int right = std::max(*m_x, m_start.value_or(*m_x));
  return {left - label, 0, right - left + 2 * label, height()};
}

void Calipers::paintEvent(QPaintEvent* /*event*/) {
  if (!m_x) return;
  const Palette& palette = Theme::instance().palette();
  const QRect area = m_scale.area();
  QPainter painter(this);
  painter.setPen(palette.accent);
  if (m_start && *m_start != *m_x) {
    QColor tint = palette.accent;
    tint.setAlpha(32);
    painter.fillRect(
        QRect(QPoint(std::min(*m_start, *m_x), area.top()), QPoint(std::max(*m_start, *m_x), area.bottom())),
        tint);
    painter.drawLine(*m_start, area.top(), *m_start, area.bottom());
  }
  painter.drawLine(*m_x, area.top(), *m_x, area.bottom());

  painter.setFont(Theme::instance().small());
  const QSize size = QFontMetrics(painter.font()).size(Qt::TextSingleLine, text());
  QRect label(*m_x + Theme::spacing(1), area.top() + Theme::spacing(1), size.width() + Theme::spacing(2),
              size.height() + 2);
  if (label.right() > area.right()) label.moveRight(*m_x - Theme::spacing(1));
  painter.fillRect(label, palette.accent);
  painter.setPen(palette.accentText);
  painter.drawText(label, Qt::AlignCenter, text());
}

}  // namespace ectopy::ui
