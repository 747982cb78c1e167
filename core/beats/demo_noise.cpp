#include "core/beats/demo_noise.h"

#include <array>
#include <cmath>
#include <numbers>

namespace ectopy {

namespace {

/// cos(2 pi f t + phase), one rotation a sample instead of one cosine.
class Oscillation {
 public:
  Oscillation(double frequencyHz, double sampleRateHz, double phase)
      : m_stepCos(std::cos(2 * std::numbers::pi * frequencyHz / sampleRateHz)),
        m_stepSin(std::sin(2 * std::numbers::pi * frequencyHz / sampleRateHz)),
        m_cos(std::cos(phase)),
        m_sin(std::sin(phase)) {}

  double next() {
    const double value = m_cos;
    const double turned = m_cos * m_stepCos - m_sin * m_stepSin;
    m_sin = m_cos * m_stepSin + m_sin * m_stepCos;
    m_cos = turned;
    return value;
  }

 private:
  double m_stepCos;
  double m_stepSin;
  double m_cos;
  double m_sin;
};

/// Muscle noise lies high: white noise less most of its slow part, with a standard deviation of 1.
class MuscleNoise {
 public:
  double next(DemoRandom& random) {
    const double white = random.normal();
    const double value = white - 0.6 * m_previous;
    m_previous = white;
    return value / kDeviation;
  }

 private:
  static constexpr double kDeviation = 1.16619037896906;  // sqrt(1 + 0.6^2)
  double m_previous = 0;
};

}  // namespace

void addNoise(std::vector<double>& millivolts, double sampleRateHz, const DemoNoise& noise,
              DemoRandom& random) {
  const auto phase = [&] { return random.uniform(0, 2 * std::numbers::pi); };
  std::array<Oscillation, 3> drift = {Oscillation(random.uniform(0.02, 0.05), sampleRateHz, phase()),
                                      Oscillation(random.uniform(0.06, 0.11), sampleRateHz, phase()),
                                      Oscillation(random.uniform(0.12, 0.2), sampleRateHz, phase())};
  Oscillation mains(noise.mainsHz, sampleRateHz, phase());
  Oscillation mainsSwell(0.03, sampleRateHz, phase());
  MuscleNoise muscle;
  const auto burstLength = static_cast<std::size_t>(2 * sampleRateHz);
  double strength = 1;
  for (std::size_t i = 0; i < millivolts.size(); ++i) {
    if (i % burstLength == 0) strength = random.chance(noise.restlessness) ? random.uniform(2, 5) : 1;
    const double slow = drift[0].next() + 0.6 * drift[1].next() + 0.4 * drift[2].next();
    millivolts[i] += noise.wander * slow / 2 + noise.mains * mains.next() * (1 + 0.4 * mainsSwell.next()) +
                     noise.muscle * strength * muscle.next(random);
  }
}

}  // namespace ectopy
