#include "core/beats/some_beats.h"

namespace ectopy {

std::shared_ptr<const BeatSet> someBeats(const BeatSet& beats, std::span<const BeatIndex> some) {
  const BeatColumns& columns = beats.columns();
  BeatSetBuilder builder;
  builder.reserve(some.size(), beats.length());
  for (const BeatIndex beat : some)
    builder.add({.samples = beats.beat(beat),
                 .classIndex = columns.classes[beat],
                 .record = columns.records[beat],
                 .rSample = columns.rSamples[beat],
                 .rrBefore = columns.rrBefore[beat],
                 .rrAfter = columns.rrAfter[beat],
                 .filePart = columns.fileParts[beat],
                 .features = beats.featuresOf(beat)});
  return std::move(builder).build(beats.facts());
}

}  // namespace ectopy
