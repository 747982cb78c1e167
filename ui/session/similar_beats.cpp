#include "ui/session/similar_beats.h"

#include <utility>

#include "core/beats/beat_neighbours.h"
#include "ui/session/session_private.h"
#include "ui/session/usable_model.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {
namespace {

std::shared_ptr<const BeatVectors> vectorsOf(const BeatSet& beats, const Classifier* model,
                                             const JobContext& job) {
  return std::make_shared<const BeatVectors>(model ? directionsOf(model->embed(beats, 0, job))
                                                   : shapeVectors(beats, ShapeWindow{}, job));
}

QString byWords(const Classifier* model) {
  return model ? Session::tr("by model %1").arg(QString::fromStdString(model->info().name))
               : Session::tr("by shape");
}

}  // namespace

SimilarBeats::SimilarBeats(Session& session) : m_session(session) {
  QObject::connect(&session, &Session::dataChanged, &session, [this] {
    m_session.jobs().stop(m_job);
    m_ready.reset();
    forget();
  });
  QObject::connect(&session, &Session::modelChanged, &session, [this] {
    if (m_model != usableModel(m_session)) forget();
  });
}

void SimilarBeats::forget() {
  m_vectors.reset();
  m_beats.reset();
  m_model.reset();
}

QString SimilarBeats::whatIsAsked() const {
  const std::size_t count = m_session.selection().size();
  return count == 1 ? Session::tr("beat %1").arg(groupedNumber(std::size_t{*m_session.currentBeat()} + 1))
                    : Session::tr("%1 beats").arg(groupedNumber(count));
}

QString SimilarBeats::titleFor(const QString& asked, const Classifier* model, bool isKnown) const {
  const QString title = Session::tr("Finding beats like %1").arg(asked);
  if (isKnown || !model) return title;
  return title +
         Session::tr(": %1 looks at %2 beats, once")
             .arg(QString::fromStdString(model->info().name), groupedNumber(m_session.beats()->size()));
}

SimilarBeats::Outlook SimilarBeats::outlook() const {
  return {m_session.filter(), m_session.currentBeat(), m_session.selection()};
}

void SimilarBeats::showReady() {
  List ready = std::move(*m_ready);
  m_ready.reset();
  m_session.showListed(ready.words, std::move(ready.beats));
}

void SimilarBeats::find() {
  const auto beats = m_session.beats();
  if (!beats || !m_session.currentBeat()) return;
  if (m_ready) return showReady();
  const auto model = usableModel(m_session);
  const Vectors known = beats == m_beats && model == m_model ? m_vectors : nullptr;
  const QString asked = whatIsAsked();
  const QString words = Session::tr("like %1, %2").arg(asked, byWords(model.get()));
  m_session.jobs().stop(m_job);
  m_job = m_session.jobs().start<Found>(
      {.title = titleFor(asked, model.get(), known != nullptr)}, &m_session,
      [beats, model, known, chosen = m_session.selection()](const JobContext& job) {
        Found found{known ? known : vectorsOf(*beats, model.get(), job), {}};
        for (const Neighbour& one : nearestBeats(*found.vectors, chosen, kMostNeighbours, job))
          found.beats.push_back(one.beat);
        return found;
      },
      [this, beats, model, words, asked, before = outlook()](Found found) {
        if (beats != m_session.beats()) return;
        m_vectors = std::move(found.vectors);
        m_beats = beats;
        m_model = model;
        m_ready = List{words, std::move(found.beats)};
        if (before == outlook()) return showReady();
        emit m_session.message(
            Session::tr("The beats like %1 are ready: Find similar shows them.").arg(asked), false);
      });
}

void Session::findSimilar() {
  m_private->similar.find();
}

}  // namespace ectopy::ui
