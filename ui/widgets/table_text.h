#pragma once

#include <QAbstractItemModel>
#include <QString>

namespace ectopy::ui {

/// What models of figures give beside the text they show.
enum TableRole {
  kSortRole = Qt::UserRole,  // what a column is sorted by
  kNoteRole,                 // small words under the text: "81.0–87.0"
  kExactRole,                // the number itself, where the text is rounded
  kLowRole,                  // and the ends of its 95 % interval
  kHighRole,
  kLastRole,  // true: a row that stands last however the table is sorted, as means do
};

/// "81.0–87.0" of 0.81 and 0.87; empty where one is not defined.
QString intervalText(double low, double high);

/// The table as it is shown, tabs between the columns: for a spreadsheet's clipboard.
QString tabbedText(const QAbstractItemModel& table);
/// The same as CSV, numbers exact, a column each for the ends of intervals.
QString csvText(const QAbstractItemModel& table);

}  // namespace ectopy::ui
