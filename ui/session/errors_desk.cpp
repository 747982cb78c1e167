#include "ui/session/errors_desk.h"

#include "ui/session/session_private.h"

namespace ectopy::ui {

ErrorsDesk::ErrorsDesk(Session& session, QObject* parent)
    : QObject(parent),
      m_session(session),
      m_work(
          session.jobs(), this, tr("Groups of errors"), [this] { return prepare(); },
          [this](Groups groups) {
            m_groups = std::move(groups);
            m_isCurrent = true;
            emit changed();
          },
          [](const QString&) {}) {
  for (const auto signal : {&Session::evaluationChanged, &Session::predictionsChanged, &Session::dataChanged})
    connect(&session, signal, this, &ErrorsDesk::follow);
}

void ErrorsDesk::setLookedAt(bool isLookedAt) {
  m_isLookedAt = isLookedAt;
  if (isLookedAt && !m_isCurrent) m_work.request();
}

void ErrorsDesk::follow() {
  m_isCurrent = false;
  if (!m_session.evaluation() && m_groups) {
    m_groups.reset();
    m_work.cancel();
    emit changed();
  }
  if (m_isLookedAt) m_work.request();
}

std::function<ErrorsDesk::Groups(const JobContext&)> ErrorsDesk::prepare() const {
  const auto beats = m_session.beats();
  const auto predictions = m_session.predictions();
  if (!beats || !predictions || !m_session.evaluation()) return {};
  return [beats, predictions, labels = m_session.labels(), parts = m_session.parts(),
          part = m_session.evaluatedPart()](const JobContext& job) {
    const auto judged = beatsOfPart(parts.get(), part, beats->size());
    return std::make_shared<const std::vector<ErrorGroup>>(
        errorGroups(*predictions, *beats, *labels, judged, job));
  };
}

}  // namespace ectopy::ui
