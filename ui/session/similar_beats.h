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

  /// Puts them in the gallery, nearest first, in a job. Where the user went on to something else meanwhile
  /// they wait for the next call.
  void find();

 private:
  using Vectors = std::shared_ptr<const BeatVectors>;
  struct Found {
    Vectors vectors;
    std::vector<BeatIndex> beats;
  };
  struct List {
    QString words;
    std::vector<BeatIndex> beats;
  };
  /// What the user looks at; what comes late must not take it away.
  struct Outlook {
    BeatFilter filter;
    std::optional<BeatIndex> beat;
    std::vector<BeatIndex> selection;

    bool operator==(const Outlook&) const = default;
  };

  void forget();
  Outlook outlook() const;
  void showReady();
  QString whatIsAsked() const;
  QString titleFor(const QString& asked, const Classifier* model, bool isKnown) const;

  Session& m_session;
  int m_job = 0;
  std::optional<List> m_ready;                // found too late to be shown unasked
  Vectors m_vectors;                          // null: none yet
  std::shared_ptr<const BeatSet> m_beats;     // they are of
  std::shared_ptr<const Classifier> m_model;  // they are by; null: by shape
};

}  // namespace ectopy::ui
