#pragma once

#include <QObject>
#include <QString>
#include <memory>
#include <vector>

#include "core/beats/beat_map.h"
#include "ui/session/session.h"

namespace ectopy::ui {

using BeatPlaces = std::shared_ptr<const std::vector<MapPoint>>;

/// The map of the session's beats, like beside like by what the open model makes of them, or by shape where
/// none can look at them. Made in a job while somebody looks: along two axes at once, then better and better.
class BeatMapDesk : public QObject {
  Q_OBJECT

 public:
  explicit BeatMapDesk(Session& session, QObject* parent = nullptr);

  /// Only what is looked at is made.
  void setLookedAt(bool isLookedAt);
  /// One place a beat; null: none yet.
  BeatPlaces places() const { return m_places; }
  /// Rises with each map that has nothing to do with the one before.
  int generation() const { return m_generation; }
  /// Whether the places are the last ones.
  bool isFinal() const { return m_stage == Stage::Final; }
  /// What lies beside what, and how far the map is: "by shape", "by model demo: along the widest axes".
  QString words() const;

 signals:
  void changed();

 private:
  enum class Stage { None, ShapeAxes, Axes, Settling, Final, Stopped, Failed };
  struct Picture {
    Stage stage = Stage::None;
    BeatPlaces places;
  };

  void follow();
  void make();
  void forget();
  void takeRecut();
  BeatPlaces fitted(BeatPlaces places) const;
  void show(int generation, const Picture& picture);
  std::function<BeatPlaces(const JobContext&)> work(int generation);

  Session& m_session;
  bool m_isLookedAt = false;
  int m_job = 0;
  int m_generation = 0;
  Stage m_stage = Stage::None;
  QString m_by;
  QString m_problem;
  BeatPlaces m_places;
  std::shared_ptr<const BeatSet> m_beats;     // mapped, or being mapped
  std::shared_ptr<const Classifier> m_model;  // by which; null: by shape
};

}  // namespace ectopy::ui
