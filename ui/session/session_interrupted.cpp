#include <filesystem>

#include "ui/session/session_private.h"

namespace ectopy::ui {

using State = TrainingStatus::State;

std::filesystem::path Session::Private::checkpointFile() const {
  if (!workspace || workspace->isReadOnly()) return {};
  return workspace->modelsFolder() / "interrupted.checkpoint";
}

bool Session::keepsTrainingState() const {
  return !m_private->checkpointFile().empty();
}

void Session::Private::lookForInterrupted() {
  session.m_interrupted.reset();
  const std::filesystem::path file = checkpointFile();
  if (file.empty()) return;
  using Found = std::shared_ptr<const ModelInfo>;
  session.m_jobs.start<Found>(
      {.title = tr("Looking for an interrupted training"), .isQuiet = true}, &session,
      [file](const JobContext&) -> Found {
        if (!std::filesystem::exists(file)) return nullptr;
        return std::make_shared<const ModelInfo>(readModelInfo(file));
      },
      [this, store = workspace](const Found& found) {
        if (store != workspace || session.m_training.isActive() || !found) return;
        session.m_interrupted = found;
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

void Session::leaveTraining() {
  if (!m_training.isActive()) return;
  m_training.state = State::Pausing;
  m_jobs.stop(m_private->trainingJob);
  emit trainingChanged();
}

}  // namespace ectopy::ui
