#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/beats/beat_vectors.h"
#include "core/beats/predictions.h"
#include "core/model/attribution.h"
#include "core/model/model_info.h"

namespace ectopy {

/// A named tensor of a model.
struct TensorFacts {
  std::string name;  // "conv1.weight"
  std::vector<std::int64_t> shape;
};

/// A trained network, ready to predict. Immutable; may be used by several threads at once.
class Classifier {
 public:
  virtual ~Classifier() = default;

  virtual const ModelInfo& info() const = 0;
  virtual std::vector<TensorFacts> tensors() const = 0;
  /// Probabilities of every beat of the set, in chunks, with progress. `threads` 0: all cores.
  /// Throws Error when the beats were cut by another rule, Stopped when asked to stop.
  virtual Predictions predict(const BeatSet& beats, int threads, const JobContext& job) const = 0;
  /// What the last layer is given for every beat of the set: beats that the model takes for alike lie close
  /// together there. Throws like predict, and Error where a number is not finite.
  virtual BeatVectors embed(const BeatSet& beats, int threads, const JobContext& job) const = 0;
  /// What in beats of the set speaks for a class of the model, one result a beat. Integrated gradients go
  /// from the flat line at the beat's middle height (and, beside it, the set's mean features) to the beat.
  /// Throws like predict, and Error where the model has no such class or the method asks for convolutions
  /// that it does not have.
  virtual std::vector<Attribution> attribute(const BeatSet& beats, std::span<const BeatIndex> which,
                                             ClassIndex target, AttributionMethod method,
                                             const JobContext& job) const = 0;
  /// Writes the model file (safetensors). Whole or not at all.
  virtual void save(const std::filesystem::path& path) const = 0;
};

}  // namespace ectopy
