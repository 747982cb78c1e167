#pragma once

#include <span>
#include <vector>

#include "core/base/job_context.h"
#include "core/beats/beat_set.h"

namespace ectopy {

/// n rows of numbers, one a beat, in which beats that are alike lie close together.
struct BeatVectors {
  std::size_t width = 0;      // numbers a beat
  std::vector<float> values;  // n x width

  std::size_t size() const { return width == 0 ? 0 : values.size() / width; }
  std::span<const float> of(std::size_t row) const { return std::span(values).subspan(row * width, width); }
};

/// The stretch of a beat that its shape is compared on, in seconds around the R peak; as much of it as the
/// cut holds. On MIT-BIH cut by rule `kaggle`, 96 of the 100 beats nearest to one of class V were V with this
/// stretch, and 83 with whole beats, where the next beat's place outweighs the shape.
struct ShapeWindow {
  double before = 0.25;
  double after = 0.45;
};

/// The shapes of some beats, a row for each in the order given: without its mean and scaled to length 1, so
/// that the squared distance of two rows is 2 (1 - their correlation). A flat beat has a row of zeros: it is
/// at distance 1 from every other shape. Throws Error: a window without samples, a beat that is not there;
/// Stopped.
BeatVectors shapeVectors(const BeatSet& beats, std::span<const BeatIndex> some, const ShapeWindow& window,
                         const JobContext& job);
/// Of all beats.
BeatVectors shapeVectors(const BeatSet& beats, const ShapeWindow& window, const JobContext& job);

/// Every row scaled to length 1, rows of zeros left as they are: for embeddings of a model, whose direction
/// tells beats apart better than their length does (of the 100 beats nearest to one of MIT-BIH 94 were of its
/// class, each class counting the same, and 93 by the embedding as it is).
BeatVectors directionsOf(BeatVectors vectors);

/// Squared Euclidean distance of two rows of one width.
float squaredDistance(std::span<const float> one, std::span<const float> other);

}  // namespace ectopy
