#pragma once

#include <QAbstractTableModel>
#include <QColor>
#include <memory>
#include <vector>

#include "core/beats/beat_set.h"
#include "core/evaluation/evaluation.h"
#include "core/evaluation/judgement.h"
#include "core/evaluation/model_comparison.h"

namespace ectopy::ui {

/// What stands in one cell.
struct ScoreCell {
  QString text;
  QString note;            // small, under it
  QVariant exact = {};     // what the text is rounded of
  Interval interval = {};  // of the number
  QColor mark = {};        // a square before the text
};
/// A share as "84.2 %" with its interval; NaN is "-".
ScoreCell shareCell(double share, const Interval& interval = {});
ScoreCell countCell(std::int64_t count);
ScoreCell wordsCell(const QString& words, const QColor& mark = {});

/// A table of figures, made anew as a whole. Gives the roles of table_text.h; what is undefined sorts below.
class ScoreTable : public QAbstractTableModel {
  Q_OBJECT

 public:
  struct Column {
    QString title;
    QString hint;
  };

  using QAbstractTableModel::QAbstractTableModel;

  int columnCount(const QModelIndex& parent = {}) const override;
  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 protected:
  using Row = std::vector<ScoreCell>;
  /// The last rows stay last however the table is sorted.
  void setContent(std::vector<Column> columns, std::vector<Row> rows, int lastRows = 0);

 private:
  const ScoreCell& cellAt(const QModelIndex& index) const;
  bool isLast(int row) const { return row + m_lastRows >= static_cast<int>(m_rows.size()); }

  std::vector<Column> m_columns;
  std::vector<Row> m_rows;
  int m_lastRows = 0;
};

/// Sensitivity, specificity, PPV, F1 and support of each class with their intervals; macro and weighted means
/// in the last rows.
class ClassScoreTable : public ScoreTable {
  Q_OBJECT

 public:
  using ScoreTable::ScoreTable;

  /// `intervals` may be null: not known yet.
  void setScores(const Evaluation* evaluation, const ScoreIntervals* intervals);
};

/// Beats, wrong ones and scores of each record or patient.
class GroupScoreTable : public ScoreTable {
  Q_OBJECT

 public:
  static constexpr int kWrongColumn = 2;

  using ScoreTable::ScoreTable;

  void setGroups(const std::vector<GroupScore>& groups, const LabelScheme& scheme, const QString& title);
  /// The records of a row, as indices into the data set's.
  const std::vector<std::uint32_t>& recordsAt(int row) const;

 private:
  std::vector<std::vector<std::uint32_t>> m_records;
};

/// The same model on beats it learned from, on new beats of patients it knows and on new patients.
class SideScoreTable : public ScoreTable {
  Q_OBJECT

 public:
  using ScoreTable::ScoreTable;

  void setSides(const PatientSides& sides, const LabelScheme& scheme);
};

/// The scores of two judges of the same beats and what lies between them, in hundredths.
class CompareScoreTable : public ScoreTable {
  Q_OBJECT

 public:
  using ScoreTable::ScoreTable;

  void setComparison(const ModelComparison& comparison, const LabelScheme& scheme);
};

}  // namespace ectopy::ui
