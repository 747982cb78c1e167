#include "core/training/correction_training.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace ectopy {
namespace {

using nlohmann::json;

// Measured on the shipped model, with whole records relabelled: a fourth of the rate leaves corrections
// unlearned, four times as much costs the other beats a point of macro F1.
constexpr double kLearningRate = 5e-4;
constexpr double kWarmUpShare = 0.1;

std::shared_ptr<const Predictions> opinionsOf(const CorrectionTask& task, const JobContext& job) {
  const bool isKnown = task.opinions && task.opinions->dataFingerprint == task.beats.fingerprint() &&
                       task.opinions->modelSha256 == task.parent.info().weightsSha256;
  if (isKnown) return task.opinions;
  job.report(-1, "predict before");
  const JobContext quiet(job.token(), {});
  return std::make_shared<const Predictions>(task.parent.predict(task.beats, task.config.threads, quiet));
}

ConfusionMatrix confusionOf(const Predictions& predictions, std::span<const ClassIndex> labels,
                            std::span<const BeatIndex> beats) {
  ConfusionMatrix confusion(predictions.scheme.size());
  for (const BeatIndex beat : beats)
    if (labels[beat] != kUnlabelled) confusion.add(labels[beat], predictions.predicted(beat));
  return confusion;
}

RightBeats rightBeats(std::span<const BeatIndex> beats, std::span<const ClassIndex> labels,
                      const Predictions& before, const Predictions& after) {
  RightBeats right{.of = beats.size()};
  for (const BeatIndex beat : beats) {
    right.before += before.predicted(beat) == labels[beat] ? 1 : 0;
    right.after += after.predicted(beat) == labels[beat] ? 1 : 0;
  }
  return right;
}

CorrectionFigures figuresOf(const CorrectionTask& task, const ReplayPlan& plan, const Predictions& before,
                            const Predictions& after) {
  CorrectionFigures figures;
  figures.learned = rightBeats(plan.learned, task.labels, before, after);
  figures.heldBack = rightBeats(plan.heldBack, task.labels, before, after);
  figures.heldBackOfTest = plan.heldBackOfTest;
  figures.replayed = plan.replayed.size();
  figures.repeats = plan.repeats;
  figures.isOwnData = plan.isOwnData;
  figures.learnedBefore = task.parent.info().corrections;
  figures.otherBeats = task.beats.size() - task.corrections.size();
  for (BeatIndex beat = 0; beat < task.beats.size(); ++beat) {
    if (std::ranges::binary_search(task.corrections, beat)) continue;
    figures.othersChanged += before.predicted(beat) != after.predicted(beat) ? 1 : 0;
  }
  std::vector<BeatIndex> rest;
  std::ranges::set_difference(plan.split.test, task.corrections, std::back_inserter(rest));
  figures.testBefore = confusionOf(before, task.labels, plan.split.test);
  figures.testAfter = confusionOf(after, task.labels, plan.split.test);
  figures.restBefore = confusionOf(before, task.labels, rest);
  figures.restAfter = confusionOf(after, task.labels, rest);
  return figures;
}

json toJson(const RightBeats& right) {
  return {{"beats", right.of}, {"rightBefore", right.before}, {"rightAfter", right.after}};
}

}  // namespace

TrainingConfig correctionConfig(const ModelInfo& parent) {
  TrainingConfig config = parent.config;
  config.architecture = parent.architecture;
  config.epochs = 1;
  config.stopPatience = 0;
  config.schedule = ScheduleKind::OneCycle;
  config.warmUpShare = kWarmUpShare;
  config.learningRate = kLearningRate;
  config.averageDecay = 0;  // would lag behind so few steps
  config.mixup = 0;
  config.thinnedCopies = 0;  // corrections are repeated, which is no record with many early beats
  config.threads = TrainingConfig().threads;
  config.timeLimitSeconds = TrainingConfig().timeLimitSeconds;
  return config;
}

CorrectedModel fineTuneOnCorrections(Learner& learner, const CorrectionTask& task,
                                     const TrainingObserver& observer, const JobContext& job) {
  const auto before = opinionsOf(task, job);
  const ReplayPlan plan =
      planReplay({task.beats, task.labels, task.corrections, task.parent.info(), *before}, task.replay);
  TrainingTask training{.beats = task.beats,
                        .labels = plan.labels,
                        .split = plan.split,
                        .config = task.config,
                        .parent = &task.parent,
                        .mode = TransferMode::FineTune,
                        .keepBest = task.keepBest,
                        .pause = task.pause};
  training.corrections = static_cast<int>(plan.learned.size());
  CorrectedModel result;
  result.classifier = learner.train(training, observer, job);
  const JobContext quiet(job.token(), {});
  job.report(-1, "predict after");
  const Predictions after = result.classifier->predict(task.beats, task.config.threads, quiet);
  result.figures = figuresOf(task, plan, *before, after);
  return result;
}

std::string correctionWords(const CorrectionFigures& figures) {
  const std::size_t others = figures.heldBack.of - figures.heldBackOfTest;
  std::string words;
  if (figures.heldBack.of > 0)
    words = fmt::format(
        "Corrections now right: {} of {} held back ({} before; {} of the test part, {} drawn), ",
        figures.heldBack.after, figures.heldBack.of, figures.heldBack.before, figures.heldBackOfTest, others);
  else
    words = "Corrections now right (none was held back): ";
  words += fmt::format("{} of {} learned from ({} before). {} of {} other beats changed their class.",
                       figures.learned.after, figures.learned.of, figures.learned.before,
                       figures.othersChanged, figures.otherBeats);
  if (figures.learnedBefore > 0)
    words +=
        fmt::format(" The model had learned from {} corrections before; those held back may be among them.",
                    figures.learnedBefore);
  if (figures.restBefore.total() > 0) {
    const Scores before = scoresOf(figures.restBefore);
    const Scores after = scoresOf(figures.restAfter);
    words += fmt::format(
        " Rest of the test part: accuracy {:.2f} % ({:.2f} before), macro F1 {:.2f} % ({:.2f} before).",
        100 * after.accuracy, 100 * before.accuracy, 100 * after.macroF1, 100 * before.macroF1);
  }
  if (!figures.isOwnData)
    words += " The model had learned from other data: beats of this set as it saw them were replayed.";
  return words;
}

json correctionJson(const CorrectionFigures& figures, const LabelScheme& scheme) {
  json result = {{"corrections", figures.learned.of + figures.heldBack.of},
                 {"learned", toJson(figures.learned)},
                 {"heldBack", toJson(figures.heldBack)},
                 {"heldBackOfTest", figures.heldBackOfTest},
                 {"replayed", figures.replayed},
                 {"repeats", figures.repeats},
                 {"isOwnData", figures.isOwnData},
                 {"otherBeats", figures.otherBeats},
                 {"othersChanged", figures.othersChanged}};
  if (figures.testBefore.total() == 0) return result;
  result["testPart"] = {{"before", scoresToJson(scheme, figures.testBefore)},
                        {"after", scoresToJson(scheme, figures.testAfter)}};
  result["restOfTestPart"] = {{"before", scoresToJson(scheme, figures.restBefore)},
                              {"after", scoresToJson(scheme, figures.restAfter)}};
  return result;
}

}  // namespace ectopy
