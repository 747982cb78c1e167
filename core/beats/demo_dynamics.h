#pragma once

#include <array>
#include <vector>

#include "core/base/job_context.h"
#include "core/beats/demo_rhythm.h"
#include "core/beats/demo_waves.h"

namespace ectopy {

/// Breathing moves the baseline: the paper's z0(t).
struct DemoBreathing {
  double frequencyHz = 0.25;
  double millivolts = 0.1;
};

/// What the model gives, without noise.
struct DemoTrace {
  std::array<std::vector<double>, kDemoLeads> millivolts;
  std::vector<double> rSeconds;  // of each beat within the trace: when the trajectory passes angle 0
};

/// Integrates the model of McSharry et al. 2003, eq. (1): a trajectory round a limit cycle of radius 1, one
/// turn a beat, that z is pulled up and down from by Gaussian events. Fourth-order Runge-Kutta, one step of z
/// a sample. Both leads share the trajectory. `waves` has one entry a beat. Throws Stopped.
DemoTrace integrateBeats(const std::vector<DemoBeat>& beats, const std::vector<DemoLeadWaves>& waves,
                         const DemoBreathing& breathing, double seconds, double sampleRateHz,
                         const JobContext& job);

}  // namespace ectopy
