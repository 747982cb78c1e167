#include "ui/train/run_pairs.h"

namespace ectopy::ui {

namespace {

bool isYardstick(const ModelInfo& info) {
  return info.transferMode == nameOf(TransferMode::Scratch);
}

bool arePair(const ModelInfo& one, const ModelInfo& other) {
  return !one.transferMode.empty() && !other.transferMode.empty() && isYardstick(one) != isYardstick(other) &&
         one.parentSha256 == other.parentSha256 && one.splitId == other.splitId && one.config == other.config;
}

}  // namespace

std::vector<std::int64_t> pairOf(const Run& latest, const std::vector<Run>& runs) {
  if (!latest.info) return {};
  for (const Run& run : runs)
    if (run.info && arePair(*latest.info, *run.info)) return {latest.record.id, run.record.id};
  return {};
}

}  // namespace ectopy::ui
