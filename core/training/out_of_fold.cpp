#include "core/training/out_of_fold.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/beats/some_beats.h"

namespace ectopy {
namespace {

constexpr int kEpochs = 5;
constexpr std::size_t kFewestShown = 60'000;  // beats, repeats counted
constexpr std::size_t kFewestSteps = 20;      // an epoch
constexpr int kSmallestBatch = 16;

/// A job whose progress is that of one fold among several.
JobContext foldJob(const JobContext& job, int fold, int folds) {
  return {job.token(), [&job, fold, folds](double fraction, std::string_view text) {
            const double done = fold + std::clamp(fraction, 0.0, 1.0);
            job.report(done / folds, fmt::format("fold {} of {}, {}", fold + 1, folds, text));
          }};
}

}  // namespace

TrainingConfig outOfFoldConfig(const ArchitectureFacts& network, std::size_t beats) {
  TrainingConfig config = network.recipe;
  config.architecture = network.name;
  const std::size_t shown = std::max<std::size_t>(beats, 1);
  const auto passes = static_cast<int>((kFewestShown + shown - 1) / shown);
  config.epochs = std::clamp(passes, kEpochs, std::max(kEpochs, network.recipe.epochs));
  const auto batch = static_cast<int>(std::min<std::size_t>(shown / kFewestSteps, 1 << 20));
  config.batchSize = std::clamp(batch, std::min(kSmallestBatch, config.batchSize), config.batchSize);
  config.stopPatience = 0;
  return config;
}

std::string outOfFoldName(const OutOfFoldOptions& options) {
  return fmt::format("{} out of {} folds", options.config.architecture, options.folds);
}

OutOfFold predictOutOfFold(Learner& learner, const BeatSet& beats, std::span<const ClassIndex> labels,
                           const OutOfFoldOptions& options, const JobContext& job) {
  OutOfFold result;
  const std::uint64_t seed = options.config.seed;
  result.foldOfBeat = foldOfEachBeat(beats, labels, options.folds, options.group, seed);
  const std::size_t classes = beats.scheme().size();
  Predictions& all = result.predictions;
  all.modelName = outOfFoldName(options);
  all.dataFingerprint = beats.fingerprint();
  all.scheme = beats.scheme();
  all.probabilities.resize(beats.size() * classes);
  for (int fold = 0; fold < options.folds; ++fold) {
    job.throwIfStopped();
    const JobContext part = foldJob(job, fold, options.folds);
    Split split = splitWithoutFold(beats, labels, result.foldOfBeat, fold, options.group, seed);
    const std::vector<BeatIndex> heldOut = std::move(split.test);
    split.test.clear();
    if (heldOut.empty()) continue;
    const auto model =
        learner.train({.beats = beats, .labels = labels, .split = split, .config = options.config}, {}, part);
    const auto set = someBeats(beats, heldOut);
    const JobContext quiet(job.token(), {});
    const Predictions opinions = model->predict(*set, options.config.threads, quiet);
    for (std::size_t i = 0; i < heldOut.size(); ++i)
      std::ranges::copy(opinions.of(static_cast<BeatIndex>(i)),
                        all.probabilities.begin() + static_cast<std::ptrdiff_t>(heldOut[i] * classes));
  }
  return result;
}

}  // namespace ectopy
