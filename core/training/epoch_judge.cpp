#include "core/training/epoch_judge.h"

namespace ectopy {

EpochJudge::EpochJudge(const TrainingConfig& config)
    : m_stopPatience(config.stopPatience),
      m_plateauPatience(config.plateauPatience),
      m_learningRate(config.learningRate) {}

bool EpochJudge::judge(int epoch, double macroF1, double loss) {
  const bool isBest =
      m_bestEpoch == 0 || macroF1 > m_bestMacroF1 || (macroF1 == m_bestMacroF1 && loss < m_bestLoss);
  if (isBest) {
    m_bestEpoch = epoch;
    m_bestMacroF1 = macroF1;
    m_bestLoss = loss;
    m_sinceBest = m_sinceBestOrDrop = 0;
    return true;
  }
  ++m_sinceBest;
  if (++m_sinceBestOrDrop >= m_plateauPatience) {
    m_learningRate *= 0.1;
    m_sinceBestOrDrop = 0;
  }
  return false;
}

}  // namespace ectopy
