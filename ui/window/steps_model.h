#pragma once

#include <QAbstractTableModel>

#include "ui/session/session.h"

namespace ectopy::ui {

/// The current annotator's steps as a table, the latest first.
class StepsModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { Number, When, Who, What, Why, ColumnCount };

  explicit StepsModel(Session& session, QObject* parent = nullptr);

  std::int64_t stepAt(int row) const;
  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  void follow();
  const JournalStep& at(int row) const;

  Session& m_session;
  std::shared_ptr<const BeatSet> m_beats;
  int m_rows = 0;
};

/// "1 200 beats become V (1 000 N, 200 S)", "beat 31 flagged", "undo of step 12: ...".
QString stepWords(const JournalStep& step, const BeatSet& beats);

}  // namespace ectopy::ui
