#pragma once

#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/beats/demo_dynamics.h"
#include "core/beats/demo_noise.h"
#include "core/beats/demo_rhythm.h"
#include "core/beats/demo_waves.h"
#include "core/signal/recording.h"

namespace ectopy {

/// Everything a synthetic recording is made from.
struct DemoPatient {
  std::string name;
  std::vector<std::string> comments;  // after the one that says synthetic
  AnnotationCode sinusCode = 1;       // N, L or R
  DemoRhythm rhythm;
  DemoMorphology morphology;
  DemoBreathing breathing;
  DemoNoise noise;
};

/// Number `index` (from 0) of the set with five classes; eight kinds of patients take turns.
DemoPatient arrhythmiaPatient(int index, DemoRandom& random);
/// Number `index` of the set for transfer: healthy and infarction-like by turns.
DemoPatient infarctionPatient(int index, DemoRandom& random);

/// The patient's recording. Throws Stopped.
Recording recordPatient(const DemoPatient& patient, double seconds, DemoRandom& random,
                        const JobContext& job);

}  // namespace ectopy
