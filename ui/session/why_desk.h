#pragma once

#include <QObject>
#include <memory>
#include <vector>

#include "core/model/attribution.h"
#include "ui/session/refresher.h"
#include "ui/session/session.h"

namespace ectopy::ui {

/// What speaks for a class in the current beat.
struct BeatReasons {
  BeatIndex beat = 0;
  std::shared_ptr<const BeatSet> beats;
  LabelScheme scheme;           // the model's
  std::vector<Attribution> of;  // the predicted class first, then the label's where it is another
};

/// Asks the model why it takes the current beat for what it does, in a job, while somebody wants to know.
class WhyDesk : public QObject {
  Q_OBJECT

 public:
  /// The session's own, made when it is first asked for.
  static WhyDesk& of(Session& session);

  bool isWanted() const { return m_isWanted; }
  void setWanted(bool isWanted);
  AttributionMethod method() const { return m_method; }
  void setMethod(AttributionMethod method);
  /// Of the current beat; null: not known (yet).
  std::shared_ptr<const BeatReasons> reasons() const { return m_reasons; }
  /// Why there are none, one sentence; empty: there are, or will be.
  QString problem() const;

 signals:
  void changed();

 private:
  explicit WhyDesk(Session& session);
  void ask();
  std::function<std::shared_ptr<const BeatReasons>(const JobContext&)> prepare() const;

  Session& m_session;
  bool m_isWanted = false;
  AttributionMethod m_method = AttributionMethod::IntegratedGradients;
  std::shared_ptr<const BeatReasons> m_reasons;
  QString m_problem;
  Refresher<std::shared_ptr<const BeatReasons>> m_asking;
};

}  // namespace ectopy::ui
