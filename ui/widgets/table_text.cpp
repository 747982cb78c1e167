#include "ui/widgets/table_text.h"

#include <QStringList>
#include <cmath>

#include "core/base/csv_text.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {

namespace {

std::string utf8(const QString& words) {
  return words.toStdString();
}

/// Of spaces, "109 446" and a dash for what is undefined nothing must get into a file of numbers.
std::string exactField(const QAbstractItemModel& table, int row, int column) {
  const QModelIndex index = table.index(row, column);
  const QVariant exact = index.data(kExactRole);
  if (!exact.isValid()) return utf8(index.data().toString().simplified());
  return exact.typeId() == QMetaType::Double ? csvNumber(exact.toDouble()) : utf8(exact.toString());
}

bool hasIntervals(const QAbstractItemModel& table, int column) {
  for (int row = 0; row < table.rowCount(); ++row)
    if (table.index(row, column).data(kLowRole).isValid()) return true;
  return false;
}

}  // namespace

QString intervalText(double low, double high) {
  if (!std::isfinite(low) || !std::isfinite(high)) return {};
  const auto number = [](double share) { return percentage(share).section(QLatin1Char(' '), 0, 0); };
  return number(low) + QStringLiteral("–") + number(high);
}

QString tabbedText(const QAbstractItemModel& table) {
  QStringList lines;
  QStringList fields;
  for (int column = 0; column < table.columnCount(); ++column)
    fields << table.headerData(column, Qt::Horizontal).toString();
  lines << fields.join(QLatin1Char('\t'));
  for (int row = 0; row < table.rowCount(); ++row) {
    fields.clear();
    for (int column = 0; column < table.columnCount(); ++column) {
      const QModelIndex index = table.index(row, column);
      const QString note = index.data(kNoteRole).toString();
      const QString words = index.data().toString().simplified();
      fields << (note.isEmpty() ? words : QStringLiteral("%1 (%2)").arg(words, note));
    }
    lines << fields.join(QLatin1Char('\t'));
  }
  return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

QString csvText(const QAbstractItemModel& table) {
  std::vector<bool> intervals;
  std::vector<std::string> fields;
  for (int column = 0; column < table.columnCount(); ++column) {
    const std::string title = utf8(table.headerData(column, Qt::Horizontal).toString());
    fields.push_back(title);
    intervals.push_back(hasIntervals(table, column));
    if (!intervals.back()) continue;
    fields.push_back(title + " low");
    fields.push_back(title + " high");
  }
  std::string text = csvLine(fields);
  for (int row = 0; row < table.rowCount(); ++row) {
    fields.clear();
    for (int column = 0; column < table.columnCount(); ++column) {
      fields.push_back(exactField(table, row, column));
      if (!intervals[static_cast<std::size_t>(column)]) continue;
      for (const int role : {kLowRole, kHighRole}) {
        const QVariant end = table.index(row, column).data(role);
        fields.push_back(end.isValid() ? csvNumber(end.toDouble()) : std::string());
      }
    }
    text += csvLine(fields);
  }
  return QString::fromStdString(text);
}

}  // namespace ectopy::ui
