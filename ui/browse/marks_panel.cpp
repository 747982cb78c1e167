#include "ui/browse/marks_panel.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/theme/theme.h"
#include "ui/widgets/key_settings.h"

namespace ectopy::ui {
namespace {

constexpr int kPauseMs = 1000;          // of the writer, then the note is kept
constexpr int kMaxNoteLetters = 10000;  // 64 kB hold them in any script

}  // namespace

MarksPanel::MarksPanel(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_note(new QLineEdit(this)) {
  setObjectName(QStringLiteral("marksPanel"));
  m_flag = addButton(QStringLiteral("flagButton"), tr("Flag"));
  m_exclude = addButton(QStringLiteral("excludeButton"), tr("Exclude"));
  connect(m_flag, &QToolButton::clicked, this, [this] { m_session.toggleFlag(); });
  connect(m_exclude, &QToolButton::clicked, this, [this] { m_session.toggleExcluded(); });
  m_note->setObjectName(QStringLiteral("noteEdit"));
  m_note->setAccessibleName(tr("Note"));
  m_note->setPlaceholderText(tr("Note"));
  m_note->setMaxLength(kMaxNoteLetters);
  m_note->installEventFilter(this);
  m_pause.setSingleShot(true);
  m_pause.setInterval(kPauseMs);
  connect(&m_pause, &QTimer::timeout, this, &MarksPanel::keepNote);
  connect(m_note, &QLineEdit::textEdited, this, [this] {
    if (m_noteOf.empty()) m_noteOf = m_session.selection();
    m_pause.start();
  });
  connect(m_note, &QLineEdit::editingFinished, this, &MarksPanel::keepNote);
  auto* row = new QHBoxLayout;
  row->setSpacing(Theme::spacing(1));
  row->addWidget(m_flag);
  row->addWidget(m_exclude);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, Theme::spacing(1), 0, 0);
  column->setSpacing(Theme::spacing(1));
  column->addLayout(row);
  column->addWidget(m_note);
  connectSession();
  showBeat();
}

QToolButton* MarksPanel::addButton(const QString& name, const QString& text) {
  auto* button = new QToolButton(this);
  button->setObjectName(name);
  button->setText(text);
  button->setAccessibleName(text);
  button->setCheckable(true);
  button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  return button;
}

void MarksPanel::connectSession() {
  connect(&m_session, &Session::annotatorGoes, this, &MarksPanel::keepNote);
  connect(&m_session, &Session::dataChanged, this, &MarksPanel::startOver);
  connect(&m_session, &Session::annotatorChanged, this, &MarksPanel::startOver);
  connect(&m_session, &Session::selectionChanged, this, &MarksPanel::showBeat);
  connect(&m_session, &Session::currentBeatChanged, this, &MarksPanel::showBeat);
  connect(&m_session, &Session::labelsChanged, this, &MarksPanel::showMarks);
  const auto recolour = [this] {
    m_flag->setIcon(Theme::instance().icon(QStringLiteral("flag")));
    m_exclude->setIcon(Theme::instance().icon(QStringLiteral("exclude")));
  };
  connect(&Theme::instance(), &Theme::changed, this, recolour);
  recolour();
}

/// Other beats, or another's notes: what is being written belongs to none of them.
void MarksPanel::startOver() {
  m_pause.stop();
  m_noteOf.clear();
  showMarks();
}

void MarksPanel::hideEvent(QHideEvent* event) {
  keepNote();
  QWidget::hideEvent(event);
}

void MarksPanel::showBeat() {
  keepNote();  // of the beat that was there
  showMarks();
}

void MarksPanel::showMarks() {
  const auto beat = m_session.currentBeat();
  const bool canEdit = beat && m_session.canEdit();
  for (QToolButton* button : {m_flag, m_exclude}) button->setEnabled(canEdit);
  m_flag->setToolTip(tr("Look at it again later (key %1)").arg(wordsFor(keysOf("flag", {Qt::Key_U}))));
  m_exclude->setToolTip(
      tr("Nothing is learned from this beat (key %1)").arg(wordsFor(keysOf("exclude", {Qt::Key_X}))));
  m_note->setReadOnly(!canEdit);
  m_flag->setChecked(beat && m_session.marks()->flagged(*beat));
  m_exclude->setChecked(beat && m_session.marks()->excluded(*beat));
  if (!m_noteOf.empty()) return;  // being written
  const QString note = beat ? m_session.noteOf(*beat) : QString();
  if (note == m_note->text().trimmed()) return;  // its writer may only have paused behind a blank
  const QSignalBlocker quiet(m_note);
  m_note->setText(note);
  m_note->setCursorPosition(0);
}

void MarksPanel::keepNote() {
  m_pause.stop();
  if (m_noteOf.empty()) return;
  const std::vector<BeatIndex> beats = std::exchange(m_noteOf, {});
  m_session.setNote(beats, m_note->text().trimmed());
}

bool MarksPanel::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_note && event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    const bool leaves = key == Qt::Key_Escape || key == Qt::Key_Return || key == Qt::Key_Enter;
    if (leaves) {
      keepNote();
      m_note->clearFocus();
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace ectopy::ui
