#include "ui/session/session_recut.h"

#include <algorithm>

#include "core/beats/cutting.h"

namespace ectopy::ui {
namespace {

/// Some beats as a set of their own.
std::shared_ptr<const BeatSet> someOf(const BeatSet& beats, const std::vector<BeatIndex>& some) {
  const BeatColumns& columns = beats.columns();
  BeatSetBuilder builder;
  builder.reserve(some.size(), beats.length());
  for (const BeatIndex beat : some)
    builder.add({beats.beat(beat), columns.classes[beat], columns.records[beat], columns.rSamples[beat],
                 columns.rrBefore[beat], columns.rrAfter[beat], columns.fileParts[beat],
                 beats.featuresOf(beat)});
  return std::move(builder).build(beats.facts());
}

std::shared_ptr<const Predictions> predictedAnew(const RecutInput& input, const CorrectedBeats& corrected,
                                                 const JobContext& job) {
  if (!input.predictions || !input.model) return {};
  const BeatSet& beats = *corrected.beats;
  const std::size_t classes = input.predictions->scheme.size();
  auto predictions = std::make_shared<Predictions>(*input.predictions);
  predictions->dataFingerprint = beats.fingerprint();
  predictions->probabilities.resize(beats.size() * classes, 1.0F / static_cast<float>(classes));
  std::vector<BeatIndex> changed = corrected.changed;
  std::erase_if(changed, [&](BeatIndex beat) { return beat >= beats.size() || beats.isAbsent(beat); });
  if (changed.empty()) return predictions;
  const Predictions fresh = input.model->predict(*someOf(beats, changed), 0, job);
  for (std::size_t i = 0; i < changed.size(); ++i)
    std::ranges::copy(
        fresh.of(static_cast<BeatIndex>(i)),
        predictions->probabilities.begin() + static_cast<std::ptrdiff_t>(std::size_t{changed[i]} * classes));
  return predictions;
}

}  // namespace

RecutBeats recutBeats(const RecutInput& input, const JobContext& job) {
  const auto source = asInSource(input.before);
  const RecordingSource raw = [&](std::uint32_t record, const JobContext& own) {
    if (const auto known = input.recordings.find(record); known != input.recordings.end())
      return known->second;
    return std::make_shared<const Recording>(openRawRecording(*source, record, own));
  };
  RecutBeats made;
  made.corrected = withPeaks(source, input.edits, raw, job, input.before);
  made.predictions = predictedAnew(input, made.corrected, job);
  return made;
}

}  // namespace ectopy::ui
