#include "ui/evaluate/score_tables.h"

#include <cmath>

#include "ui/theme/theme.h"
#include "ui/widgets/figures.h"

namespace ectopy::ui {

namespace {

/// Undefined values sort below every defined one.
QVariant sortable(double value) {
  return std::isnan(value) ? -1.0 : value;
}

}  // namespace

void ScoreTable::setEvaluation(std::shared_ptr<const Evaluation> evaluation,
                               std::shared_ptr<const BeatSet> beats) {
  beginResetModel();
  m_evaluation = std::move(evaluation);
  m_beats = std::move(beats);
  endResetModel();
}

int ScoreTable::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(titles().size());
}

int ScoreTable::rowCount(const QModelIndex& parent) const {
  return parent.isValid() || !m_evaluation ? 0 : rows();
}

QVariant ScoreTable::decorationOf(int) const {
  return {};
}

QVariant ScoreTable::data(const QModelIndex& index, int role) const {
  switch (role) {
    case Qt::DisplayRole:
      return textOf(index.row(), index.column());
    case Qt::UserRole:
      return sortValueOf(index.row(), index.column());
    case Qt::TextAlignmentRole:
      return QVariant(Qt::AlignVCenter | (index.column() > 0 ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::DecorationRole:
      return index.column() == 0 ? decorationOf(index.row()) : QVariant();
    case Qt::ToolTipRole:
      return index.column() == 0 ? textOf(index.row(), 0) : QVariant();
    default:
      return {};
  }
}

QVariant ScoreTable::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::DisplayRole) return titles().value(section);
  if (role == Qt::ToolTipRole) return hints().value(section);
  if (role == Qt::TextAlignmentRole)
    return QVariant(Qt::AlignVCenter | (section > 0 ? Qt::AlignRight : Qt::AlignLeft));
  return {};
}

QStringList ClassScoreTable::titles() const {
  return {tr("Class"), tr("Support"), tr("Se"), tr("PPV"), tr("F1")};
}

QStringList ClassScoreTable::hints() const {
  return {tr("By the label"), tr("Beats with this label"),
          tr("Sensitivity: the share of these beats that was found"),
          tr("Positive predictive value: the share of these predictions that was right"),
          tr("Harmonic mean of sensitivity and PPV")};
}

int ClassScoreTable::rows() const {
  return static_cast<int>(m_evaluation->scores.perClass.size());
}

QString ClassScoreTable::textOf(int row, int column) const {
  const auto place = static_cast<std::size_t>(row);
  const ClassScore& score = m_evaluation->scores.perClass[place];
  switch (column) {
    case Class: {
      const LabelClass& labelClass = m_evaluation->scheme.classes[place];
      return QString::fromStdString(labelClass.code) + QStringLiteral("   ") +
             QString::fromStdString(labelClass.name);
    }
    case Support:
      return countText(score.support);
    case Sensitivity:
      return percentText(score.sensitivity);
    case Ppv:
      return percentText(score.ppv);
    case F1:
      return percentText(score.f1);
    default:
      return {};
  }
}

QVariant ClassScoreTable::sortValueOf(int row, int column) const {
  const ClassScore& score = m_evaluation->scores.perClass[static_cast<std::size_t>(row)];
  switch (column) {
    case Support:
      return QVariant::fromValue<qlonglong>(score.support);
    case Sensitivity:
      return sortable(score.sensitivity);
    case Ppv:
      return sortable(score.ppv);
    case F1:
      return sortable(score.f1);
    default:
      return row;
  }
}

QVariant ClassScoreTable::decorationOf(int row) const {
  return Theme::instance().classColour(m_evaluation->scheme, static_cast<ClassIndex>(row));
}

QStringList RecordScoreTable::titles() const {
  return {tr("Record"), tr("Beats"), tr("Wrong"), tr("Accuracy")};
}

QStringList RecordScoreTable::hints() const {
  return {tr("Enter shows its beats"), tr("Beats judged"), tr("Misclassified beats"),
          tr("The share predicted as labelled")};
}

int RecordScoreTable::rows() const {
  return static_cast<int>(m_evaluation->perRecord.size());
}

std::uint32_t RecordScoreTable::recordAt(int row) const {
  return m_evaluation->perRecord[static_cast<std::size_t>(row)].record;
}

QString RecordScoreTable::textOf(int row, int column) const {
  const RecordScore& score = m_evaluation->perRecord[static_cast<std::size_t>(row)];
  switch (column) {
    case Record:
      return QString::fromStdString(m_beats->facts().records[score.record].name);
    case Beats:
      return countText(score.beats);
    case Wrong:
      return countText(score.wrong);
    case Accuracy:
      return percentText(score.accuracy);
    default:
      return {};
  }
}

QVariant RecordScoreTable::sortValueOf(int row, int column) const {
  const RecordScore& score = m_evaluation->perRecord[static_cast<std::size_t>(row)];
  switch (column) {
    case Beats:
      return QVariant::fromValue<qlonglong>(score.beats);
    case Wrong:
      return QVariant::fromValue<qlonglong>(score.wrong);
    case Accuracy:
      return sortable(score.accuracy);
    default:
      return textOf(row, column);
  }
}

}  // namespace ectopy::ui
