#include "core/training/epoch_judge.h"

#include <limits>

namespace ectopy {
namespace {

constexpr int kEndless = std::numeric_limits<int>::max();

}  // namespace

EpochJudge::EpochJudge(const TrainingConfig& config)
    : m_stopPatience(config.stopPatience == 0 ? kEndless : config.stopPatience),
      m_plateauPatience(config.plateauPatience),
      m_firstRate(config.learningRate) {}

bool EpochJudge::judge(int epoch, double macroF1, double loss) {
  const bool isFirst = m_bestEpoch == 0;
  const bool isBest = isFirst || macroF1 > m_bestMacroF1 || (macroF1 == m_bestMacroF1 && loss < m_bestLoss);
  const bool isLowest = isFirst || loss < m_lowestLoss;
  if (isBest) {
    m_bestEpoch = epoch;
    m_bestMacroF1 = macroF1;
    m_bestLoss = loss;
  }
  if (isLowest) m_lowestLoss = loss;
  if (isBest || isLowest) {
    m_sinceProgress = m_sinceProgressOrDrop = 0;
    return isBest;
  }
  ++m_sinceProgress;
  if (++m_sinceProgressOrDrop >= m_plateauPatience) {
    m_learningRate *= 0.1;
    m_sinceProgressOrDrop = 0;
  }
  return false;
}

void EpochJudge::startAnew() {
  m_sinceProgress = m_sinceProgressOrDrop = 0;
  m_learningRate = m_firstRate;
}

}  // namespace ectopy
