#pragma once

#include <QStringList>
#include <map>
#include <memory>
#include <vector>

#include "core/beats/peak_edits.h"
#include "core/beats/predictions.h"
#include "core/model/classifier.h"

namespace ectopy::ui {

/// What corrected R peaks are cut from, all of one moment.
struct RecutInput {
  std::shared_ptr<const BeatSet> before;  // the session's
  PeakEdits edits;
  std::map<std::uint32_t, std::shared_ptr<const Recording>> recordings;  // at hand, as in the source
  std::shared_ptr<const Classifier> model;                               // of the predictions
  std::shared_ptr<const Predictions> predictions;                        // null: none
};

/// Beats with R peaks corrected, and what a model says of them.
struct RecutBeats {
  CorrectedBeats corrected;
  std::shared_ptr<const Predictions> predictions;
};

/// Cuts the records that have other edits by now, and asks the model about those of their beats that came out
/// otherwise. Throws Error, Stopped.
RecutBeats recutBeats(const RecutInput& input, const JobContext& job);

}  // namespace ectopy::ui
