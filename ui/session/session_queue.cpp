#include <algorithm>

#include "ui/session/session_private.h"
#include "ui/session/training_queue.h"

namespace ectopy::ui {

using State = TrainingStatus::State;

namespace {

/// Whether a checkpoint of this run would tell these facts.
bool isOf(const WaitingRun& run, const ModelInfo& checkpoint) {
  TrainingConfig config = run.request.config;
  config.threads = checkpoint.config.threads;  // chosen when it began
  const auto transfer = run.request.transfer;
  return config == checkpoint.config && run.request.splitId.toStdString() == checkpoint.splitId &&
         (transfer ? nameOf(*transfer) : "") == checkpoint.transferMode &&
         (run.parent ? run.parent->sha256 : "") == checkpoint.parentSha256;
}

}  // namespace

QString Session::Private::whyNotQueue(const TrainingRequest& request) const {
  if (!session.m_beats) return tr("There are no beats to learn from: open a data set first.");
  if (request.transfer && !session.m_model) return tr("There is no model to start from: open one first.");
  return {};
}

ParentModel Session::Private::currentModel() const {
  const ModelInfo& info = session.m_model->info();
  return {session.m_model, QString::fromStdString(info.name), info.weightsSha256, modelPath};
}

void Session::Private::adoptQueue(const std::string& text) {
  session.m_waiting = queueFromText(text);
  session.m_isQueueHeld = !session.m_waiting.empty();
  lastWaiting = static_cast<int>(session.m_waiting.size());
  started.reset();
}

void Session::Private::queueWasChanged() {
  if (session.m_waiting.empty()) session.m_isQueueHeld = false;
  emit session.queueChanged();
  storeQueue();
}

void Session::Private::storeQueue() {
  if (!workspace || workspace->isReadOnly()) return;
  std::vector<WaitingRun> runs = session.m_waiting;
  if (started) runs.insert(runs.begin(), *started);
  session.m_jobs.start<void>(
      {.title = tr("Remembering the queue"), .isQuiet = true, .queue = kJournalQueue}, &session,
      [store = workspace, text = queueToText(runs)](const JobContext&) { store->setValue(kQueueKey, text); },
      {},
      [this](const QString& sentence) {
        complain(tr("The queue of trainings is in memory only: %1").arg(sentence));
      });
}

/// A run that was stored when it began, and has a checkpoint since, is resumed and not trained again.
void Session::Private::dropTwinOf(const ModelInfo& interrupted) {
  const auto twin = std::ranges::find_if(
      session.m_waiting, [&](const WaitingRun& run) { return run.hasBegun && isOf(run, interrupted); });
  if (twin == session.m_waiting.end()) return;
  session.m_waiting.erase(twin);
  queueWasChanged();
}

void Session::Private::forgetStarted() {
  if (!started) return;
  const State state = session.m_training.state;
  const bool isLeft = state == State::Cancelled && !*isDiscarded;
  if (isLeft || (session.m_training.isActive() && session.m_training.epochs.empty())) return;
  started.reset();
  storeQueue();
}

void Session::queueTraining(const TrainingRequest& request, bool isNext) {
  if (const QString reason = m_private->whyNotQueue(request); !reason.isEmpty()) {
    m_private->complain(reason);
    return;
  }
  WaitingRun run{.id = ++m_private->lastWaiting, .request = request};
  if (request.transfer) run.parent = m_private->currentModel();
  m_waiting.insert(isNext ? m_waiting.begin() : m_waiting.end(), std::move(run));
  m_private->queueWasChanged();
  if (!m_training.isActive() && !m_isQueueHeld && m_waiting.size() == 1) m_private->trainNext();
}

void Session::moveWaiting(int id, int by) {
  const auto place = std::ranges::find(m_waiting, id, &WaitingRun::id);
  if (place == m_waiting.end()) return;
  const auto from = place - m_waiting.begin();
  const auto to = std::clamp<std::ptrdiff_t>(from + by, 0, std::ssize(m_waiting) - 1);
  if (from == to) return;
  if (from < to)
    std::rotate(place, place + 1, m_waiting.begin() + to + 1);
  else
    std::rotate(m_waiting.begin() + to, place, place + 1);
  m_private->queueWasChanged();
}

void Session::removeWaiting(int id) {
  if (std::erase_if(m_waiting, [id](const WaitingRun& run) { return run.id == id; }) > 0)
    m_private->queueWasChanged();
}

void Session::startQueue() {
  if (m_waiting.empty()) return;
  if (m_interrupted && !m_training.isActive()) {
    m_private->complain(
        tr("An interrupted training waits: resume it, or discard it, before the queue goes on."));
    return;
  }
  if (const QString reason = m_private->whyNotTrain({});
      !m_training.isActive() && !m_private->mayFindAState() && !reason.isEmpty()) {
    m_private->complain(reason);
    return;
  }
  m_isQueueHeld = false;
  emit queueChanged();
  m_private->trainNext();
}

void Session::holdQueue() {
  m_isQueueHeld = !m_waiting.empty();
  emit queueChanged();
}

void Session::Private::trainNext() {
  if (session.m_training.isActive()) return;
  if (session.m_waiting.empty() || session.m_isQueueHeld) return lookForInterrupted();
  if (session.m_interrupted || !session.m_beats || opensRunning > 0) return;
  if (mayFindAState()) {
    isNextWanted = true;
    return;
  }
  const WaitingRun next = session.m_waiting.front();
  session.m_waiting.erase(session.m_waiting.begin());
  started = next;
  started->hasBegun = true;
  queueWasChanged();
  begin(next.request, next.parent);
}

}  // namespace ectopy::ui
