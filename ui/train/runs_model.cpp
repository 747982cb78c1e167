#include "ui/train/runs_model.h"

#include <QDateTime>
#include <QLocale>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/evaluation/evaluation.h"
#include "core/model/json_fields.h"
#include "ui/widgets/figures.h"

namespace ectopy::ui {

namespace {

/// One damaged entry must not hide the others, so this is where its error ends.
std::shared_ptr<const ModelInfo> readInfo(const std::string& json) {
  try {
    return std::make_shared<const ModelInfo>(parseFlatJson(json).get<ModelInfo>());
  } catch (const Error&) {
    return nullptr;
  } catch (const nlohmann::json::exception&) {
    return nullptr;
  }
}

QString startText(const ModelInfo& info) {
  if (info.transferMode.empty()) return RunsModel::tr("from scratch");
  const QString parent = QString::fromStdString(info.parentName);
  if (info.transferMode == nameOf(TransferMode::Freeze)) return RunsModel::tr("frozen, from %1").arg(parent);
  if (info.transferMode == nameOf(TransferMode::FineTune))
    return RunsModel::tr("fine-tuned, from %1").arg(parent);
  if (info.transferMode == nameOf(TransferMode::Gradual))
    return RunsModel::tr("head first, from %1").arg(parent);
  return RunsModel::tr("from scratch, as %1").arg(parent);
}

QString whenText(const std::string& utc) {
  const QDateTime when = QDateTime::fromString(QString::fromStdString(utc), Qt::ISODateWithMs);
  return when.isValid() ? when.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm"))
                        : QString::fromStdString(utc);
}

double macroF1Of(const ConfusionMatrix& confusion) {
  return confusion.total() == 0 ? std::numeric_limits<double>::quiet_NaN() : scoresOf(confusion).macroF1;
}

double accuracyOf(const ConfusionMatrix& confusion) {
  return confusion.total() == 0 ? std::numeric_limits<double>::quiet_NaN() : scoresOf(confusion).accuracy;
}

}  // namespace

std::vector<Run> readRuns(const std::vector<RunRecord>& records) {
  std::vector<Run> runs;
  for (const RunRecord& record : records) runs.push_back({record, readInfo(record.infoJson)});
  std::stable_sort(runs.begin(), runs.end(),
                   [](const Run& one, const Run& other) { return one.record.id > other.record.id; });
  return runs;
}

void RunsModel::setRuns(std::vector<Run> runs) {
  beginResetModel();
  m_runs = std::move(runs);
  endResetModel();
}

int RunsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_runs.size());
}

int RunsModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : ColumnCount;
}

QString RunsModel::textOf(const Run& run, int column) const {
  if (column == Name) return QString::fromStdString(run.record.name);
  if (column == When) return whenText(run.record.when);
  if (!run.info) return column == Network ? tr("can't be read") : QString();
  const ModelInfo& info = *run.info;
  switch (column) {
    case Network:
      return QString::fromStdString(info.architecture);
    case Start:
      return startText(info);
    case Protocol:
      return QString::fromStdString(info.splitId);
    case Seed:
      return QString::number(info.config.seed);
    case Epochs:
      return tr("%1 of %2").arg(info.bestEpoch).arg(info.history.size());
    case Seconds:
      return durationText(info.seconds);
    case ValidationMacroF1:
      return percentText(macroF1Of(info.validation));
    case TestAccuracy:
      return percentText(accuracyOf(info.test));
    case TestMacroF1:
      return percentText(macroF1Of(info.test));
    default:
      return {};
  }
}

QVariant RunsModel::data(const QModelIndex& index, int role) const {
  const Run& run = m_runs[static_cast<std::size_t>(index.row())];
  if (role == Qt::DisplayRole) return textOf(run, index.column());
  if (role == Qt::TextAlignmentRole)
    return QVariant(Qt::AlignVCenter | (index.column() >= Seed ? Qt::AlignRight : Qt::AlignLeft));
  if (role == Qt::ToolTipRole && run.info) {
    const QString words = QString::fromStdString(run.info->protocol);
    const QString guard = QString::fromStdString(run.info->guard);
    return guard.isEmpty() ? words : words + QLatin1Char('\n') + guard;
  }
  return {};
}

QVariant RunsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole)
    return QVariant(Qt::AlignVCenter | (section >= Seed ? Qt::AlignRight : Qt::AlignLeft));
  const QStringList titles = {tr("Model"),         tr("When"),          tr("Network"),      tr("Start"),
                              tr("Protocol"),      tr("Seed"),          tr("Best epoch"),   tr("Time"),
                              tr("Validation F1"), tr("Test accuracy"), tr("Test macro F1")};
  if (role == Qt::DisplayRole) return titles.value(section);
  if (role == Qt::ToolTipRole && section == ValidationMacroF1)
    return tr("Validation macro F1 of the best epoch");
  return {};
}

}  // namespace ectopy::ui
