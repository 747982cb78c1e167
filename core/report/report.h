#pragma once

#include <span>
#include <string>

#include "core/base/job_context.h"
#include "core/beats/predictions.h"
#include "core/beats/split.h"
#include "core/evaluation/evaluation.h"
#include "core/model/model_info.h"

namespace ectopy {

/// What a report is made from. References must live until it returns.
struct ReportInput {
  const BeatSet& beats;
  std::span<const ClassIndex> labels;  // effective
  const Predictions& predictions;
  const Evaluation& evaluation;
  const ModelInfo& model;
  std::string part;      // what was judged: "test part", "all beats"
  std::string protocol;  // of the split the part comes from
  std::string guard;     // patients on both sides, in words
  std::size_t editedLabels = 0;
  std::string dateUtc;  // shown as it stands
  int wrongBeatsDrawn = 24;
};

/// One self-contained HTML file: no script, no outside resource, light, prints well; figures as inline SVG.
/// The same input gives the same bytes.
std::string renderHtmlReport(const ReportInput& input);

}  // namespace ectopy
