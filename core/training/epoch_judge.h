#pragma once

#include "core/model/model_info.h"

namespace ectopy {

/// Decides after each epoch whether it is the best so far (ModelCheckpoint, by validation macro F1), what
/// learning rate comes next (ReduceLROnPlateau, factor 0.1) and whether to go on (EarlyStopping). Macro F1
/// jumps with a few rare beats, so both patiences count epochs that brought neither a higher macro F1 nor a
/// lower loss.
class EpochJudge {
 public:
  explicit EpochJudge(const TrainingConfig& config);

  /// Takes an epoch's validation figures; true when it is the best so far (equal macro F1: lower loss).
  bool judge(int epoch, double macroF1, double loss);

  /// What learns changes: waits and lowers the rate from the beginning again. The best stays the best.
  void startAnew();

  int bestEpoch() const { return m_bestEpoch; }  // 0: none yet
  double learningRate() const { return m_learningRate; }
  /// Epochs left before the end if none of them makes progress; a huge number when patience has no end.
  int patienceLeft() const { return m_stopPatience - m_sinceProgress; }
  bool isPatienceOver() const { return patienceLeft() <= 0; }

 private:
  int m_stopPatience;
  int m_plateauPatience;
  double m_firstRate;
  double m_learningRate = m_firstRate;
  int m_bestEpoch = 0;
  double m_bestMacroF1 = 0;
  double m_bestLoss = 0;  // of the best epoch
  double m_lowestLoss = 0;
  int m_sinceProgress = 0;
  int m_sinceProgressOrDrop = 0;
};

}  // namespace ectopy
