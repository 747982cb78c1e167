#pragma once

#include <QStringList>
#include <cstdint>
#include <vector>

#include "ui/train/runs_model.h"

namespace ectopy::ui {

/// A transfer and its yardstick: where one of the two is `latest`, both their ids, else none. They are of one
/// parent, one protocol and one recipe with its seed; the yardstick starts from new weights.
std::vector<std::int64_t> pairOf(const Run& latest, const std::vector<Run>& runs);

/// Names without the parts that all of them begin with: "scratch", "finetune".
QStringList tellingNames(const std::vector<Run>& runs);

}  // namespace ectopy::ui
