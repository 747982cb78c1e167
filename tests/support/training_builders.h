#pragma once

#include <memory>
#include <vector>

#include "core/model/learner.h"
#include "tests/support/beat_builders.h"

namespace ectopy::test {

/// A training that takes a second at most. Owns what its TrainingTask refers to.
struct SmallTraining {
  std::shared_ptr<const BeatSet> beats;
  std::vector<ClassIndex> labels;
  Split split;
  TrainingConfig config;

  explicit SmallTraining(const BeatOptions& options = {}) : SmallTraining(makeBeats(options)) {}
  explicit SmallTraining(std::shared_ptr<const BeatSet> made)
      : beats(std::move(made)), labels(labelsOf(*beats)) {
    split.id = "made-up";
    split.protocol = "made up for a test";
    split.guard = "no patients";
    // Classes take turns, so runs of beats hold all of them.
    for (std::size_t beat = 0; beat < beats->size(); ++beat) {
      const std::size_t place = beat * 10 / beats->size();
      auto& part = place < 6 ? split.train : place < 8 ? split.validation : split.test;
      part.push_back(static_cast<BeatIndex>(beat));
    }
    config.epochs = 2;
    config.batchSize = 16;
  }

  TrainingTask task() const { return {*beats, labels, split, config}; }
  std::unique_ptr<Classifier> train(const TrainingObserver& observer = {}, const JobContext& job = {}) const {
    return learner().train(task(), observer, job);
  }
};

}  // namespace ectopy::test
