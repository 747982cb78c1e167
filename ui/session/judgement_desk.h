#pragma once

#include <QObject>
#include <array>
#include <functional>
#include <memory>
#include <set>

#include "core/evaluation/judgement.h"
#include "ui/session/refresher.h"
#include "ui/session/session.h"

namespace ectopy::ui {

/// What there is to say of the model beside the evaluation's figures: worked out in jobs, piece by piece, and
/// only while somebody looks at a piece. A piece of labels, predictions or a part that are not those of now
/// stays until the new one is there; it goes with its model or data set.
class JudgementDesk : public QObject {
  Q_OBJECT

 public:
  enum class Piece { Intervals, Curves, Reliability, Groups };
  static constexpr int kPieces = 4;

  explicit JudgementDesk(Session& session);

  /// Whether `by` looks at a piece; it stops looking when it goes.
  void setWatched(Piece piece, const QObject* by, bool isWatched);

  // Null: not worked out (yet).
  std::shared_ptr<const Intervals> intervals() const { return m_intervals; }
  std::shared_ptr<const std::vector<ScoreCurve>> curves() const { return m_curves; }  // one a class
  std::shared_ptr<const Reliability> reliability() const { return m_reliability; }
  std::shared_ptr<const Groups> groups() const { return m_groups; }

 signals:
  void changed(ectopy::ui::JudgementDesk::Piece piece);

 private:
  template <typename Result>
  using Pointer = std::shared_ptr<const Result>;
  template <typename Result>
  using Work = std::function<Pointer<Result>(const JobContext&)>;

  /// A piece's work in a job, on all that is known now; `make` gets a JudgementInput. Empty: nothing to do.
  template <typename Result, typename Make>
  Work<Result> prepared(Piece piece, Make make) const;
  void request(Piece piece);
  void arrived(Piece piece);
  void refreshAll();
  void forget();

  Session& m_session;
  std::array<std::set<const QObject*>, kPieces> m_watchers;
  std::array<bool, kPieces> m_isCurrent{};
  Pointer<Intervals> m_intervals;
  Pointer<std::vector<ScoreCurve>> m_curves;
  Pointer<Reliability> m_reliability;
  Pointer<Groups> m_groups;
  Refresher<Pointer<Intervals>> m_intervalsWork;
  Refresher<Pointer<std::vector<ScoreCurve>>> m_curvesWork;
  Refresher<Pointer<Reliability>> m_reliabilityWork;
  Refresher<Pointer<Groups>> m_groupsWork;
};

}  // namespace ectopy::ui
