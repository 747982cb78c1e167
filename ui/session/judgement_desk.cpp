#include "ui/session/judgement_desk.h"

#include "core/model/model_guard.h"
#include "ui/session/session_private.h"

namespace ectopy::ui {
namespace {

/// All that a judgement looks at, held for as long as it takes.
struct Material {
  std::shared_ptr<const BeatSet> beats;
  Labels labels;
  std::shared_ptr<const Predictions> predictions;
  std::shared_ptr<const std::vector<Part>> parts;
  std::shared_ptr<const Split> split;
  Part part;
  bool isLearned;  // the model learned from this split
  std::string otherGuard;

  explicit Material(const Session& session)
      : beats(session.beats()),
        labels(session.labels()),
        predictions(session.predictions()),
        parts(session.parts()),
        split(session.split()),
        part(session.evaluatedPart()),
        isLearned(split && beats->isOfSource(session.model()->info().dataSource())),
        otherGuard(guardOf(session.model()->info(), *beats, nullptr)) {}

  Evaluation evaluation() const {
    return evaluate(*predictions, *beats, *labels, beatsOfPart(parts.get(), part, beats->size()));
  }

  JudgementInput input(const Evaluation& evaluation) const {
    JudgementInput input{*predictions, *beats, *labels, evaluation};
    if (isLearned) input.learned = split.get();
    if (split) input.validation = split->validation;
    input.otherGuard = otherGuard;
    return input;
  }
};

}  // namespace

template <typename Result, typename Make>
JudgementDesk::Work<Result> JudgementDesk::prepared(Piece piece, Make make) const {
  if (m_watchers[static_cast<std::size_t>(piece)].empty()) return {};
  if (!m_session.beats() || !m_session.model() || !m_session.predictions()) return {};
  return [material = Material(m_session), make](const JobContext& job) {
    // Of the labels of now: the session's evaluation may be of those before.
    const Evaluation evaluation = material.evaluation();
    return std::make_shared<const Result>(make(material.input(evaluation), job));
  };
}

JudgementDesk::JudgementDesk(Session& session)
    : m_session(session),
      m_intervalsWork(
          session.jobs(), this, tr("Intervals"),
          [this] {
            return prepared<Intervals>(Piece::Intervals,
                                       [](const JudgementInput& input, const JobContext& job) {
                                         return intervalsOf(input, {}, job);
                                       });
          },
          [this](Pointer<Intervals> result) {
            m_intervals = std::move(result);
            arrived(Piece::Intervals);
          },
          [](const QString&) {}),
      m_curvesWork(
          session.jobs(), this, tr("Curves"),
          [this] { return prepared<std::vector<ScoreCurve>>(Piece::Curves, curvesOf); },
          [this](Pointer<std::vector<ScoreCurve>> result) {
            m_curves = std::move(result);
            arrived(Piece::Curves);
          },
          [](const QString&) {}),
      m_reliabilityWork(
          session.jobs(), this, tr("Calibration"),
          [this] { return prepared<Reliability>(Piece::Reliability, reliabilityOf); },
          [this](Pointer<Reliability> result) {
            m_reliability = std::move(result);
            arrived(Piece::Reliability);
          },
          [](const QString&) {}),
      m_groupsWork(
          session.jobs(), this, tr("Records and patients"),
          [this] {
            return prepared<Groups>(Piece::Groups, [](const JudgementInput& input, const JobContext&) {
              return groupsOf(input);
            });
          },
          [this](Pointer<Groups> result) {
            m_groups = std::move(result);
            arrived(Piece::Groups);
          },
          [](const QString&) {}) {
  connect(&session, &Session::evaluationChanged, this, &JudgementDesk::refreshAll);
  connect(&session, &Session::splitChanged, this, &JudgementDesk::refreshAll);
  connect(&session, &Session::dataChanged, this, &JudgementDesk::refreshAll);
}

void JudgementDesk::setWatched(Piece piece, const QObject* by, bool isWatched) {
  const auto place = static_cast<std::size_t>(piece);
  if (!isWatched) {
    m_watchers[place].erase(by);
    return;
  }
  if (m_watchers[place].insert(by).second)
    connect(by, &QObject::destroyed, this, [this, piece, by] { setWatched(piece, by, false); });
  if (!m_isCurrent[place]) request(piece);
}

void JudgementDesk::request(Piece piece) {
  const auto place = static_cast<std::size_t>(piece);
  if (m_watchers[place].empty() || !m_session.evaluation()) return;
  switch (piece) {
    case Piece::Intervals:
      return m_intervalsWork.request();
    case Piece::Curves:
      return m_curvesWork.request();
    case Piece::Reliability:
      return m_reliabilityWork.request();
    case Piece::Groups:
      return m_groupsWork.request();
  }
}

void JudgementDesk::arrived(Piece piece) {
  m_isCurrent[static_cast<std::size_t>(piece)] = true;
  emit changed(piece);
}

void JudgementDesk::refreshAll() {
  m_isCurrent.fill(false);
  if (!m_session.evaluation()) return forget();
  for (int piece = 0; piece < kPieces; ++piece) request(static_cast<Piece>(piece));
}

void JudgementDesk::forget() {
  m_intervalsWork.cancel();
  m_curvesWork.cancel();
  m_reliabilityWork.cancel();
  m_groupsWork.cancel();
  m_intervals.reset();
  m_curves.reset();
  m_reliability.reset();
  m_groups.reset();
  for (int piece = 0; piece < kPieces; ++piece) emit changed(static_cast<Piece>(piece));
}

}  // namespace ectopy::ui
