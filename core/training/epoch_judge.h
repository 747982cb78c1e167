#pragma once

#include "core/model/model_info.h"

namespace ectopy {

/// Decides after each epoch whether it is the best so far, what learning rate comes next, and whether to go
/// on: Keras's ModelCheckpoint, ReduceLROnPlateau (factor 0.1) and EarlyStopping on the validation macro F1.
class EpochJudge {
 public:
  explicit EpochJudge(const TrainingConfig& config);

  /// Takes an epoch's validation figures; true when it is the best so far (equal macro F1: lower loss).
  bool judge(int epoch, double macroF1, double loss);

  int bestEpoch() const { return m_bestEpoch; }  // 0: none yet
  double learningRate() const { return m_learningRate; }
  /// Epochs left before the end if none of them is better.
  int patienceLeft() const { return m_stopPatience - m_sinceBest; }
  bool isPatienceOver() const { return patienceLeft() <= 0; }

 private:
  int m_stopPatience;
  int m_plateauPatience;
  double m_learningRate;
  int m_bestEpoch = 0;
  double m_bestMacroF1 = 0;
  double m_bestLoss = 0;
  int m_sinceBest = 0;
  int m_sinceBestOrDrop = 0;
};

}  // namespace ectopy
