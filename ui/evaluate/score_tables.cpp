#include "ui/evaluate/score_tables.h"

#include <algorithm>
#include <cmath>

#include "ui/theme/theme.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/table_text.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {

namespace {

constexpr std::size_t kMostClassColumns = 12;  // more would be a table nobody reads

ScoreCell classCell(const LabelScheme& scheme, std::size_t label) {
  const auto index = static_cast<ClassIndex>(label);
  return wordsCell(text(scheme.codeOf(index)) + QStringLiteral("   ") + text(scheme.classes[label].name),
                   Theme::instance().classColour(scheme, index));
}

/// "+1.2" hundredths from one share to another.
ScoreCell changeCell(double before, double after) {
  const double change = after - before;
  if (std::isnan(change)) return {QStringLiteral("-"), {}, change};
  return {(change > 0   ? QStringLiteral("+")
           : change < 0 ? QStringLiteral("−")
                        : QString()) +
              QString::number(100 * std::abs(change), 'f', 1),
          {},
          change};
}

std::size_t classColumns(const LabelScheme& scheme) {
  return scheme.size() <= kMostClassColumns ? scheme.size() : 0;
}

}  // namespace

ScoreCell shareCell(double share, const Interval& interval) {
  ScoreCell cell{percentText(share), intervalText(interval.low, interval.high), share};
  if (std::isfinite(share)) cell.interval = interval;
  return cell;
}

ScoreCell countCell(std::int64_t count) {
  return {countText(count), {}, QVariant::fromValue<qlonglong>(count)};
}

ScoreCell wordsCell(const QString& words, const QColor& mark) {
  return {.text = words, .mark = mark};
}

void ScoreTable::setContent(std::vector<Column> columns, std::vector<Row> rows, int lastRows) {
  beginResetModel();
  m_columns = std::move(columns);
  m_rows = std::move(rows);
  m_lastRows = lastRows;
  endResetModel();
}

int ScoreTable::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

int ScoreTable::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

const ScoreCell& ScoreTable::cellAt(const QModelIndex& index) const {
  return m_rows[static_cast<std::size_t>(index.row())][static_cast<std::size_t>(index.column())];
}

QVariant ScoreTable::data(const QModelIndex& index, int role) const {
  const ScoreCell& cell = cellAt(index);
  switch (role) {
    case Qt::DisplayRole:
      return cell.text;
    case kNoteRole:
      return cell.note;
    case kExactRole:
      return cell.exact;
    case kLowRole:
      return cell.interval.isDefined() ? QVariant(cell.interval.low) : QVariant();
    case kHighRole:
      return cell.interval.isDefined() ? QVariant(cell.interval.high) : QVariant();
    case kLastRole:
      return isLast(index.row());
    case kSortRole:
      if (!cell.exact.isValid()) return cell.mark.isValid() ? QVariant(index.row()) : QVariant(cell.text);
      return std::isnan(cell.exact.toDouble()) ? QVariant(-1.0) : cell.exact;
    case Qt::TextAlignmentRole:
      return QVariant(Qt::AlignVCenter | (index.column() > 0 ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::DecorationRole:
      return cell.mark.isValid() ? QVariant(cell.mark) : QVariant();
    case Qt::ToolTipRole:
      return cell.note.isEmpty() ? QVariant(cell.text)
                                 : QVariant(tr("%1, 95 % interval %2").arg(cell.text, cell.note));
    default:
      return {};
  }
}

QVariant ScoreTable::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section >= columnCount()) return {};
  const Column& column = m_columns[static_cast<std::size_t>(section)];
  if (role == Qt::DisplayRole) return column.title;
  if (role == Qt::ToolTipRole) return column.hint;
  if (role == Qt::TextAlignmentRole)
    return QVariant(Qt::AlignVCenter | (section > 0 ? Qt::AlignRight : Qt::AlignLeft));
  return {};
}

void ClassScoreTable::setScores(const Evaluation* evaluation, const ScoreIntervals* intervals) {
  if (!evaluation) return setContent({}, {});
  std::vector<Row> rows;
  for (std::size_t label = 0; label < evaluation->scheme.size(); ++label) {
    const ClassScore& score = evaluation->scores.perClass[label];
    const bool areKnown = intervals && label < intervals->perClass.size();
    const ClassIntervals of = areKnown ? intervals->perClass[label] : ClassIntervals();
    rows.push_back({classCell(evaluation->scheme, label), countCell(score.support),
                    shareCell(score.sensitivity, of.sensitivity), shareCell(score.ppv, of.ppv),
                    shareCell(score.f1, of.f1), shareCell(score.specificity, of.specificity)});
  }
  const std::int64_t beats = evaluation->confusion.total();
  const auto meanRow = [&](const QString& name, const MeanScore& mean, const Interval& f1) {
    rows.push_back({wordsCell(name), countCell(beats), shareCell(mean.sensitivity), shareCell(mean.ppv),
                    shareCell(mean.f1, f1), shareCell(mean.specificity)});
  };
  meanRow(tr("Mean of the classes"), evaluation->scores.macro, intervals ? intervals->macroF1 : Interval());
  meanRow(tr("Weighted by beats"), evaluation->scores.weighted,
          intervals ? intervals->weightedF1 : Interval());
  setContent({{tr("Class"), tr("By the label")},
              {tr("Beats"), tr("Beats with this label")},
              {tr("Se"), tr("Sensitivity: the share of these beats that was found")},
              {tr("PPV"), tr("Positive predictive value: the share of these predictions that was right")},
              {tr("F1"), tr("Harmonic mean of sensitivity and PPV")},
              {tr("Sp"), tr("Specificity: the share of the other beats that was not taken for this class")}},
             std::move(rows), 2);
}

void GroupScoreTable::setGroups(const std::vector<GroupScore>& groups, const LabelScheme& scheme,
                                const QString& title) {
  std::vector<Row> rows;
  m_records.clear();
  const std::size_t classes = classColumns(scheme);
  for (const GroupScore& group : groups) {
    const Scores scores = scoresOf(group.perClass, group.beats);
    Row row = {wordsCell(text(group.name)), countCell(group.beats), countCell(group.wrong),
               shareCell(scores.accuracy, wilsonInterval(group.beats - group.wrong, group.beats)),
               shareCell(scores.macroF1)};
    for (std::size_t label = 0; label < classes; ++label)
      row.push_back(shareCell(scores.perClass[label].sensitivity));
    rows.push_back(std::move(row));
    m_records.push_back(group.records);
  }
  std::vector<Column> columns = {{title, tr("Enter shows its beats")},
                                 {tr("Beats"), tr("Beats judged")},
                                 {tr("Wrong"), tr("Misclassified beats")},
                                 {tr("Accuracy"), tr("The share predicted as labelled, with its interval")},
                                 {tr("Macro F1"), tr("Mean F1 of the classes that occur here")}};
  for (std::size_t label = 0; label < classes; ++label)
    columns.push_back(
        {tr("Se %1").arg(text(scheme.classes[label].code)),
         tr("The share of the beats of class %1 that was found").arg(text(scheme.classes[label].code))});
  setContent(std::move(columns), std::move(rows));
}

const std::vector<std::uint32_t>& GroupScoreTable::recordsAt(int row) const {
  return m_records[static_cast<std::size_t>(row)];
}

void SideScoreTable::setSides(const PatientSides& sides, const LabelScheme& scheme) {
  std::vector<Row> rows;
  const std::size_t classes = classColumns(scheme);
  for (const SideScore& side : sides.sides) {
    QString words = text(describe(side.side));
    words[0] = words[0].toUpper();
    Row row = {wordsCell(words), countCell(static_cast<std::int64_t>(side.patients)), countCell(side.beats),
               shareCell(side.scores.accuracy, side.accuracy), shareCell(side.scores.macroF1)};
    for (std::size_t label = 0; label < classes; ++label)
      row.push_back(shareCell(side.scores.perClass[label].f1));
    rows.push_back(std::move(row));
  }
  std::vector<Column> columns = {{tr("All beats of the data set"), tr("What the model knew of them")},
                                 {tr("Patients"), tr("Whose beats these are")},
                                 {tr("Beats"), tr("Labelled beats")},
                                 {tr("Accuracy"), tr("The share predicted as labelled, with its interval")},
                                 {tr("Macro F1"), tr("Mean F1 of the classes")}};
  for (std::size_t label = 0; label < classes; ++label)
    columns.push_back({tr("F1 %1").arg(text(scheme.classes[label].code)),
                       tr("F1 of class %1").arg(text(scheme.classes[label].code))});
  setContent(std::move(columns), std::move(rows));
}

void CompareScoreTable::setComparison(const ModelComparison& comparison, const LabelScheme& scheme) {
  const Scores first = scoresOf(comparison.firstConfusion);
  const Scores second = scoresOf(comparison.secondConfusion);
  std::vector<Row> rows;
  const auto add = [&rows](const ScoreCell& name, double before, double after) {
    rows.push_back({name, shareCell(before), shareCell(after), changeCell(before, after)});
  };
  for (std::size_t label = 0; label < scheme.size(); ++label)
    add(classCell(scheme, label), first.perClass[label].f1, second.perClass[label].f1);
  add(wordsCell(tr("Macro F1")), first.macroF1, second.macroF1);
  add(wordsCell(tr("Balanced accuracy")), first.balancedAccuracy, second.balancedAccuracy);
  add(wordsCell(tr("Accuracy")), first.accuracy, second.accuracy);
  setContent({{tr("F1 of"), tr("Classes, and the figures that sum them up")},
              {tr("Other"), tr("Of %1").arg(text(comparison.first))},
              {tr("Model"), tr("Of %1").arg(text(comparison.second))},
              {tr("Change"), tr("In hundredths")}},
             std::move(rows), 3);
}

}  // namespace ectopy::ui
