#include "ui/train/runs_model.h"

#include <QDateTime>
#include <QLocale>
#include <QSize>
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

QString startText(std::optional<TransferMode> mode, const QString& parent) {
  if (!mode) return RunsModel::tr("from scratch");
  switch (*mode) {
    case TransferMode::Freeze:
      return RunsModel::tr("frozen, from %1").arg(parent);
    case TransferMode::FineTune:
      return RunsModel::tr("fine-tuned, from %1").arg(parent);
    case TransferMode::Gradual:
      return RunsModel::tr("head first, from %1").arg(parent);
    case TransferMode::Scratch:
      return RunsModel::tr("from scratch, as %1").arg(parent);
  }
  return {};
}

QString startText(const ModelInfo& info) {
  const QString parent = QString::fromStdString(info.parentName);
  if (info.continuedAfter > 0)
    return RunsModel::tr("goes on after epoch %1 of %2").arg(info.continuedAfter).arg(parent);
  if (info.corrections > 0)
    return RunsModel::tr("fine-tuned on %n corrections, from %1", nullptr, info.corrections).arg(parent);
  std::optional<TransferMode> mode;
  if (!info.transferMode.empty()) mode = transferModeFromName(info.transferMode);
  return startText(mode, parent);
}

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

void RunsModel::setWaiting(std::vector<WaitingRun> waiting) {
  beginResetModel();
  m_waiting = std::move(waiting);
  endResetModel();
}

const WaitingRun* RunsModel::waitingAt(int row) const {
  return row >= 0 && row < waitingCount() ? &m_waiting[static_cast<std::size_t>(row)] : nullptr;
}

const Run* RunsModel::runAt(int row) const {
  return row >= waitingCount() && row < rowCount() ? &m_runs[static_cast<std::size_t>(row - waitingCount())]
                                                   : nullptr;
}

int RunsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_waiting.size() + m_runs.size());
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

QString RunsModel::textOf(const WaitingRun& run, int row, int column) const {
  const TrainingConfig& config = run.request.config;
  switch (column) {
    case Name:
      return row == 0 ? tr("Waiting: next") : tr("Waiting: %1").arg(row + 1);
    case Network:
      return QString::fromStdString(config.architecture);
    case Start:
      return startText(run.request.transfer, run.parent ? run.parent->name : QString());
    case Protocol:
      return run.request.splitId;
    case Seed:
      return QString::number(config.seed);
    case Epochs: {
      QStringList words{tr("%1 epochs").arg(config.epochs)};
      if (config.timeLimitSeconds > 0) words << tr("at most %1").arg(durationText(config.timeLimitSeconds));
      return (words << QString::fromStdString(recipeWords(config))).join(QStringLiteral(", "));
    }
    default:
      return {};
  }
}

QString RunsModel::hintOf(const Run& run) {
  if (!run.info) return {};
  const QString words = QString::fromStdString(run.info->protocol);
  const QString guard = QString::fromStdString(run.info->guard);
  return guard.isEmpty() ? words : words + QLatin1Char('\n') + guard;
}

QVariant RunsModel::data(const QModelIndex& index, int role) const {
  const WaitingRun* waiting = waitingAt(index.row());
  const Run* run = runAt(index.row());
  if (!waiting && !run) return {};
  const int column = index.column();
  if (role == Qt::DisplayRole) return waiting ? textOf(*waiting, index.row(), column) : textOf(*run, column);
  if (role == Qt::TextAlignmentRole) {
    const bool isFigure = column >= Seed && !(waiting && column == Epochs);
    return QVariant(Qt::AlignVCenter | (isFigure ? Qt::AlignRight : Qt::AlignLeft));
  }
  // The words run over the columns that follow and must not widen their own.
  if (role == Qt::SizeHintRole && waiting && column == Epochs) return QSize(0, 0);
  if (role == Qt::ToolTipRole) return waiting ? textOf(*waiting, index.row(), Epochs) : hintOf(*run);
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
