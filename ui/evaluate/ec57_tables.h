#pragma once

#include <optional>

#include "core/evaluation/ec57_records.h"
#include "ui/evaluate/score_tables.h"

namespace ectopy::ui {

/// QRS, V and S statistics of each record, gross and average in the last rows.
class Ec57Table : public ScoreTable {
  Q_OBJECT

 public:
  using ScoreTable::ScoreTable;

  /// Null: nothing.
  void setReport(const Ec57Report* report);
};

/// The beats on which the two sides do not agree.
class MismatchTable : public ScoreTable {
  Q_OBJECT

 public:
  using ScoreTable::ScoreTable;

  /// Of all records, or of the one at a place of the report.
  void setReport(const Ec57Report* report, const BeatSet* beats, std::optional<int> place);
  /// "203@0:12:30.456"
  QString queryOf(int row) const;
};

}  // namespace ectopy::ui
