#include "core/beats/demo_waves.h"

namespace ectopy {

namespace {

// Angles and widths start from McSharry 2003, table I; amplitudes are relative to its R wave.
DemoLeadWaves normalWaves(DemoRandom& random) {
  const auto vary = [&](double low, double high) { return random.uniform(low, high); };
  const double pq = vary(-78, -64);
  const double qt = vary(94, 108);
  DemoWaves mlii = {{pq, vary(0.13, 0.18), 0.15 * vary(0.7, 1.3)},
                    {-15, 0.08, -0.1 * vary(0.3, 1.6)},
                    {0, 0.1 * vary(0.85, 1.1), 1.1 * vary(0.75, 1.3)},
                    {15, 0.09, -0.22 * vary(0.3, 1.8)},
                    {qt, 0.38 * vary(0.88, 1.1), 0.3 * vary(0.6, 1.3)}};
  DemoWaves v1 = {{pq, 0.13, 0.06 * vary(0.5, 1.5)},
                  {-16, 0.07, 0},
                  {-6, 0.075, 0.3 * vary(0.5, 1.3)},
                  {11, 0.11, -0.9 * vary(0.7, 1.2)},
                  {qt, 0.36, vary(-0.12, 0.15)}};
  return {mlii, v1};
}

void blockLeftBundle(DemoLeadWaves& waves, DemoRandom& random) {
  auto& [mlii, v1] = waves;
  mlii[kWaveQ].millivolts = 0;
  mlii[kWaveR] = {0, 0.15, 0.85 * random.uniform(0.85, 1.2)};
  mlii[kWaveS].millivolts = 0;
  mlii[kWaveT].millivolts = -0.22 * random.uniform(0.7, 1.3);
  mlii.push_back({24, 0.14, 0.55 * random.uniform(0.8, 1.2)});  // the notch's second top
  v1[kWaveR].millivolts *= 0.3;
  v1[kWaveS] = {10, 0.2, -1.2 * random.uniform(0.8, 1.2)};
  v1[kWaveT].millivolts = 0.35 * random.uniform(0.8, 1.2);
}

void blockRightBundle(DemoLeadWaves& waves, DemoRandom& random) {
  auto& [mlii, v1] = waves;
  mlii[kWaveS] = {26, 0.16, -0.4 * random.uniform(0.8, 1.2)};
  v1[kWaveS] = {6, 0.08, -0.4 * random.uniform(0.7, 1.2)};
  v1[kWaveT].millivolts = -0.2 * random.uniform(0.8, 1.2);
  v1.push_back({27, 0.15, 0.8 * random.uniform(0.8, 1.2)});  // R'
}

/// A beat from a focus in a ventricle: no P, one wide wave with a shoulder, T against it.
DemoWaves wideWaves(double millivolts, DemoRandom& random) {
  return {{-70, 0.15, 0},
          {-30, 0.14, -0.08 * millivolts * random.uniform(0, 2)},
          {0, 0.24 * random.uniform(0.88, 1.15), millivolts},
          {31, 0.2, 0.35 * millivolts * random.uniform(-0.8, 1)},
          {random.uniform(118, 130), 0.48, -0.36 * millivolts * random.uniform(0.8, 1.2)}};
}

/// From an ectopic atrial focus, often below: another P wave, closer to a QRS complex that meets the
/// ventricles half recovered.
DemoLeadWaves supraventricularWaves(const DemoMorphology& morphology, DemoRandom& random) {
  DemoLeadWaves waves = morphology.sinus;
  const double atrialAxis = random.uniform(-1, 0.7);
  const double atrialAngle = random.uniform(0.6, 0.9);
  const double recovery = random.uniform(0, 1);
  for (DemoWaves& lead : waves) {
    lead[kWaveP].millivolts *= atrialAxis;
    lead[kWaveP].degrees *= atrialAngle;
    lead[kWaveR].millivolts *= 0.8 + 0.15 * recovery;
    lead[kWaveS].millivolts *= 2.2 - recovery;
    lead[kWaveS].width *= 1.3 - 0.2 * recovery;
    lead[kWaveT].millivolts *= 0.45 + 0.4 * recovery;
  }
  return waves;
}

/// Between sinus and ventricular, wave by wave.
DemoLeadWaves fusionWaves(const DemoMorphology& morphology, DemoRandom& random) {
  DemoLeadWaves waves = morphology.sinus;
  const double share = random.uniform(0.35, 0.65);  // of the ventricular beat
  for (std::size_t lead = 0; lead < kDemoLeads; ++lead) {
    for (DemoWave& wave : waves[lead]) wave.millivolts *= 1 - share;
    waves[lead][kWaveP].millivolts /= 1 - share;
    for (DemoWave wave : morphology.ventricular[lead]) {
      wave.millivolts *= share;
      waves[lead].push_back(wave);
    }
  }
  return waves;
}

DemoLeadWaves typicalWaves(DemoBeatKind kind, const DemoMorphology& morphology, DemoRandom& random) {
  switch (kind) {
    case DemoBeatKind::Sinus:
      return morphology.sinus;
    case DemoBeatKind::Supraventricular:
      return supraventricularWaves(morphology, random);
    case DemoBeatKind::Ventricular:
      return morphology.ventricular;
    case DemoBeatKind::Fusion:
      return fusionWaves(morphology, random);
    case DemoBeatKind::Paced:
      return morphology.paced;
  }
  return morphology.sinus;
}

}  // namespace

DemoMorphology randomMorphology(DemoConduction conduction, DemoRandom& random) {
  DemoMorphology person;
  person.sinus = normalWaves(random);
  if (conduction == DemoConduction::LeftBundleBranchBlock) blockLeftBundle(person.sinus, random);
  if (conduction == DemoConduction::RightBundleBranchBlock) blockRightBundle(person.sinus, random);
  const double polarity = random.chance(0.65) ? 1 : -1;
  person.ventricular = {wideWaves(polarity * random.uniform(1.1, 1.8), random),
                        wideWaves((random.chance(0.5) ? 1 : -1) * random.uniform(0.7, 1.3), random)};
  person.paced = {wideWaves(-random.uniform(0.8, 1.3), random), wideWaves(-random.uniform(0.7, 1.2), random)};
  person.pacingSpike = (random.chance(0.5) ? 1 : -1) * random.uniform(0.4, 0.9);
  return person;
}

void addInfarction(DemoLeadWaves& sinus, double severity, DemoRandom& random) {
  const auto grow = [&](double least, double most) {
    return (least + (most - least) * severity) * random.uniform(0.85, 1.15);
  };
  auto& [mlii, v1] = sinus;
  mlii[kWaveQ] = {-19, 0.13, -grow(0.2, 0.5)};
  mlii[kWaveR].millivolts *= grow(0.9, 0.6);
  mlii[kWaveT].millivolts *= grow(0.35, -1);
  mlii.push_back({46, 0.3, grow(0.05, 0.25)});  // ST segment
  v1[kWaveT].millivolts += grow(0.03, 0.2);
  v1.push_back({46, 0.3, -grow(0.03, 0.15)});
}

void addEarlyRepolarisation(DemoLeadWaves& sinus, DemoRandom& random) {
  auto& [mlii, v1] = sinus;
  mlii[kWaveT].millivolts *= random.uniform(0.5, 1);
  mlii.push_back({44, 0.28, random.uniform(0.03, 0.1)});
  v1.push_back({44, 0.28, random.uniform(0, 0.05)});
}

DemoLeadWaves wavesOf(DemoBeatKind kind, const DemoMorphology& morphology, DemoRandom& random) {
  DemoLeadWaves waves = typicalWaves(kind, morphology, random);
  const bool isWide = kind == DemoBeatKind::Ventricular || kind == DemoBeatKind::Fusion;
  const double height = 1 + (isWide ? 0.1 : 0.04) * random.normal();
  const double width = 1 + (isWide ? 0.06 : 0.02) * random.normal();
  for (DemoWaves& lead : waves) {
    for (DemoWave& wave : lead) {
      wave.millivolts *= height * (1 + 0.03 * random.normal());
      wave.width *= width;
    }
    lead[kWaveT].millivolts *= 1 + 0.12 * random.normal();
  }
  return waves;
}

}  // namespace ectopy
