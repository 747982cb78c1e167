#include "core/beats/demo_rhythm.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ectopy {

namespace {

constexpr double kShortestRr = 0.28;  // s
constexpr double kMeanPacedRun = 7;   // beats

double gaussianPeak(double frequencyHz, double centreHz, double widthHz) {
  const double distance = (frequencyHz - centreHz) / widthHz;
  return std::exp(-0.5 * distance * distance) / widthHz;
}

/// Chances per beat from shares of all beats: only after a sinus beat may another kind come, and paced beats
/// come in runs.
class KindChooser {
 public:
  explicit KindChooser(const DemoRhythm& rhythm) {
    const double others = rhythm.supraventricular + rhythm.ventricular + rhythm.fusion + rhythm.paced;
    const double sinus = std::max(1 - others, 0.05);
    m_supraventricular = rhythm.supraventricular / sinus;
    m_ventricular = rhythm.ventricular / sinus;
    m_fusion = rhythm.fusion / sinus;
    m_paced = rhythm.paced / kMeanPacedRun / sinus;
  }

  DemoBeatKind next(DemoBeatKind previous, DemoRandom& random) const {
    const double draw = random.uniform(0, 1);
    if (previous == DemoBeatKind::Paced)
      return draw < 1 - 1 / kMeanPacedRun ? DemoBeatKind::Paced : DemoBeatKind::Sinus;
    if (previous != DemoBeatKind::Sinus) return DemoBeatKind::Sinus;
    double bound = m_supraventricular;
    if (draw < bound) return DemoBeatKind::Supraventricular;
    if (draw < (bound += m_ventricular)) return DemoBeatKind::Ventricular;
    if (draw < (bound += m_fusion)) return DemoBeatKind::Fusion;
    if (draw < (bound += m_paced)) return DemoBeatKind::Paced;
    return DemoBeatKind::Sinus;
  }

 private:
  double m_supraventricular;
  double m_ventricular;
  double m_fusion;
  double m_paced;
};

double intervalBefore(DemoBeatKind kind, const DemoBeat& previous, double sinusRr, const DemoRhythm& rhythm,
                      DemoRandom& random) {
  switch (kind) {
    case DemoBeatKind::Supraventricular:
    case DemoBeatKind::Ventricular:
      return sinusRr * random.uniform(0.55, 0.80);
    case DemoBeatKind::Fusion:
      return sinusRr * random.uniform(0.93, 1.0);
    case DemoBeatKind::Paced:
      return rhythm.pacingRr + 0.002 * random.normal();
    case DemoBeatKind::Sinus:
      break;
  }
  // The sinus node goes on unmoved under a ventricular beat; an atrial one resets it.
  if (previous.kind == DemoBeatKind::Ventricular) return 2 * sinusRr - previous.rrBefore;
  if (previous.kind == DemoBeatKind::Supraventricular) return sinusRr * random.uniform(1.0, 1.15);
  return sinusRr;
}

}  // namespace

DemoTachogram::DemoTachogram(const DemoRhythm& rhythm, DemoRandom& random) : m_meanRr(rhythm.meanRr) {
  constexpr double kStepHz = 0.005;
  double power = 0;
  for (double frequency = kStepHz; frequency < 0.4; frequency += kStepHz) {
    const double density =
        rhythm.lfHfRatio * gaussianPeak(frequency, 0.1, 0.01) + gaussianPeak(frequency, 0.25, 0.01);
    const double phase = random.uniform(0, 2 * std::numbers::pi);
    if (density < 1e-3) continue;
    m_components.push_back({frequency, std::sqrt(density), phase});
    power += density / 2;
  }
  for (Component& component : m_components) component.amplitude *= rhythm.rrDeviation / std::sqrt(power);
}

double DemoTachogram::rrAt(double seconds) const {
  double rr = m_meanRr;
  for (const Component& part : m_components)
    rr += part.amplitude * std::cos(2 * std::numbers::pi * part.frequencyHz * seconds + part.phase);
  return std::max(rr, 0.5 * m_meanRr);
}

std::vector<DemoBeat> planBeats(const DemoRhythm& rhythm, double seconds, DemoRandom& random) {
  const DemoTachogram tachogram(rhythm, random);
  const KindChooser chooser(rhythm);
  std::vector<DemoBeat> beats = {{DemoBeatKind::Sinus, rhythm.meanRr, rhythm.meanRr}};
  const double end = seconds + 2 * rhythm.meanRr;
  for (double time = 0; time < end;) {
    const double sinusRr = tachogram.rrAt(time);
    const DemoBeat& previous = beats.back();
    const DemoBeatKind kind = chooser.next(previous.kind, random);
    const double rr = std::max(intervalBefore(kind, previous, sinusRr, rhythm, random), kShortestRr);
    beats.push_back({kind, rr, 0.8 * sinusRr + 0.2 * rr});
    time += rr;
  }
  return beats;
}

}  // namespace ectopy
