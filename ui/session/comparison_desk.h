#pragma once

#include <QObject>
#include <QString>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/evaluation/model_comparison.h"
#include "ui/session/refresher.h"
#include "ui/session/session.h"

namespace ectopy::ui {

/// Whom to compare the model with.
struct ComparisonChoice {
  enum class Kind { Run, ModelFile, Shipped, BeforeCorrections, Annotator };
  Kind kind = Kind::Run;
  std::int64_t run = 0;  // of the workspace
  QString text;          // a model file's path, an annotator's name
  QString words;         // how it is offered: "run 3, demo-model"

  bool operator==(const ComparisonChoice&) const = default;
};

/// Sets another model or an annotator beside the session's model, on the judged beats: the other is the
/// first, the model the second, so that "fixed" is what the model does better. Predicts and compares in jobs,
/// anew when labels or the judged part change.
class ComparisonDesk : public QObject {
  Q_OBJECT

 public:
  explicit ComparisonDesk(Session& session);

  /// Whom there is to compare with now, without files; the model itself is not among them.
  std::vector<ComparisonChoice> choices() const;
  const std::optional<ComparisonChoice>& choice() const { return m_choice; }
  void compareWith(const ComparisonChoice& choice);
  void clear();
  bool isAtWork() const { return m_isAtWork; }
  /// Why there is no comparison, one sentence; empty: there is, or none is wanted.
  const QString& problem() const { return m_problem; }
  std::shared_ptr<const ModelComparison> comparison() const { return m_comparison; }

 signals:
  void changed();

 private:
  /// What the other says, with what it refers to.
  struct Other {
    std::shared_ptr<const Predictions> predictions;
    Opinions opinions;
  };
  using OtherPointer = std::shared_ptr<const Other>;
  using ComparisonPointer = std::shared_ptr<const ModelComparison>;

  void forget();
  void ask(const std::function<Other(const JobContext&)>& work);
  void askModel(const std::filesystem::path& file);
  void askAnnotator(const QString& name);
  void adopt(OtherPointer other);
  void fail(const QString& sentence);
  std::function<ComparisonPointer(const JobContext&)> prepare() const;

  Session& m_session;
  std::shared_ptr<const BeatSet> m_beats;  // that the choice is of
  std::optional<ComparisonChoice> m_choice;
  QString m_problem;
  bool m_isAtWork = false;
  int m_job = 0;
  OtherPointer m_other;
  ComparisonPointer m_comparison;
  Refresher<ComparisonPointer> m_work;
};

}  // namespace ectopy::ui
