#include <filesystem>

#include "ui/session/session_private.h"

namespace ectopy::ui {

using State = TrainingStatus::State;

namespace {

constexpr auto kAside = "failed-";  // and a number: states of failed runs of a queue that went on

/// Brings one state that was set aside to where it is resumed from; false: there is none.
bool takeAsideBack(const std::filesystem::path& file) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(file.parent_path(), ignored)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(kAside) || entry.path().extension() != file.extension()) continue;
    std::filesystem::rename(entry.path(), file, ignored);
    return !ignored;
  }
  return false;
}

void setAside(const std::filesystem::path& file) {
  std::filesystem::path aside;
  int number = 0;
  do {
    aside = file.parent_path() / (kAside + std::to_string(++number) + file.extension().string());
  } while (std::filesystem::exists(aside));
  std::error_code ignored;  // where there is no state there is nothing to keep
  std::filesystem::rename(file, aside, ignored);
}

}  // namespace

std::filesystem::path Session::Private::checkpointFile() const {
  if (!workspace || workspace->isReadOnly()) return {};
  return workspace->modelsFolder() / "interrupted.checkpoint";
}

bool Session::keepsTrainingState() const {
  return !m_private->checkpointFile().empty();
}

void Session::Private::lookForInterrupted() {
  if (session.m_training.isActive()) return;
  session.m_interrupted.reset();
  const std::filesystem::path file = checkpointFile();
  if (file.empty()) return;
  using Found = std::shared_ptr<const ModelInfo>;
  session.m_jobs.start<Found>(
      {.title = tr("Looking for an interrupted training"), .isQuiet = true}, &session,
      [file](const JobContext&) -> Found {
        if (!std::filesystem::exists(file) && !takeAsideBack(file)) return nullptr;
        return std::make_shared<const ModelInfo>(readModelInfo(file));
      },
      [this, store = workspace](const Found& found) {
        if (store != workspace || session.m_training.isActive() || !found) return;
        session.m_interrupted = found;
        dropTwinOf(*found);
        emit session.trainingChanged();
      },
      [this](const QString& sentence) { complain(sentence); });
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
