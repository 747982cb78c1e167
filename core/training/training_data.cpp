#include "core/training/training_data.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"

namespace ectopy {
namespace {

void requireFitting(const BeatSet& beats, std::span<const ClassIndex> labels, BeatIndex index,
                    std::string_view part) {
  if (index >= beats.size())
    throw Error(
        fmt::format("The {} part names beat {}, the data set has {} beats.", part, index, beats.size()));
  if (labels[index] != kUnlabelled && labels[index] >= beats.scheme().size())
    throw Error(fmt::format("Beat {} has class number {}, the data set has {} classes.", index, labels[index],
                            beats.scheme().size()));
}

}  // namespace

PartData gatherPart(const BeatSet& beats, std::span<const ClassIndex> labels,
                    std::span<const BeatIndex> indices, std::string_view part) {
  if (labels.size() != beats.size())
    throw Error(fmt::format("Expected a label for each of {} beats, found {}.", beats.size(), labels.size()));
  std::vector<BeatIndex> labelled;
  for (const BeatIndex index : indices) {
    requireFitting(beats, labels, index, part);
    if (labels[index] != kUnlabelled) labelled.push_back(index);
  }
  PartData data;
  data.beats =
      torch::empty({static_cast<std::int64_t>(labelled.size()), static_cast<std::int64_t>(beats.length())});
  if (const auto count = static_cast<std::int64_t>(beats.facts().features.size()); count > 0) {
    data.features = torch::empty({static_cast<std::int64_t>(labelled.size()), count});
    float* features = data.features.data_ptr<float>();
    for (const BeatIndex index : labelled)
      features = std::ranges::copy(beats.featuresOf(index), features).out;
  }
  float* row = data.beats.data_ptr<float>();
  for (const BeatIndex index : labelled) {
    row = std::ranges::copy(beats.beat(index), row).out;
    data.labels.push_back(labels[index]);
  }
  return data;
}

void appendBeats(PartData& part, const BeatSet& beats, std::span<const ClassIndex> labels,
                 std::span<const BeatIndex> indices, std::span<const float> features) {
  if (indices.empty()) return;
  PartData more = gatherPart(beats, labels, indices, "training");
  std::ranges::copy(features, more.features.data_ptr<float>());
  part.beats = torch::cat({part.beats, more.beats});
  part.features = torch::cat({part.features, more.features});
  part.labels.insert(part.labels.end(), more.labels.begin(), more.labels.end());
}

void requireLearnable(const PartData& train, const LabelScheme& scheme) {
  if (train.size() == 0)
    throw Error("There is nothing to learn from: the training part has no labelled beat.");
  const ClassIndex first = train.labels.front();
  if (std::ranges::all_of(train.labels, [&](ClassIndex label) { return label == first; }))
    throw Error(
        fmt::format("A training needs beats of at least two classes; all {} beats of the training part "
                    "are {}.",
                    train.size(), scheme.codeOf(first)));
}

}  // namespace ectopy
