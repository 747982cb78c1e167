#include <filesystem>
#include <system_error>
#include <utility>

#include "ui/session/session_private.h"

namespace ectopy::ui {

using State = TrainingStatus::State;

namespace {

constexpr auto kAside = "failed-";  // and a number: states of failed runs of a queue that went on

/// One state that was set aside; empty: there is none.
std::filesystem::path stateAside(const std::filesystem::path& file) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(file.parent_path(), ignored)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(kAside) && entry.path().extension() == file.extension()) return entry.path();
  }
  return {};
}

void setAside(const std::filesystem::path& file) {
  std::filesystem::path aside;
  std::error_code problem;
  int number = 0;
  do {
    aside = file.parent_path() / (kAside + std::to_string(++number) + file.extension().string());
  } while (std::filesystem::exists(aside, problem));
  if (!problem) std::filesystem::rename(file, aside, problem);
  if (!problem || problem == std::errc::no_such_file_or_directory) return;  // no state: nothing to keep
  throw Error("The state of the failed training could not be renamed to " + aside.string() + ": " +
              problem.message() + ".");
}

}  // namespace

std::filesystem::path Session::Private::checkpointFile() const {
  if (!workspace || workspace->isReadOnly()) return {};
  return workspace->modelsFolder() / "interrupted.checkpoint";
}

bool Session::keepsTrainingState() const {
  return m_training.isActive() ? m_private->isStateKept : !m_private->checkpointFile().empty();
}

void Session::Private::lookForInterrupted() {
  if (session.m_training.isActive()) return;
  session.m_interrupted.reset();
  const std::filesystem::path file = checkpointFile();
  isLookingForInterrupted = !file.empty();
  const int look = ++latestLook;
  if (file.empty()) return;
  session.m_jobs.start<FoundState>(
      {.title = tr("Looking for an interrupted training"), .isQuiet = true}, &session,
      [file](const JobContext&) -> FoundState {
        const auto found = std::filesystem::exists(file) ? file : stateAside(file);
        if (found.empty()) return {};
        return {found, std::make_shared<const ModelInfo>(readModelInfo(found))};
      },
      [this, look, store = workspace](const FoundState& found) {
        if (look != latestLook) return;
        if (store == workspace && !session.m_training.isActive() && found.info) adoptInterrupted(found);
        lookEnded();
      },
      [this, look](const QString& sentence) {
        complain(sentence);
        if (look == latestLook) lookEnded();
      },
      [this, look] {
        if (look == latestLook) lookEnded();
      });
}

/// Only here is a state brought back that was set aside: a training that began meanwhile would write over it.
void Session::Private::adoptInterrupted(const FoundState& found) {
  if (found.file != checkpointFile()) {
    std::error_code problem;
    std::filesystem::rename(found.file, checkpointFile(), problem);
    if (problem)
      return complain(
          tr("The state of a failed training stays in %1: %2.")
              .arg(QString::fromStdString(found.file.string()), QString::fromStdString(problem.message())));
  }
  session.m_interrupted = found.info;
  dropTwinOf(*found.info);
}

void Session::Private::lookEnded() {
  isLookingForInterrupted = false;
  emit session.trainingChanged();
  if (std::exchange(isNextWanted, false)) trainNext();
}

bool Session::Private::mayFindAState() const {
  std::error_code ignored;
  return isLookingForInterrupted && std::filesystem::exists(checkpointFile(), ignored);
}

void Session::discardInterrupted() {
  if (!m_interrupted) return;
  m_interrupted.reset();
  std::error_code ignored;
  std::filesystem::remove(m_private->checkpointFile(), ignored);
  emit trainingChanged();
  m_private->lookForInterrupted();  // another may have been set aside
}

void Session::Private::setFailedAside() {
  const std::filesystem::path file = checkpointFile();
  if (session.m_waiting.empty() || session.m_isQueueHeld || file.empty()) return trainNext();
  session.m_jobs.start<void>(
      {.title = tr("Keeping the state of the failed training"), .isQuiet = true, .queue = kJournalQueue},
      &session, [file](const JobContext&) { setAside(file); },
      [this, store = workspace] {
        if (store == workspace) trainNext();
      },
      [this, store = workspace](const QString& sentence) {
        complain(tr("The queue stopped: %1").arg(sentence));
        if (store != workspace) return;
        session.holdQueue();
        lookForInterrupted();
      });
}

void Session::pauseTraining() {
  if (m_training.state != State::Preparing && m_training.state != State::Running) return;
  m_training.state = State::Pausing;
  m_private->pause->pause();
  emit trainingChanged();
}

void Session::wakeTraining() {
  if (!m_training.isPausing()) return;
  m_training.state = State::Running;
  m_private->pause->resume();
  emit trainingChanged();
}

void Session::togglePause() {
  if (m_training.isPausing())
    wakeTraining();
  else
    pauseTraining();
}

QString Session::pauseHint() const {
  const QString what = m_training.isPausing() ? tr("Go on where it paused")
                       : keepsTrainingState() ? tr("Sleep after this step; survives closing Ectopy")
                                              : tr("Sleep after this step, while Ectopy is open");
  return tr("%1 (%2)").arg(what, pauseKey().toString(QKeySequence::NativeText));
}

void Session::leaveTraining() {
  if (!m_training.isActive()) return;
  m_training.state = State::Pausing;
  m_jobs.stop(m_private->trainingJob);
  emit trainingChanged();
}

}  // namespace ectopy::ui
