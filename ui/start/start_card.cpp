#include "ui/start/start_card.h"

#include <QPainter>

#include "ui/theme/theme.h"

namespace ectopy::ui {
namespace {

constexpr int kIconSize = 32;  // px

}  // namespace

StartCard::StartCard(const QString& icon, const QString& title, const QString& sentence, bool isPrimary,
                     QWidget* parent)
    : QAbstractButton(parent), m_icon(icon), m_sentence(sentence), m_isPrimary(isPrimary) {
  setText(title);
  setAccessibleName(title);
  setAccessibleDescription(sentence);
  setFocusPolicy(Qt::StrongFocus);
  setCursor(Qt::PointingHandCursor);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize StartCard::sizeHint() const {
  return {Theme::spacing(62), Theme::spacing(40)};
}

void StartCard::enterEvent(QEnterEvent* event) {
  QAbstractButton::enterEvent(event);
  update();
}

void StartCard::leaveEvent(QEvent* event) {
  QAbstractButton::leaveEvent(event);
  update();
}

void StartCard::paintEvent(QPaintEvent*) {
  const Theme& theme = Theme::instance();
  const Palette& palette = theme.palette();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF card = QRectF(rect()).adjusted(kRing, kRing, -kRing, -kRing);
  if (hasFocus()) {  // a ring around the card, so that it shows on any colour
    painter.setPen(QPen(palette.focus, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(card.adjusted(-3, -3, 3, 3), 11, 11);
  }
  const bool isLit = underMouse() || isDown();
  const QColor plain = isDown() ? palette.selection : palette.raised;
  painter.setPen(QPen(isLit || m_isPrimary ? palette.accent : palette.border, 1));
  painter.setBrush(m_isPrimary ? (isLit ? palette.accent.lighter(112) : palette.accent) : plain);
  painter.drawRoundedRect(card, 8, 8);

  const int margin = Theme::spacing(5);
  const QRect inner = rect().adjusted(margin, margin, -margin, -margin);
  const QColor iconColour = m_isPrimary ? palette.accentText : palette.accent;
  theme.icon(m_icon, iconColour).paint(&painter, QRect(inner.topLeft(), QSize(kIconSize, kIconSize)));

  painter.setPen(m_isPrimary ? palette.accentText : palette.text);
  QFont titleFont = theme.normal();
  titleFont.setPointSizeF(titleFont.pointSizeF() * 1.1);
  titleFont.setWeight(QFont::DemiBold);
  painter.setFont(titleFont);
  const int titleTop = inner.top() + kIconSize + Theme::spacing(3);
  const int titleHeight = painter.fontMetrics().height();
  painter.drawText(QRect(inner.left(), titleTop, inner.width(), titleHeight),
                   Qt::AlignLeft | Qt::AlignVCenter, this->text());

  painter.setFont(theme.normal());
  painter.setPen(m_isPrimary ? palette.accentText : palette.mutedText);
  const int sentenceTop = titleTop + titleHeight + Theme::spacing(1);
  painter.drawText(QRect(inner.left(), sentenceTop, inner.width(), inner.bottom() - sentenceTop + 1),
                   Qt::TextWordWrap | Qt::AlignLeft | Qt::AlignTop, m_sentence);
}

}  // namespace ectopy::ui
