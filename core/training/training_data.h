#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/beats/beat_set.h"
#include "core/model/torch_compat.h"

namespace ectopy {

/// The beats of one part of a split, gathered once: batches are then an index_select away.
struct PartData {
  torch::Tensor beats;             // (n, samples), float32, CPU
  torch::Tensor features;          // (n, numbers beside a beat), float32, CPU; undefined: none
  std::vector<ClassIndex> labels;  // n

  std::size_t size() const { return labels.size(); }
  std::size_t featureCount() const {
    return features.defined() ? static_cast<std::size_t>(features.size(1)) : 0;
  }
  std::span<const float> featureValues() const {
    if (!features.defined()) return {};
    return {features.data_ptr<float>(), static_cast<std::size_t>(features.numel())};
  }
  std::span<const float> samples() const {
    return {beats.data_ptr<float>(), static_cast<std::size_t>(beats.numel())};
  }
};

/// Gathers beats that have a label. Throws Error when an index or a label does not fit the set; `part` names
/// the part in the message.
PartData gatherPart(const BeatSet& beats, std::span<const ClassIndex> labels,
                    std::span<const BeatIndex> indices, std::string_view part);

/// Adds beats of the set with other numbers beside them (see thinnedRecords).
void appendBeats(PartData& part, const BeatSet& beats, std::span<const ClassIndex> labels,
                 std::span<const BeatIndex> indices, std::span<const float> features);

/// Throws Error when there is nothing to learn from: no beat, or all of one class.
void requireLearnable(const PartData& train, const LabelScheme& scheme);

}  // namespace ectopy
