#pragma once

#include <QObject>
#include <memory>
#include <vector>

#include "core/evaluation/error_groups.h"
#include "ui/session/refresher.h"
#include "ui/session/session.h"

namespace ectopy::ui {

/// The groups of what the model gets wrong in the judged part, found in a job while somebody looks.
class ErrorsDesk : public QObject {
  Q_OBJECT

 public:
  using Groups = std::shared_ptr<const std::vector<ErrorGroup>>;

  explicit ErrorsDesk(Session& session, QObject* parent = nullptr);

  void setLookedAt(bool isLookedAt);
  /// Null: not found (yet).
  Groups groups() const { return m_groups; }

 signals:
  void changed();

 private:
  void follow();
  std::function<Groups(const JobContext&)> prepare() const;

  Session& m_session;
  bool m_isLookedAt = false;
  bool m_isCurrent = false;
  Groups m_groups;
  Refresher<Groups> m_work;
};

}  // namespace ectopy::ui
