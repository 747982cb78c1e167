#pragma once

#include <QAbstractTableModel>
#include <memory>

#include "core/beats/beat_set.h"
#include "core/evaluation/evaluation.h"

namespace ectopy::ui {

/// A table over an evaluation; Qt::UserRole gives the value to sort by, NaN shows as "-".
class ScoreTable : public QAbstractTableModel {
  Q_OBJECT

 public:
  using QAbstractTableModel::QAbstractTableModel;

  void setEvaluation(std::shared_ptr<const Evaluation> evaluation, std::shared_ptr<const BeatSet> beats);
  int columnCount(const QModelIndex& parent = {}) const override;
  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 protected:
  virtual QStringList titles() const = 0;
  virtual QStringList hints() const = 0;
  virtual int rows() const = 0;
  virtual QString textOf(int row, int column) const = 0;
  virtual QVariant sortValueOf(int row, int column) const = 0;
  virtual QVariant decorationOf(int row) const;

  std::shared_ptr<const Evaluation> m_evaluation;
  std::shared_ptr<const BeatSet> m_beats;
};

/// Sensitivity, PPV, F1 and support of each class.
class ClassScoreTable : public ScoreTable {
  Q_OBJECT

 public:
  enum Column { Class, Support, Sensitivity, Ppv, F1 };
  using ScoreTable::ScoreTable;

 protected:
  QStringList titles() const override;
  QStringList hints() const override;
  int rows() const override;
  QString textOf(int row, int column) const override;
  QVariant sortValueOf(int row, int column) const override;
  QVariant decorationOf(int row) const override;
};

/// Beats, wrong ones and accuracy of each record.
class RecordScoreTable : public ScoreTable {
  Q_OBJECT

 public:
  enum Column { Record, Beats, Wrong, Accuracy };
  using ScoreTable::ScoreTable;

  /// The record of a row, as an index into the data set's records.
  std::uint32_t recordAt(int row) const;

 protected:
  QStringList titles() const override;
  QStringList hints() const override;
  int rows() const override;
  QString textOf(int row, int column) const override;
  QVariant sortValueOf(int row, int column) const override;
};

}  // namespace ectopy::ui
