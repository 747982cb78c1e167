#include <algorithm>
#include <utility>

#include "ui/session/review_desk.h"
#include "ui/session/session_private.h"

namespace ectopy::ui {
namespace {

constexpr int kRetryMs = 5000;  // after a save that failed

/// Each once, in the order of the changes.
std::vector<BeatIndex> beatsOf(const JournalStep& step) {
  std::vector<BeatIndex> beats;
  beats.reserve(step.changes.size() + step.notes.size() + step.peaks.size());
  for (const LabelChange& change : step.changes) beats.push_back(change.beat);
  for (const NoteChange& change : step.notes) beats.push_back(change.beat);
  for (const PeakChange& change : step.peaks) beats.push_back(change.beat);
  if (std::ranges::is_sorted(beats, std::less_equal<>())) return beats;  // one fact alone
  std::ranges::sort(beats);
  beats.erase(std::ranges::unique(beats).begin(), beats.end());
  return beats;
}

bool changesLabels(const JournalStep& step) {
  return std::ranges::any_of(step.changes,
                             [](const LabelChange& change) { return change.what == BeatFact::Label; });
}

/// Only labels, which have nothing to do with marks.
bool changesMarks(const JournalStep& step) {
  return !step.notes.empty() || std::ranges::any_of(step.changes, [](const LabelChange& change) {
    return change.what != BeatFact::Label;
  });
}

}  // namespace

QString Session::whyNotEdit() const {
  if (!m_beats || !m_private->journal) return tr("There are no beats to label: open a data set first.");
  if (m_private->isImporting) return tr("A journal is being imported: labels wait until it is there.");
  const auto& workspace = m_private->workspace;
  if (!workspace || !workspace->isReadOnly()) return {};
  return QString::fromStdString(workspace->readOnlyReason());
}

bool Session::Private::mayEdit() {
  const QString reason = session.whyNotEdit();
  if (!reason.isEmpty()) complain(reason);
  return reason.isEmpty();
}

EditSource Session::Private::source(const QString& why) const {
  // The workspace's own labels are given by whoever sits here; who chose a name goes by it.
  const bool isOwn = session.m_annotators.isEmpty() || session.m_annotator == session.m_annotators.front();
  return {.who = isOwn ? userName() : journalName(), .why = why.toStdString(), .suggestedBy = {}};
}

void Session::relabel(ClassIndex to, bool thenAdvance, const QString& why) {
  if (!m_current || !m_beats || to >= m_beats->scheme().size() || !m_private->mayEdit()) return;
  m_private->lastLabel = to;
  const bool isAwaited = m_private->awaited.has_value();
  const std::vector<BeatIndex> chosen = m_private->chosen();
  auto source = m_private->source(chosen.size() > 1 && why == "key" ? QStringLiteral("bulk") : why);
  const auto given = m_private->journal->relabel(chosen, to, source);
  m_private->edited(given);
  m_review->decided(chosen, given);
  if (thenAdvance && !isAwaited) step(1);
}

std::optional<ClassIndex> Session::lastLabel() const {
  return m_private->lastLabel;
}

void Session::repeatLabel(bool thenAdvance) {
  if (m_private->lastLabel) {
    relabel(*m_private->lastLabel, thenAdvance, QStringLiteral("repeated"));
  } else {
    m_private->say(tr("There is no label to repeat yet: give one first."));
  }
}

void Session::relabelBeats(std::span<const WantedLabel> wanted, const QString& why,
                           const QString& suggestedBy) {
  if (!m_beats || !m_private->mayEdit()) return;
  auto source = m_private->source(why);
  source.suggestedBy = suggestedBy.toStdString();
  std::vector<WantedLabel> there(wanted.begin(), wanted.end());
  std::erase_if(there, [this](const WantedLabel& one) {
    return one.beat >= m_private->journal->places() || m_private->journal->isAbsent(one.beat);
  });
  m_private->edited(m_private->journal->relabel(there, source));
}

void Session::acceptPrediction(bool thenAdvance) {
  if (m_review->shown()) return m_review->accept();
  if (!m_current || !m_private->mayEdit()) return;
  if (!m_predictions) {
    m_private->say(tr("No model yet: train one, or open one, to accept its classes."));
    return;
  }
  auto source = m_private->source(QStringLiteral("accepted prediction"));
  source.suggestedBy = m_predictions->modelName;
  std::vector<WantedLabel> wanted;
  for (const BeatIndex beat : m_private->thoseThere(m_selection))
    wanted.push_back({beat, m_predictions->predicted(beat)});
  m_private->edited(m_private->journal->relabel(wanted, source));
  if (thenAdvance) step(1);
}

bool Session::canUndo() const {
  return m_review->canTakeBack() || (m_private->journal && m_private->journal->canUndo());
}
bool Session::canRedo() const {
  return m_review->canDoAgain() || (m_private->journal && m_private->journal->canRedo());
}

void Session::undo() {
  if (!canUndo() || !m_private->mayEdit()) return;
  if (m_review->canTakeBack()) return m_review->takeBack();
  const auto step = m_private->journal->undo(m_private->source(QStringLiteral("undo")));
  m_review->follow(*step);
  m_private->jumpTo(*step);
  m_private->edited(step);
}

void Session::redo() {
  if (!canRedo() || !m_private->mayEdit()) return;
  if (m_review->canDoAgain()) return m_review->doAgain();
  const auto step = m_private->journal->redo(m_private->source(QStringLiteral("redo")));
  m_review->follow(*step);
  m_private->jumpTo(*step);
  m_private->edited(step);
}

void Session::Private::jumpTo(const JournalStep& step) {
  std::vector<BeatIndex> beats = thoseThere(beatsOf(step));
  if (beats.empty()) return;
  const BeatSet& shown = *session.m_beats;
  const auto isCut = [&](BeatIndex beat) { return beat < shown.size() && !shown.isAbsent(beat); };
  if (!isCut(beats.front())) awaited = beats.front();
  std::erase_if(beats, [&](BeatIndex beat) { return !isCut(beat); });
  if (beats.empty()) return;
  const BeatIndex first = beats.front();
  session.setSelection(std::move(beats), first);
}

void Session::Private::edited(const JournalStepPointer& step) {
  if (!step) return;
  if (workspace) {
    unsaved.push_back(step);
    saveUnsaved();
  } else {
    hasEditsNowhere = true;
    isLossTold = false;
  }
  if (changesMarks(*step)) takeMarks();
  std::vector<BeatIndex> beats = beatsOf(*step);
  std::erase_if(beats, [this](BeatIndex beat) { return beat >= session.m_beats->size(); });
  emit session.labelsChanged(beats);
  if (!step->peaks.empty()) requestRecut();
  if (changesLabels(*step)) {
    refreshAfterEdit();
  } else {
    counts.request();
  }
}

void Session::Private::saveUnsaved() {
  if (isSaving || unsaved.empty() || !workspace) return;
  isSaving = true;
  setSaveState(SaveState::Saving);
  session.m_jobs.start<std::size_t>(
      {.title = tr("Saving labels"), .isQuiet = true, .queue = kJournalQueue}, &session,
      [steps = unsaved, store = workspace, name = journalName()](const JobContext&) {
        store->append(steps, name);
        return steps.size();
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

void Session::Private::letDataGo(std::function<void(bool)> then) {
  emit session.annotatorGoes();
  if (rememberSoon.isActive()) remember();
  session.m_review->flush();
  if (!session.hasUnsavedWork()) {
    then(mayLoseEdits());
    return;
  }
  if (!unsaved.empty()) say(tr("Saving the last labels first."));
  session.finishSaving(&session, [this, then = std::move(then)](bool isOnDisk) {
    if (!isOnDisk) complain(tr("The data set stays open, because the last labels are not saved yet."));
    then(isOnDisk && mayLoseEdits());
  });
}

bool Session::Private::mayLoseEdits() {
  if (!hasEditsNowhere || std::exchange(isLossTold, true)) return true;
  complain(
      tr("The labels changed here are kept nowhere: export them as CSV first, or try the same again to lose "
         "them."));
  return false;
}

bool Session::hasUnsavedWork() const {
  return !m_private->unsaved.empty() || m_review->hasUnstored() || !m_jobs.isIdle(kJournalQueue);
}

bool Session::hasEditsKeptNowhere() const {
  return m_private->hasEditsNowhere;
}

void Session::finishSaving(QObject* context, std::function<void(bool)> then) {
  if (m_private->rememberSoon.isActive()) m_private->remember();
  m_review->flush();
  m_private->saveUnsaved();
  // Work of a queue is done in order: when this job's turn has come, all before it is on disk, or failed.
  m_jobs.start<void>(
      {.title = tr("Saving"), .isQuiet = true, .queue = kJournalQueue}, context, [](const JobContext&) {},
      [this, context, then = std::move(then)] {
        if (m_private->isSaving || m_review->isStoring()) {
          finishSaving(context, then);  // more came meanwhile
        } else {
          then(m_private->unsaved.empty() && !m_review->hasUnstored());
        }
      });
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
