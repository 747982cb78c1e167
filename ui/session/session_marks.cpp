#include <algorithm>

#include "ui/session/session_private.h"

namespace ectopy::ui {

void Session::Private::takeMarks() {
  BeatMarks marks = journal ? journal->marks() : BeatMarks();
  for (auto* const mark : {&marks.isFlagged, &marks.isExcluded, &marks.hasNote})
    if (session.m_beats && !mark->empty()) mark->resize(session.m_beats->size());
  session.m_marks = std::make_shared<const BeatMarks>(std::move(marks));
}

QString Session::noteOf(BeatIndex beat) const {
  return m_private->journal ? QString::fromStdString(m_private->journal->noteOf(beat)) : QString();
}

const std::vector<JournalStepPointer>& Session::journalSteps() const {
  static const std::vector<JournalStepPointer> kNone;
  return m_private->journal ? m_private->journal->steps() : kNone;
}

void Session::Private::toggleMark(JournalStepPointer (LabelJournal::*set)(std::span<const BeatIndex>, bool,
                                                                          const EditSource&),
                                  bool (BeatMarks::*isSet)(BeatIndex) const, const QString& why) {
  if (!session.m_current || !mayEdit()) return;
  const std::vector<BeatIndex> beats = chosen();
  const bool haveAll =
      std::ranges::all_of(beats, [&](BeatIndex beat) { return ((*session.m_marks).*isSet)(beat); });
  edited(((*journal).*set)(beats, !haveAll, source(why)));
}

void Session::toggleFlag() {
  m_private->toggleMark(&LabelJournal::setFlag, &BeatMarks::flagged, QStringLiteral("flag"));
}

void Session::toggleExcluded() {
  m_private->toggleMark(&LabelJournal::setExcluded, &BeatMarks::excluded, QStringLiteral("exclusion"));
}

void Session::setNote(std::span<const BeatIndex> beats, const QString& note) {
  if (!m_beats || !m_private->mayEdit()) return;
  try {
    // A note half written on a beat that was deleted goes with it.
    m_private->edited(m_private->journal->setNote(m_private->thoseThere(beats), note.toStdString(),
                                                  m_private->source(QStringLiteral("note"))));
  } catch (const Error& error) {
    m_private->complain(QString::fromUtf8(error.what()));
  }
}

void Session::restore(std::int64_t step) {
  if (!m_beats || !m_private->mayEdit()) return;
  try {
    m_private->edited(m_private->journal->restore(step, m_private->source(QStringLiteral("restored"))));
  } catch (const Error& error) {
    m_private->complain(QString::fromUtf8(error.what()));
  }
}

}  // namespace ectopy::ui
