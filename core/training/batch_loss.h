#pragma once

#include <span>
#include <vector>

#include "core/beats/label_scheme.h"
#include "core/model/torch_compat.h"
#include "core/model/training_config.h"

namespace ectopy {

/// What the beats of a shard should be taken for.
struct ShardTargets {
  torch::Tensor labels;    // (count), int64
  torch::Tensor partners;  // (count), int64: of the beats mixed in; undefined: none
  double share = 1;        // of `labels` in each mixture
};

/// Cross entropy as a configuration has it: classes weighted, labels smoothed and mixed.
class BatchLoss {
 public:
  /// `labels` are all that is learned from; they decide the weights.
  BatchLoss(const TrainingConfig& config, std::span<const ClassIndex> labels, std::size_t classes,
            const torch::Device& device);

  /// Sum over a shard's beats of weight times cross entropy; logits: (count, classes).
  torch::Tensor sum(const torch::Tensor& logits, const ShardTargets& targets) const;
  /// What a beat of this class counts: a batch's loss is its sum over its weight.
  double weightOf(ClassIndex label) const { return m_weights[label]; }

 private:
  std::vector<float> m_weights;
  bool m_isPlain;         // all weights 1, labels as they are
  torch::Tensor m_table;  // (classes, classes): a label's weighted distribution over the classes
};

}  // namespace ectopy
