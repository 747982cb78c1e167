#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <memory>

#include "core/evaluation/ec57_records.h"
#include "ui/session/session.h"

namespace ectopy::ui {

/// Compares beat by beat, as EC57 wants it, what an annotator or the model says of recordings with their
/// reference annotations; in jobs.
class Ec57Desk : public QObject {
  Q_OBJECT

 public:
  explicit Ec57Desk(Session& session, QObject* parent = nullptr);

  /// Whose files lie beside the records; asking for the first time looks for them, then changed() follows.
  const QStringList& annotators();
  /// Why there is nothing to compare here, one sentence; empty: there is.
  QString whyNot() const;
  /// `test`: an annotator; empty: the model.
  void compare(const QString& reference, const QString& test);
  const QString& reference() const { return m_reference; }
  const QString& test() const { return m_test; }
  bool isAtWork() const { return m_isAtWork; }
  const QString& problem() const { return m_problem; }
  std::shared_ptr<const Ec57Report> report() const { return m_report; }

 signals:
  void changed();

 private:
  void forget();
  std::vector<std::uint32_t> judgedRecords() const;

  Session& m_session;
  std::shared_ptr<const BeatSet> m_beats;  // that all this is of
  int m_generation = 0;                    // of data sets
  bool m_hasLooked = false;
  QStringList m_annotators;
  QString m_reference;
  QString m_test;
  QString m_problem;
  bool m_isAtWork = false;
  int m_job = 0;
  std::shared_ptr<const Ec57Report> m_report;
};

}  // namespace ectopy::ui
