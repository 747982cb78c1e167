#pragma once

#include <vector>

#include "core/beats/demo_random.h"

namespace ectopy {

enum class DemoBeatKind { Sinus, Supraventricular, Ventricular, Fusion, Paced };

/// How often a heart beats, and how often it does not from its sinus node.
struct DemoRhythm {
  double meanRr = 0.85;       // s
  double rrDeviation = 0.04;  // s, of the sinus rhythm
  double lfHfRatio = 0.5;     // power of the 0.1 Hz peak to that of the 0.25 Hz peak
  // Shares of all beats, 0 .. 1.
  double supraventricular = 0;
  double ventricular = 0;
  double fusion = 0;
  double paced = 0;
  double pacingRr = 0.95;  // s
};

struct DemoBeat {
  DemoBeatKind kind = DemoBeatKind::Sinus;
  double rrBefore = 0;  // s
  double localRr = 0;   // s, sinus interval of the moment: what the repolarisation goes by
};

/// Sinus RR intervals with the spectrum of ECGSYN: two Gaussian peaks, 0.1 Hz (Mayer waves) and 0.25 Hz
/// (breathing), with random phases (McSharry 2003, III.A).
class DemoTachogram {
 public:
  DemoTachogram(const DemoRhythm& rhythm, DemoRandom& random);
  double rrAt(double seconds) const;

 private:
  struct Component {
    double frequencyHz;
    double amplitude;  // s
    double phase;
  };
  double m_meanRr;
  std::vector<Component> m_components;
};

/// Beats until `seconds` and two more. Premature beats come after 55 to 80 % of the interval; a ventricular
/// one is followed by a compensatory pause, a supraventricular one by a shorter one; paced beats come in
/// runs.
std::vector<DemoBeat> planBeats(const DemoRhythm& rhythm, double seconds, DemoRandom& random);

}  // namespace ectopy
