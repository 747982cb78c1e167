#pragma once

#include <QString>
#include <memory>
#include <vector>

#include "core/beats/beat_vectors.h"
#include "ui/session/session.h"

namespace ectopy::ui {

/// Finds the beats that are most like the selected ones: by what the open model makes of them, or by shape
/// where none can look at these beats. What is compared is kept for as long as data and model stay.
class SimilarBeats {
 public:
  explicit SimilarBeats(Session& session);

  /// Puts them in the gallery, nearest first, in a job.
  void find();

 private:
  using Vectors = std::shared_ptr<const BeatVectors>;
  struct Found {
    Vectors vectors;
    std::vector<BeatIndex> beats;
  };

  void forget();
  std::shared_ptr<const Classifier> usableModel() const;
  QString whatIsAsked() const;
  QString titleFor(const QString& asked, const Classifier* model, bool isKnown) const;

  Session& m_session;
  int m_job = 0;
  Vectors m_vectors;                          // null: none yet
  std::shared_ptr<const BeatSet> m_beats;     // they are of
  std::shared_ptr<const Classifier> m_model;  // they are by; null: by shape
};

}  // namespace ectopy::ui
