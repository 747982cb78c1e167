#include "core/beats/demo_patient.h"

#include <fmt/format.h>

#include <array>

namespace ectopy {

namespace {

/// Shares of all beats in percent; each class comes from several patients, so that they can be split.
struct Profile {
  const char* words;
  DemoConduction conduction;
  double supraventricular;
  double ventricular;
  double fusion;
  double paced;
};
constexpr auto kNormal = DemoConduction::Normal;
constexpr std::array<Profile, 8> kProfiles = {{
    {"atrial and ventricular ectopy, rare demand pacing", kNormal, 6, 8, 2.5, 2},
    {"demand pacing, ventricular ectopy", kNormal, 1, 6, 1, 28},
    {"frequent atrial ectopy", kNormal, 12, 3, 0.5, 0},
    {"frequent ventricular ectopy, fusion", kNormal, 1, 16, 5, 0},
    {"left bundle branch block, ventricular ectopy", DemoConduction::LeftBundleBranchBlock, 3, 10, 1.5, 0},
    {"demand pacing, atrial and ventricular ectopy", kNormal, 4, 9, 2.5, 16},
    {"right bundle branch block, ectopy", DemoConduction::RightBundleBranchBlock, 5, 8, 2, 0},
    {"rare ectopy", kNormal, 2, 3, 1, 2},
}};

constexpr AnnotationCode sinusCodeOf(DemoConduction conduction) {
  constexpr AnnotationCode kN = 1, kL = 2, kR = 3;
  if (conduction == DemoConduction::LeftBundleBranchBlock) return kL;
  return conduction == DemoConduction::RightBundleBranchBlock ? kR : kN;
}

DemoRhythm randomRhythm(DemoRandom& random) {
  DemoRhythm rhythm;
  rhythm.meanRr = random.uniform(0.72, 0.95);
  rhythm.rrDeviation = random.uniform(0.02, 0.05);
  rhythm.lfHfRatio = random.uniform(0.4, 1.5);
  rhythm.pacingRr = rhythm.meanRr * random.uniform(1.06, 1.15);
  return rhythm;
}

DemoNoise randomNoise(DemoRandom& random) {
  DemoNoise noise;
  noise.wander = random.uniform(0.04, 0.2);
  noise.muscle = random.uniform(0.006, 0.022);
  noise.mains = random.uniform(0.002, 0.012);
  noise.mainsHz = random.chance(0.5) ? 50 : 60;
  noise.restlessness = random.uniform(0, 0.06);
  return noise;
}

DemoBreathing randomBreathing(DemoRandom& random) {
  return {random.uniform(0.2, 0.3), random.uniform(0.03, 0.12)};
}

}  // namespace

DemoPatient arrhythmiaPatient(int index, DemoRandom& random) {
  const Profile& profile = kProfiles[static_cast<std::size_t>(index) % kProfiles.size()];
  DemoPatient patient;
  patient.name = fmt::format("demo{:02}", index + 1);
  patient.comments = {fmt::format("Profile: {}", profile.words)};
  patient.sinusCode = sinusCodeOf(profile.conduction);
  patient.rhythm = randomRhythm(random);
  patient.rhythm.supraventricular = profile.supraventricular / 100;
  patient.rhythm.ventricular = profile.ventricular / 100;
  patient.rhythm.fusion = profile.fusion / 100;
  patient.rhythm.paced = profile.paced / 100;
  patient.morphology = randomMorphology(profile.conduction, random);
  patient.breathing = randomBreathing(random);
  patient.noise = randomNoise(random);
  return patient;
}

DemoPatient infarctionPatient(int index, DemoRandom& random) {
  const bool isHealthy = index % 2 == 0;
  DemoPatient patient;
  patient.name = fmt::format("{}{:02}", isHealthy ? "control" : "infarct", index / 2 + 1);
  patient.comments = {isHealthy ? "Reason for admission: Healthy control"
                                : "Reason for admission: Myocardial infarction"};
  patient.rhythm = randomRhythm(random);
  patient.morphology = randomMorphology(kNormal, random);
  if (!isHealthy)
    addInfarction(patient.morphology.sinus, random.uniform(0, 1), random);
  else if (random.chance(0.5))
    addEarlyRepolarisation(patient.morphology.sinus, random);
  patient.breathing = randomBreathing(random);
  patient.noise = randomNoise(random);
  return patient;
}

}  // namespace ectopy
