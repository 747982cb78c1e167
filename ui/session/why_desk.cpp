#include "ui/session/why_desk.h"

#include <algorithm>

#include "ui/session/review_desk.h"
#include "ui/session/usable_model.h"

namespace ectopy::ui {

WhyDesk& WhyDesk::of(Session& session) {
  auto* desk = session.findChild<WhyDesk*>(QString(), Qt::FindDirectChildrenOnly);
  return desk ? *desk : *new WhyDesk(session);
}

WhyDesk::WhyDesk(Session& session)
    : QObject(&session),
      m_session(session),
      m_asking(
          session.jobs(), this, tr("Asking the model why"), [this] { return prepare(); },
          [this](std::shared_ptr<const BeatReasons> reasons) {
            m_reasons = std::move(reasons);
            emit changed();
          },
          [this](const QString& sentence) {
            m_problem = sentence;
            emit changed();
          }) {
  for (const auto signal :
       {&Session::currentBeatChanged, &Session::dataChanged, &Session::predictionsChanged})
    connect(&session, signal, this, &WhyDesk::ask);
  connect(&session.review(), &ReviewDesk::opinionsHidden, this, &WhyDesk::ask);
  connect(&session, &Session::labelsChanged, this, [this](const std::vector<BeatIndex>& beats) {
    const auto current = m_session.currentBeat();
    if (current && std::ranges::find(beats, *current) != beats.end()) ask();
  });
}

void WhyDesk::setWanted(bool isWanted) {
  if (isWanted == m_isWanted) return;
  m_isWanted = isWanted;
  ask();
}

void WhyDesk::setMethod(AttributionMethod method) {
  if (method == m_method) return;
  m_method = method;
  ask();
}

void WhyDesk::ask() {
  m_problem.clear();
  m_reasons.reset();
  m_asking.cancel();
  if (m_isWanted) m_asking.request();
  emit changed();
}

QString WhyDesk::problem() const {
  if (!m_session.beats() || !m_session.currentBeat()) return tr("No beat chosen.");
  if (!m_session.model()) return tr("No model to ask: train one, or open one.");
  if (m_session.review().hidesOpinions()) return tr("What the model thinks is hidden during an audit.");
  if (!usableModel(m_session)) return tr("The model takes beats that are cut in another way.");
  return m_problem;
}

std::function<std::shared_ptr<const BeatReasons>(const JobContext&)> WhyDesk::prepare() const {
  const auto model = usableModel(m_session);
  const auto opinions = m_session.review().opinions();
  const auto beat = m_session.currentBeat();
  if (!model || !opinions || !beat) return {};
  std::vector<ClassIndex> targets{opinions->predicted(*beat)};
  const ClassIndex label = (*m_session.labels())[*beat];
  const auto labelled = model->info().scheme.indexOf(m_session.beats()->scheme().codeOf(label));
  if (labelled && *labelled != targets.front()) targets.push_back(*labelled);
  return [model, beats = m_session.beats(), beat = *beat, targets, method = m_method](const JobContext& job) {
    auto reasons = std::make_shared<BeatReasons>(BeatReasons{beat, beats, model->info().scheme, {}});
    for (const ClassIndex target : targets)
      reasons->of.push_back(model->attribute(*beats, std::span(&beat, 1), target, method, job).front());
    return std::shared_ptr<const BeatReasons>(std::move(reasons));
  };
}

}  // namespace ectopy::ui
