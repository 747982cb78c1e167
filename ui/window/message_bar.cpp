#include "ui/window/message_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "ui/theme/theme.h"

namespace ectopy::ui {
namespace {

constexpr int kNoteMs = 15'000;
constexpr qsizetype kMaxErrors = 20;

}  // namespace

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent),
      m_icon(new QLabel(this)),
      m_text(new QLabel(this)),
      m_count(new QLabel(this)),
      m_close(new QToolButton(this)),
      m_fade(this) {
  setObjectName(QStringLiteral("messageBar"));
  m_text->setObjectName(QStringLiteral("messageText"));
  m_text->setWordWrap(true);
  m_text->setTextFormat(Qt::PlainText);
  m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_count->setProperty("role", "muted");
  m_close->setObjectName(QStringLiteral("dismissMessage"));
  m_close->setIcon(Theme::instance().icon(QStringLiteral("close")));
  m_close->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Period));
  m_close->setToolTip(tr("Dismiss (Ctrl+.)"));
  m_close->setAccessibleName(tr("Dismiss the message"));
  connect(m_close, &QToolButton::clicked, this, &MessageBar::dismiss);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(Theme::spacing(3), Theme::spacing(1), Theme::spacing(2), Theme::spacing(1));
  row->setSpacing(Theme::spacing(2));
  row->addWidget(m_icon);
  row->addWidget(m_text, 1);
  row->addWidget(m_count);
  row->addWidget(m_close);
  m_fade.setObjectName(QStringLiteral("noteTimer"));
  m_fade.setSingleShot(true);
  m_fade.setInterval(kNoteMs);
  connect(&m_fade, &QTimer::timeout, this, [this] {
    m_note.clear();
    refresh();
  });
  connect(&Theme::instance(), &Theme::changed, this, &MessageBar::refresh);
  hide();
}

QString MessageBar::sentence() const {
  return m_errors.isEmpty() ? m_note : m_errors.first();
}

void MessageBar::show(const QString& sentence, bool isError) {
  if (!isError) {
    m_note = sentence;
    m_fade.stop();
  } else {
    // The newest is what the user has just caused and looks for.
    m_errors.removeAll(sentence);
    m_errors.prepend(sentence);
    if (m_errors.size() > kMaxErrors) m_errors.removeLast();
  }
  refresh();
}

void MessageBar::dismiss() {
  if (m_errors.isEmpty()) {
    m_note.clear();
  } else {
    m_errors.removeFirst();
  }
  refresh();
}

void MessageBar::refresh() {
  const Palette& palette = Theme::instance().palette();
  const QColor colour = isShowingError() ? palette.error : palette.accent;
  m_text->setText(sentence());
  m_text->setStyleSheet(isShowingError() ? QStringLiteral("color: %1").arg(colour.name()) : QString());
  m_icon->setPixmap(Theme::instance()
                        .icon(isShowingError() ? QStringLiteral("warning") : QStringLiteral("about"), colour)
                        .pixmap(QSize(18, 18), devicePixelRatioF()));
  m_count->setVisible(m_errors.size() > 1);
  if (m_errors.size() > 1) m_count->setText(tr("1 of %1").arg(m_errors.size()));
  setStyleSheet(QStringLiteral("#messageBar { background: %1; border: none; border-left: 4px solid %2; "
                               "border-bottom: 1px solid %3; }")
                    .arg(palette.raised.name(), colour.name(), palette.border.name()));
  // A note has its time from when it is seen, not from when an error stood before it.
  if (isShowingError() || m_note.isEmpty()) {
    m_fade.stop();
  } else if (!m_fade.isActive()) {
    m_fade.start();
  }
  setVisible(!sentence().isEmpty());
}

}  // namespace ectopy::ui
