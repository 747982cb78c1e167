#pragma once

#include <optional>
#include <vector>

#include "core/evaluation/review_queue.h"

namespace ectopy {

/// A beat's place in a queue, before it is put into words.
struct ReviewPlace {
  BeatIndex beat = 0;
  ClassIndex suggested = kUnlabelled;
  double score = std::numeric_limits<double>::quiet_NaN();
  double probability = std::numeric_limits<double>::quiet_NaN();  // of what is suggested for a suspect
};

/// What a queue asks of one beat, with the predictions read as the data set's classes.
class ReviewView {
 public:
  explicit ReviewView(const ReviewInput& input);

  const ReviewInput& input() const { return m_input; }
  bool isLabelled(BeatIndex beat) const { return m_input.labels[beat] < m_input.beats.scheme().size(); }
  /// From training, or not there at all.
  bool isExcluded(BeatIndex beat) const {
    return (m_input.isExcluded && (*m_input.isExcluded)[beat]) || m_input.beats.isAbsent(beat);
  }
  bool hasPredictions() const { return m_input.predictions != nullptr; }
  /// The model's class as the data set's; kUnlabelled where the data set has no such class or there is no
  /// model.
  ClassIndex predicted(BeatIndex beat) const {
    return hasPredictions() ? m_classes[m_input.predictions->predicted(beat)] : kUnlabelled;
  }

 private:
  const ReviewInput& m_input;
  std::vector<ClassIndex> m_classes;  // by the model's class
};

/// By class of the data set: is it rare among the labels?
std::vector<bool> rareClasses(const ReviewInput& input);

/// The whole queue in order. Needs what whyNotReview asks for.
std::vector<ReviewPlace> reviewOrder(ReviewKind kind, const ReviewView& view, const JobContext& job);

}  // namespace ectopy
