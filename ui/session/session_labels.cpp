#include <algorithm>
#include <map>
#include <utility>

#include "ui/session/session_private.h"

namespace ectopy::ui {
namespace {

constexpr int kRetryMs = 5000;  // after a save that failed

std::string userName() {
  const QString name = qEnvironmentVariable("USER", qEnvironmentVariable("USERNAME"));
  return name.isEmpty() ? "user" : name.toStdString();
}

}  // namespace

bool Session::Private::mayEdit() {
  if (!session.m_beats || !journal) return false;
  if (workspace && workspace->isReadOnly()) {
    complain(QString::fromStdString(workspace->readOnlyReason()));
    return false;
  }
  return true;
}

EditSource Session::Private::source(const QString& why) const {
  return {.who = userName(), .why = why.toStdString(), .suggestedBy = {}};
}

void Session::relabel(ClassIndex to, bool thenAdvance, const QString& why) {
  if (!m_current || !m_beats || to >= m_beats->scheme().size() || !m_private->mayEdit()) return;
  auto source = m_private->source(m_selection.size() > 1 && why == "key" ? QStringLiteral("bulk") : why);
  m_private->edited(m_private->journal->relabel(m_selection, to, source));
  if (thenAdvance) step(1);
}

void Session::acceptPrediction(bool thenAdvance) {
  if (!m_current || !m_private->mayEdit()) return;
  if (!m_predictions) {
    m_private->say(tr("No model yet: train one, or open one, to accept its classes."));
    return;
  }
  auto source = m_private->source(QStringLiteral("accepted prediction"));
  source.suggestedBy = m_predictions->modelName;
  std::map<ClassIndex, std::vector<BeatIndex>> beatsByClass;
  for (const BeatIndex beat : m_selection) beatsByClass[m_predictions->predicted(beat)].push_back(beat);
  std::vector<JournalEntry> entries;
  for (const auto& [to, beats] : beatsByClass) {
    const auto part = m_private->journal->relabel(beats, to, source);
    entries.insert(entries.end(), part.begin(), part.end());
  }
  m_private->edited(entries);
  if (thenAdvance) step(1);
}

bool Session::canUndo() const {
  return m_private->journal && m_private->journal->canUndo();
}
bool Session::canRedo() const {
  return m_private->journal && m_private->journal->canRedo();
}

void Session::undo() {
  if (!canUndo() || !m_private->mayEdit()) return;
  const auto entries = m_private->journal->undo(m_private->source(QStringLiteral("undo")));
  m_private->jumpTo(entries);
  m_private->edited(entries);
}

void Session::redo() {
  if (!canRedo() || !m_private->mayEdit()) return;
  const auto entries = m_private->journal->redo(m_private->source(QStringLiteral("redo")));
  m_private->jumpTo(entries);
  m_private->edited(entries);
}

void Session::Private::jumpTo(const std::vector<JournalEntry>& entries) {
  if (entries.empty()) return;
  std::vector<BeatIndex> beats;
  for (const auto& entry : entries) beats.push_back(entry.beat);
  session.setSelection(std::move(beats), entries.front().beat);
}

void Session::Private::edited(const std::vector<JournalEntry>& entries) {
  if (entries.empty()) return;
  std::vector<BeatIndex> beats;
  for (const auto& entry : entries) beats.push_back(entry.beat);
  if (workspace) {
    unsaved.insert(unsaved.end(), entries.begin(), entries.end());
    saveUnsaved();
  } else {
    hasEditsNowhere = true;
    isLossTold = false;
  }
  emit session.labelsChanged(beats);
  refreshAfterEdit();
}

void Session::Private::saveUnsaved() {
  if (isSaving || unsaved.empty() || !workspace) return;
  isSaving = true;
  setSaveState(SaveState::Saving);
  session.m_jobs.start<std::size_t>(
      {.title = tr("Saving labels"), .isQuiet = true, .queue = kJournalQueue}, &session,
      [entries = unsaved, store = workspace](const JobContext&) {
        store->append(entries);
        return entries.size();
      },
      [this](std::size_t saved) {
        isSaving = false;
        isFailureTold = false;
        unsaved.erase(unsaved.begin(), unsaved.begin() + static_cast<std::ptrdiff_t>(saved));
        if (unsaved.empty()) {
          setSaveState(SaveState::Saved);
        } else {
          saveUnsaved();
        }
      },
      [this](const QString& sentence) {
        isSaving = false;
        setSaveState(SaveState::Failed);
        if (!std::exchange(isFailureTold, true)) complain(sentence);
        saveAgainSoon();
      });
}

void Session::Private::saveAgainSoon() {
  if (std::exchange(isRetryDue, true)) return;
  QTimer::singleShot(kRetryMs, &session, [this] {
    isRetryDue = false;
    saveUnsaved();
  });
}

bool Session::Private::mayDropData() {
  if (session.finishSaving()) return true;
  if (!unsaved.empty()) {
    complain(tr("The data set stays open, because the last labels are not saved yet."));
    return false;
  }
  if (std::exchange(isLossTold, true)) return true;
  complain(
      tr("The labels changed here are kept nowhere: export them as CSV first, or try the same again to lose "
         "them."));
  return false;
}

bool Session::finishSaving() {
  if (m_private->rememberSoon.isActive()) m_private->remember();
  m_private->saveUnsaved();
  m_jobs.finishQueue(kJournalQueue);
  return m_private->unsaved.empty() && !m_private->hasEditsNowhere;
}

void Session::Private::remember() {
  rememberSoon.stop();
  if (!workspace || workspace->isReadOnly() || !session.m_current) return;
  session.m_jobs.start<void>(
      {.title = tr("Remembering the view"), .isQuiet = true, .queue = kJournalQueue}, &session,
      [store = workspace, beat = *session.m_current, filter = session.m_filter](const JobContext&) {
        store->setValue(kBeatKey, std::to_string(beat));
        store->setValue(kFilterKey, filterToText(filter));
      },
      // Where somebody was is no loss worth a message.
      {}, [](const QString&) {});
}

void Session::Private::setSaveState(SaveState state) {
  if (session.m_saveState == state) return;
  session.m_saveState = state;
  emit session.saveStateChanged();
}

}  // namespace ectopy::ui
