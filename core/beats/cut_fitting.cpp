#include "core/beats/cut_fitting.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/base/error.h"
#include "core/beats/cutting.h"
#include "core/signal/resampling.h"

namespace ectopy {
namespace {

bool isOfCut(const BeatCut& model, const BeatCut& data) {
  try {
    requireSameCut(model, data);
    return true;
  } catch (const Error&) {
    return false;
  }
}

std::string inWords(const BeatCut& cut) {
  return fmt::format("\"{}\" ({} samples at {:g} Hz)", nameOf(cut.rule), cut.length, cut.sampleRateHz);
}

/// Records whose files are gone.
std::vector<std::string> missingRecords(const BeatSet& beats) {
  std::vector<std::string> missing;
  for (const RecordInfo& record : beats.facts().records) {
    std::error_code ignored;
    if (!std::filesystem::exists(record.path, ignored)) missing.push_back(record.name);
  }
  return missing;
}

/// The class of all beats of each record, where the task takes it from the record.
std::vector<std::optional<ClassIndex>> diagnosesOf(const BeatSet& beats) {
  std::vector<std::optional<ClassIndex>> diagnoses(beats.facts().records.size());
  if (beats.cut().task != BeatTask::NormalInfarction) return diagnoses;
  const BeatColumns& columns = beats.columns();
  for (BeatIndex beat = 0; beat < beats.size(); ++beat)
    if (columns.records[beat] != BeatColumns::kNoRecord && columns.classes[beat] != kUnlabelled)
      diagnoses[columns.records[beat]] = columns.classes[beat];
  return diagnoses;
}

RecordSelection selectionOf(const BeatSet& beats) {
  RecordSelection selection{.name = beats.facts().name, .source = beats.facts().source};
  const auto diagnoses = diagnosesOf(beats);
  for (std::size_t i = 0; i < diagnoses.size(); ++i) {
    const RecordInfo& record = beats.facts().records[i];
    selection.records.push_back({.header = record.path,
                                 .patient = record.patient,
                                 .fold = record.fold,
                                 .diagnosis = diagnoses[i],
                                 .text = {.sampleRateHz = record.sampleRateHz, .unit = record.signalUnit},
                                 .corrections = correctionsOf(beats, static_cast<std::uint32_t>(i))});
  }
  return selection;
}

/// The model's rule, at the marks and classes of the set.
BeatCut cutFor(const BeatCut& model, const BeatCut& data) {
  BeatCut cut = model;
  cut.classMap = data.classMap;
  cut.task = data.task;
  cut.annotator = data.annotator;
  cut.detected = data.detected;
  cut.recordRateHz = data.recordRateHz;
  return cut;
}

/// Each beat's place in the other set: the one at the same R peak of the same record.
std::vector<BeatIndex> originsOf(const BeatSet& beats, const BeatSet& before) {
  std::map<std::pair<std::string_view, std::int64_t>, BeatIndex> places;
  const auto keyOf = [](const BeatSet& set, BeatIndex beat) {
    const RecordInfo* record = set.recordOf(beat);
    return std::pair(record ? std::string_view(record->name) : std::string_view(),
                     set.columns().rSamples[beat]);
  };
  for (BeatIndex beat = 0; beat < before.size(); ++beat) places.emplace(keyOf(before, beat), beat);
  std::vector<BeatIndex> origins;
  for (BeatIndex beat = 0; beat < beats.size(); ++beat) {
    const auto place = places.find(keyOf(beats, beat));
    origins.push_back(place == places.end() ? FittedBeats::kNoOrigin : place->second);
  }
  return origins;
}

FittedBeats cutAnew(const BeatSet& beats, const BeatCut& model, const JobContext& job) {
  FittedBeats fitted;
  fitted.beats = cutRecords(selectionOf(beats), cutFor(model, beats.cut()), job);
  fitted.origin = originsOf(*fitted.beats, beats);
  fitted.words = fmt::format(
      "The beats, cut by rule {}, were cut anew from their {} recordings by the model's own rule {}.",
      inWords(beats.cut()), beats.facts().records.size(), inWords(model));
  return fitted;
}

/// What keeps beats from being resampled, as the end of a sentence; empty: nothing.
std::string whyNotResample(const BeatCut& model, const BeatCut& data) {
  const auto isKnown = [](CutRule rule) { return rule == CutRule::Kaggle || rule == CutRule::Paper; };
  if (data.rule == CutRule::Given) return "it is not known how they were cut";
  if (!isKnown(model.rule) || !isKnown(data.rule)) return "the two rules are not of one kind";
  if (model.rOffsetSeconds != data.rOffsetSeconds) return "the two rules begin at different places of a beat";
  if (model.unit != AmplitudeUnit::Beat || data.unit != AmplitudeUnit::Beat)
    return "the two rules measure the amplitude in different units";
  if (model.lead != data.lead) return "the two rules take different leads";
  return {};
}

/// Resamples what stands before the zeros a beat is filled up with.
void resampleBeat(std::span<const float> beat, const BeatCut& from, const BeatCut& to, std::span<float> row) {
  std::ranges::fill(row, 0.0F);
  const auto end = std::find_if(beat.rbegin(), beat.rend(), [](float value) { return value != 0; }).base();
  if (end == beat.begin()) return;
  const std::vector<double> samples(beat.begin(), end);
  const std::vector<double> resampled =
      from.sampleRateHz == to.sampleRateHz ? samples : resample(samples, from.sampleRateHz, to.sampleRateHz);
  for (std::size_t i = 0; i < std::min(row.size(), resampled.size()); ++i)
    row[i] = static_cast<float>(std::clamp(resampled[i], 0.0, 1.0));
}

FittedBeats resampledBeats(const BeatSet& beats, const BeatCut& model, const JobContext& job) {
  constexpr BeatIndex kBetweenStops = 1000;
  BeatSetFacts facts = beats.facts();
  facts.cut = cutFor(model, beats.cut());
  facts.features.clear();
  BeatSetBuilder builder;
  builder.reserve(beats.size(), static_cast<std::size_t>(model.length));
  std::vector<float> row(static_cast<std::size_t>(model.length));
  const BeatColumns& columns = beats.columns();
  FittedBeats fitted;
  for (BeatIndex beat = 0; beat < beats.size(); ++beat) {
    if (beat % kBetweenStops == 0) job.throwIfStopped();
    if (beats.isAbsent(beat)) continue;
    resampleBeat(beats.beat(beat), beats.cut(), model, row);
    builder.add({row, columns.classes[beat], columns.records[beat], columns.rSamples[beat],
                 columns.rrBefore[beat], columns.rrAfter[beat], columns.fileParts[beat]});
    fitted.origin.push_back(beat);
  }
  fitted.words = fmt::format(
      "The beats, cut by rule {}, were brought to the model's rule {}: resampled, then cut or filled up with "
      "zeros.",
      inWords(beats.cut()), inWords(model));
  facts.warnings.push_back(fitted.words);
  fitted.beats = std::move(builder).build(std::move(facts));
  return fitted;
}

}  // namespace

std::vector<ClassIndex> FittedBeats::labelsFrom(std::span<const ClassIndex> labels) const {
  if (origin.empty()) return {labels.begin(), labels.end()};
  std::vector<ClassIndex> found(beats->columns().classes.begin(), beats->columns().classes.end());
  for (std::size_t beat = 0; beat < found.size(); ++beat)
    if (origin[beat] != kNoOrigin) found[beat] = labels[origin[beat]];
  return found;
}

FittedBeats fitToCut(std::shared_ptr<const BeatSet> beats, const BeatCut& model, const JobContext& job) {
  if (isOfCut(model, beats->cut())) return {.beats = std::move(beats), .words = {}, .origin = {}};
  const std::vector<std::string> missing = missingRecords(*beats);
  const bool hasRecords = !beats->facts().records.empty();
  if (hasRecords && missing.empty() && model.rule != CutRule::Given) return cutAnew(*beats, model, job);
  const std::string obstacle = whyNotResample(model, beats->cut());
  if (obstacle.empty()) return resampledBeats(*beats, model, job);
  const std::string records =
      model.rule == CutRule::Given ? std::string("the model does not say how to cut")
      : !hasRecords                ? std::string("they name no recordings to cut anew")
                    : fmt::format("{} of their recordings are gone ({})", missing.size(), missing.front());
  throw Error(fmt::format("The model takes beats of rule {}, these are of {}: {}, and {}.", inWords(model),
                          inWords(beats->cut()), records, obstacle));
}

}  // namespace ectopy
