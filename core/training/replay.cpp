#include "core/training/replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/error.h"
#include "core/base/hashing.h"
#include "core/beats/seeded_random.h"

namespace ectopy {
namespace {

constexpr std::uint64_t kSampleStream = 5;  // of the seed: which base beats are shown
constexpr std::size_t kMostTimes = 25;      // that a few beats are shown over
constexpr double kValidationShare = 0.1;    // of the base beats, where the set has no parts
constexpr auto kNoProtocol = "the beats' file gives no labels: the model's own opinion is replayed";

void requireShare(const char* name, double share, bool mayBeWhole) {
  if (share >= 0 && (share < 1 || (mayBeWhole && share <= 1))) return;
  throw Error(
      fmt::format("Setting {}: expected 0 to {}1, found {:g}.", name, mayBeWhole ? "" : "below ", share));
}

void requireFitting(const ReplayTask& task) {
  const std::size_t beats = task.beats.size();
  if (task.labels.size() != beats || task.opinions.size() != beats)
    throw Error(fmt::format("Expected a label and an opinion for each of {} beats, found {} and {}.", beats,
                            task.labels.size(), task.opinions.size()));
  const auto codes = [](const LabelScheme& scheme) {
    std::vector<std::string> found;
    for (const LabelClass& one : scheme.classes) found.push_back(one.code);
    return found;
  };
  if (codes(task.opinions.scheme) != codes(task.beats.scheme()))
    throw Error(
        "The model knows other classes than the corrected beats have: transfer it to them first, then "
        "fine-tune it.");
  for (const BeatIndex beat : task.corrections)
    if (beat >= beats || task.labels[beat] == kUnlabelled)
      throw Error(fmt::format("Beat {} can't be learned from as a correction: it has no label.", beat));
}

/// 0 <= x < 1, of a beat and a seed alone.
double placeOf(BeatIndex beat, std::uint64_t seed) {
  const std::uint64_t values[2] = {seed, beat};
  return static_cast<double>(checksum64(std::as_bytes(std::span(values))) >> 11) * 0x1p-53;
}

bool hasFileLabels(const BeatSet& beats) {
  return std::ranges::any_of(beats.columns().classes, [](ClassIndex label) { return label != kUnlabelled; });
}

/// The parts that the set's beats stand in before anything is corrected.
Split baseSplit(const ReplayTask& task, bool isOwnData) {
  const std::uint64_t seed = task.parent.config.seed;
  if (isOwnData) return makeStableSplit(task.beats, task.labels, task.parent.splitId, seed);
  const auto choices = splitChoices(task.beats);
  Split none;
  none.id = choices.empty() ? "beat" : choices.front().id;
  none.protocol = kNoProtocol;
  none.guard = "None of these beats judges the model.";
  none.seed = seed;
  return hasFileLabels(task.beats) ? makeStableSplit(task.beats, task.labels, none.id, seed) : none;
}

/// Parts the corrections; `parts`: the base split's, one a beat.
void holdBack(const ReplayTask& task, const ReplayOptions& options, std::span<const Part> parts,
              ReplayPlan& plan) {
  std::vector<BeatIndex> others;
  for (const BeatIndex beat : task.corrections)
    (parts[beat] == Part::Test ? plan.heldBack : others).push_back(beat);
  plan.heldBackOfTest = plan.heldBack.size();
  const double wanted = options.heldBackShare * static_cast<double>(task.corrections.size());
  const bool isEnough = static_cast<double>(plan.heldBackOfTest) >= wanted;
  if (isEnough || task.corrections.size() < options.fewestWithHeldBack || others.size() < 2) {
    plan.learned = std::move(others);
    return;
  }
  const auto place = [&](BeatIndex beat) { return placeOf(beat, task.parent.config.seed); };
  const BeatIndex first = *std::ranges::min_element(others, {}, place);
  const BeatIndex last = *std::ranges::max_element(others, {}, place);
  for (const BeatIndex beat : others) {
    const bool isHeldBack = (place(beat) < options.heldBackShare && beat != last) || beat == first;
    (isHeldBack ? plan.heldBack : plan.learned).push_back(beat);
  }
  std::ranges::sort(plan.heldBack);
}

using RecordClass = std::pair<std::uint32_t, ClassIndex>;

/// Where the model's word is in doubt: the classes that a person took from it, by record.
std::set<RecordClass> doubtedOpinions(const ReplayTask& task) {
  std::set<RecordClass> doubted;
  for (const BeatIndex beat : task.corrections)
    if (const ClassIndex opinion = task.opinions.predicted(beat); opinion != task.labels[beat])
      doubted.emplace(task.beats.columns().records[beat], opinion);
  return doubted;
}

/// What the model knows already and may be shown again, by class; labels in `plan` are completed.
std::vector<std::vector<BeatIndex>> basePool(const ReplayTask& task, std::span<const Part> parts,
                                             std::span<const bool> isCorrected, ReplayPlan& plan) {
  std::vector<std::vector<BeatIndex>> byClass(task.beats.scheme().size());
  const std::set<RecordClass> doubted = doubtedOpinions(task);
  for (BeatIndex beat = 0; beat < task.beats.size(); ++beat) {
    if (isCorrected[beat]) continue;
    const bool isLabelled = task.labels[beat] != kUnlabelled;
    const ClassIndex opinion = task.opinions.predicted(beat);
    const bool isDoubted = doubted.contains({task.beats.columns().records[beat], opinion});
    const bool isWanted = plan.isOwnData ? isLabelled && parts[beat] == Part::Train
                          : isLabelled   ? opinion == task.labels[beat] && parts[beat] == Part::Train
                                         : parts[beat] == Part::None && !isDoubted;
    if (!isWanted) continue;
    if (!isLabelled) plan.labels[beat] = opinion;
    byClass[plan.labels[beat]].push_back(beat);
  }
  return byClass;
}

/// Takes a share of each class out of the pool, at least `fewest` where there are so many.
std::vector<BeatIndex> draw(std::vector<std::vector<BeatIndex>>& pool, double share, std::size_t fewest,
                            SeededRandom& random) {
  std::vector<BeatIndex> drawn;
  for (std::vector<BeatIndex>& beats : pool) {
    random.shuffle(std::span(beats));
    const auto wanted = static_cast<std::size_t>(std::lround(share * static_cast<double>(beats.size())));
    const auto count = static_cast<std::ptrdiff_t>(std::min(beats.size(), std::max(wanted, fewest)));
    drawn.insert(drawn.end(), beats.end() - count, beats.end());
    beats.erase(beats.end() - count, beats.end());
  }
  std::ranges::sort(drawn);
  return drawn;
}

std::size_t repeatsFor(const ReplayPlan& plan, const ReplayOptions& options) {
  const double share = options.correctionShare;
  const double wanted = share / (1 - share) * static_cast<double>(plan.replayed.size());
  const auto repeats =
      static_cast<std::size_t>(std::lround(wanted / static_cast<double>(plan.learned.size())));
  return std::clamp<std::size_t>(repeats, 1, std::max<std::size_t>(1, options.mostRepeats));
}

void requireSomething(const ReplayPlan& plan, std::size_t corrections) {
  if (corrections == 0) throw Error("There are no corrections to learn from: correct some labels first.");
  if (!plan.learned.empty()) return;
  throw Error(fmt::format(
      "None of the {} corrections can be learned from: all stand in the test part of the model ({}), which "
      "only judges.",
      corrections, plan.split.protocol));
}

/// What is shown, and what the result is watched by; the test part stays.
void fillSplit(std::span<const bool> isCorrected, const ReplayOptions& options, ReplayPlan& plan) {
  Split& split = plan.split;
  split.train = plan.replayed;
  for (std::size_t i = 0; i < plan.repeats; ++i)
    split.train.insert(split.train.end(), plan.learned.begin(), plan.learned.end());
  const std::vector<BeatIndex> once = split.train;
  const std::size_t times = std::clamp<std::size_t>(options.fewestShown / once.size(), 1, kMostTimes);
  for (std::size_t i = 1; i < times; ++i) split.train.insert(split.train.end(), once.begin(), once.end());
  plan.repeats *= times;
  std::ranges::sort(split.train);
  std::erase_if(split.validation, [&](BeatIndex beat) { return isCorrected[beat]; });
  if (split.validation.empty()) split.validation = plan.learned;
  split.protocol += fmt::format("; fine-tuned on {} corrections with {} beats replayed", plan.learned.size(),
                                plan.replayed.size());
}

}  // namespace

void requireValid(const ReplayOptions& options) {
  requireShare("heldBackShare", options.heldBackShare, false);
  requireShare("replayShare", options.replayShare, true);
  requireShare("correctionShare", options.correctionShare, false);
}

ReplayPlan planReplay(const ReplayTask& task, const ReplayOptions& options) {
  requireValid(options);
  requireFitting(task);
  ReplayPlan plan;
  // Without labels in the file the parts would be drawn by the corrections themselves.
  plan.isOwnData = task.beats.isOfSource(task.parent.dataSource()) && hasFileLabels(task.beats);
  plan.labels.assign(task.labels.begin(), task.labels.end());
  plan.split = baseSplit(task, plan.isOwnData);
  plan.hasTest = !plan.split.test.empty();
  const std::vector<Part> parts = partOfEachBeat(plan.split, task.beats.size());
  holdBack(task, options, parts, plan);
  requireSomething(plan, task.corrections.size());
  const auto isCorrected = std::make_unique<bool[]>(task.beats.size());
  for (const BeatIndex beat : task.corrections) isCorrected[beat] = true;
  const std::span<const bool> marks(isCorrected.get(), task.beats.size());
  auto pool = basePool(task, parts, marks, plan);
  SeededRandom random(task.parent.config.seed * 1000003 + kSampleStream);
  if (!plan.hasTest) plan.split.validation = draw(pool, kValidationShare, 0, random);
  plan.replayed = draw(pool, options.replayShare, options.fewestReplayed, random);
  plan.repeats = repeatsFor(plan, options);
  fillSplit(marks, options, plan);
  return plan;
}

}  // namespace ectopy
