#include "ui/train/run_pairs.h"

#include <algorithm>

namespace ectopy::ui {

namespace {

bool isYardstick(const ModelInfo& info) {
  return info.transferMode == nameOf(TransferMode::Scratch);
}

bool arePair(const ModelInfo& one, const ModelInfo& other) {
  return !one.transferMode.empty() && !other.transferMode.empty() && isYardstick(one) != isYardstick(other) &&
         one.parentSha256 == other.parentSha256 && one.splitId == other.splitId && one.config == other.config;
}

/// How many leading parts all names share; each keeps at least one of its own.
qsizetype sharedParts(const std::vector<QStringList>& names) {
  qsizetype shared = 0;
  while (std::ranges::all_of(names, [&](const QStringList& parts) {
    return parts.size() > shared + 1 && parts[shared] == names.front()[shared];
  }))
    ++shared;
  return shared;
}

}  // namespace

QStringList tellingNames(const std::vector<Run>& runs) {
  std::vector<QStringList> names;
  for (const Run& run : runs) names.push_back(QString::fromStdString(run.record.name).split('-'));
  if (names.empty()) return {};
  const qsizetype shared = names.size() > 1 ? sharedParts(names) : 0;
  QStringList telling;
  for (const QStringList& parts : names) telling << parts.mid(shared).join('-');
  return telling;
}

std::vector<std::int64_t> pairOf(const Run& latest, const std::vector<Run>& runs) {
  if (!latest.info) return {};
  for (const Run& run : runs)
    if (run.info && arePair(*latest.info, *run.info)) return {latest.record.id, run.record.id};
  return {};
}

}  // namespace ectopy::ui
