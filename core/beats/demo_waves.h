#pragma once

#include <array>
#include <vector>

#include "core/beats/demo_random.h"
#include "core/beats/demo_rhythm.h"

namespace ectopy {

inline constexpr std::size_t kDemoLeads = 2;  // MLII, V1

/// One Gaussian event of the model: at an angle of the cycle (R peak 0), so wide, so high, all at 60 beats a
/// minute. The paper's a_i is millivolts * omega / width^2.
struct DemoWave {
  double degrees = 0;
  double width = 0.1;  // rad, the paper's b_i
  double millivolts = 0;
};

/// The five waves of a beat in their order, then what a disease adds.
using DemoWaves = std::vector<DemoWave>;
using DemoLeadWaves = std::array<DemoWaves, kDemoLeads>;
enum DemoWaveIndex : std::size_t { kWaveP, kWaveQ, kWaveR, kWaveS, kWaveT };

/// How the beats of one person look.
struct DemoMorphology {
  DemoLeadWaves sinus;
  DemoLeadWaves ventricular;
  DemoLeadWaves paced;
  double pacingSpike = 0;  // mV
};

enum class DemoConduction { Normal, LeftBundleBranchBlock, RightBundleBranchBlock };

/// A person at random.
DemoMorphology randomMorphology(DemoConduction conduction, DemoRandom& random);
/// Makes sinus beats infarction-like: deep wide Q, lower R, raised ST segment, T flat to inverted; severity
/// 0 .. 1.
void addInfarction(DemoLeadWaves& sinus, double severity, DemoRandom& random);
/// A harmless variant that looks a little like it: ST segment raised a little, T lower.
void addEarlyRepolarisation(DemoLeadWaves& sinus, DemoRandom& random);
/// One beat: its kind's waves, never twice quite the same.
DemoLeadWaves wavesOf(DemoBeatKind kind, const DemoMorphology& morphology, DemoRandom& random);

}  // namespace ectopy
