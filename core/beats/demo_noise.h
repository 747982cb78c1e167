#pragma once

#include <vector>

#include "core/beats/demo_random.h"

namespace ectopy {

/// What an electrode picks up beside the heart; all in mV.
struct DemoNoise {
  double wander = 0.1;         // amplitude of the slow drift below 0.2 Hz
  double muscle = 0.012;       // standard deviation at rest
  double mains = 0.006;        // amplitude
  double mainsHz = 60;         // 50 or 60
  double restlessness = 0.03;  // share of the time in which the muscle noise is some times as strong
};

/// Adds noise to one lead.
void addNoise(std::vector<double>& millivolts, double sampleRateHz, const DemoNoise& noise,
              DemoRandom& random);

}  // namespace ectopy
