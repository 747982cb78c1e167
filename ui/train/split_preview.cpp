#include "ui/train/split_preview.h"

#include <set>

namespace ectopy::ui {

namespace {

/// Of the beats that can be learned from or judged by.
PartFacts factsOf(const BeatSet& beats, std::span<const ClassIndex> labels,
                  const std::vector<BeatIndex>& part) {
  PartFacts facts;
  std::set<const RecordInfo*> records;
  for (const BeatIndex beat : part) {
    if (labels[beat] == kUnlabelled) continue;
    ++facts.beats;
    if (const RecordInfo* record = beats.recordOf(beat)) records.insert(record);
  }
  if (records.empty()) return facts;
  std::set<std::string> patients;
  for (const RecordInfo* record : records)
    patients.insert(record->patient.empty() ? record->name : record->patient);
  facts.patients = static_cast<int>(patients.size());
  return facts;
}

}  // namespace

SplitPreview previewSplit(const BeatSet& beats, std::span<const ClassIndex> labels,
                          const std::string& splitId, std::uint64_t seed) {
  const Split split = makeStableSplit(beats, labels, splitId, seed);
  return {factsOf(beats, labels, split.train), factsOf(beats, labels, split.validation),
          factsOf(beats, labels, split.test), QString::fromStdString(split.guard)};
}

}  // namespace ectopy::ui
