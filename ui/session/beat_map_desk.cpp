#include "ui/session/beat_map_desk.h"

#include <QCoreApplication>
#include <QPointer>

#include "core/beats/beat_vectors.h"
#include "ui/session/usable_model.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {
namespace {

BeatPlaces shared(std::vector<MapPoint> places) {
  return std::make_shared<const std::vector<MapPoint>>(std::move(places));
}

}  // namespace

BeatMapDesk::BeatMapDesk(Session& session, QObject* parent) : QObject(parent), m_session(session) {
  connect(&session, &Session::dataChanged, this, &BeatMapDesk::follow);
  connect(&session, &Session::modelChanged, this, &BeatMapDesk::follow);
  connect(&session, &Session::beatsRecut, this, &BeatMapDesk::takeRecut);
}

void BeatMapDesk::setLookedAt(bool isLookedAt) {
  m_isLookedAt = isLookedAt;
  if (isLookedAt) follow();
}

void BeatMapDesk::follow() {
  const auto beats = m_session.beats();
  const auto model = usableModel(m_session);
  if (beats == m_beats && model == m_model) return;
  forget();
  if (m_isLookedAt && beats) make();
}

void BeatMapDesk::forget() {
  m_session.jobs().stop(m_job);
  ++m_generation;
  m_stage = Stage::None;
  m_problem.clear();
  m_places.reset();
  m_beats.reset();
  m_model.reset();
  emit changed();
}

void BeatMapDesk::make() {
  m_beats = m_session.beats();
  m_model = usableModel(m_session);
  m_by = m_model ? tr("by model %1").arg(text(m_model->info().name))
                 : tr("by shape: no model looks at these beats");
  const int generation = m_generation;
  m_job = m_session.jobs().start<BeatPlaces>(
      {.title = tr("Mapping %1 beats").arg(groupedNumber(m_beats->size())), .isLong = true}, this,
      work(generation),
      [this, generation](const BeatPlaces& places) {
        show(generation, {Stage::Final, places});
      },
      [this, generation](const QString& problem) {
        if (generation != m_generation) return;
        m_problem = problem;
        show(generation, {Stage::Failed, m_places});
      },
      [this, generation] {  // whoever looks next begins anew
        if (generation != m_generation) return;
        m_beats.reset();
        m_model.reset();
        show(generation, {Stage::Stopped, m_places});
      });
}

std::function<BeatPlaces(const JobContext&)> BeatMapDesk::work(int generation) {
  const auto post = [desk = QPointer(this), generation](Stage stage, std::vector<MapPoint> places) {
    // The desk lives in the GUI thread and may be gone there; only that thread looks.
    QMetaObject::invokeMethod(
        qApp,
        [desk, generation, picture = Picture{stage, shared(std::move(places))}] {
          if (desk) desk->show(generation, picture);
        },
        Qt::QueuedConnection);
  };
  return [beats = m_beats, model = m_model, post](const JobContext& job) {
    BeatVectors vectors = shapeVectors(*beats, ShapeWindow{}, job);
    if (model) {
      post(Stage::ShapeAxes, axesMap(vectors, job));
      vectors = directionsOf(model->embed(*beats, 0, job));
    }
    post(Stage::Axes, axesMap(vectors, job));
    return shared(neighbourMap(
        vectors, {}, job, [&](std::vector<MapPoint> places) { post(Stage::Settling, std::move(places)); }));
  };
}

/// With R peaks corrected the map stays: a few beats are not worth making it anew.
void BeatMapDesk::takeRecut() {
  if (m_beats) m_beats = m_session.beats();
  m_places = fitted(m_places);
  emit changed();
}

/// A place for each of the session's beats: one added since lies where the beat before it in its record does.
BeatPlaces BeatMapDesk::fitted(BeatPlaces places) const {
  const auto beats = m_session.beats();
  if (!places || !beats || places->empty() || places->size() == beats->size()) return places;
  std::vector<MapPoint> fitting = *places;
  const std::size_t known = std::min(fitting.size(), beats->size());
  fitting.resize(beats->size(), fitting.front());
  const BeatColumns& columns = beats->columns();
  for (std::size_t added = known; added < fitting.size(); ++added) {
    std::int64_t nearest = -1;
    for (std::size_t beat = 0; beat < known; ++beat) {
      const bool isBefore = columns.records[beat] == columns.records[added] && columns.rSamples[beat] >= 0 &&
                            columns.rSamples[beat] < columns.rSamples[added];
      if (!isBefore || columns.rSamples[beat] < nearest) continue;
      nearest = columns.rSamples[beat];
      fitting[added] = fitting[beat];
    }
  }
  return shared(std::move(fitting));
}

void BeatMapDesk::show(int generation, const Picture& picture) {
  if (generation != m_generation) return;
  m_stage = picture.stage;
  m_places = fitted(picture.places);
  emit changed();
}

QString BeatMapDesk::words() const {
  switch (m_stage) {
    case Stage::None:
      return m_session.beats() ? tr("The map is being made …") : QString();
    case Stage::ShapeAxes:
      return tr("by shape, along the two widest axes; the model is looking at the beats …");
    case Stage::Axes:
      return tr("%1, along the two widest axes; neighbours are being looked for …").arg(m_by);
    case Stage::Settling:
      return tr("%1, still settling …").arg(m_by);
    case Stage::Final:
      return m_by;
    case Stage::Stopped:
      return tr("%1, stopped before it had settled: open this view again to go on").arg(m_by);
    case Stage::Failed:
      return m_problem;
  }
  return {};
}

}  // namespace ectopy::ui
