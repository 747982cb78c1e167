#include <algorithm>
#include <cmath>

#include "core/beats/demo_patient.h"

namespace ectopy {

namespace {

constexpr double kSampleRateHz = 360;
constexpr double kGain = 200;  // ADC units per mV
constexpr std::array<const char*, kDemoLeads> kLeadNames = {"MLII", "V1"};
constexpr const char* kOrigin = "Synthetic: dynamical model of McSharry et al. 2003, not from a heart";

AnnotationCode codeOf(DemoBeatKind kind, AnnotationCode sinusCode) {
  constexpr AnnotationCode kA = 8, kV = 5, kF = 6, kPaced = 12;
  switch (kind) {
    case DemoBeatKind::Supraventricular:
      return kA;
    case DemoBeatKind::Ventricular:
      return kV;
    case DemoBeatKind::Fusion:
      return kF;
    case DemoBeatKind::Paced:
      return kPaced;
    case DemoBeatKind::Sinus:
      break;
  }
  return sinusCode;
}

struct Peak {
  std::size_t sample = 0;
  double sign = 1;
};

/// The QRS complex's farthest point from the baseline before it.
Peak farthest(const std::vector<double>& trace, double seconds) {
  const auto centre = static_cast<std::size_t>(std::lround(seconds * kSampleRateHz));
  const auto reach = static_cast<std::size_t>(0.06 * kSampleRateHz);
  const std::size_t first = centre > reach ? centre - reach : 0;
  const std::size_t last = std::min(centre + reach, trace.size() - 1);
  const double baseline = trace[first];
  Peak peak;
  double highest = -1;
  for (std::size_t i = first; i <= last; ++i) {
    const double height = std::abs(trace[i] - baseline);
    if (height <= highest) continue;
    highest = height;
    peak = {i, trace[i] < baseline ? -1.0 : 1.0};
  }
  return peak;
}

/// With noise the top may lie a sample or two aside.
std::size_t topNear(const std::vector<double>& trace, const Peak& peak) {
  std::size_t best = peak.sample;
  const std::size_t first = peak.sample > 2 ? peak.sample - 2 : 0;
  for (std::size_t i = first; i <= std::min(peak.sample + 2, trace.size() - 1); ++i)
    if (peak.sign * trace[i] > peak.sign * trace[best]) best = i;
  return best;
}

/// A stimulus of one sample (2.8 ms) at the start of the QRS complex.
void addSpike(DemoTrace& trace, double rSeconds, double millivolts) {
  const double sample = (rSeconds - 0.085) * kSampleRateHz;
  if (sample < 0) return;
  for (auto& lead : trace.millivolts) lead[static_cast<std::size_t>(sample)] += millivolts;
}

Samples digitised(const std::vector<double>& millivolts) {
  std::vector<std::int16_t> values(millivolts.size());
  std::transform(millivolts.begin(), millivolts.end(), values.begin(), [](double value) {
    return static_cast<std::int16_t>(std::lround(std::clamp(value, -10.0, 10.0) * kGain));
  });
  return Samples(std::move(values));
}

std::vector<Annotation> annotate(const std::vector<double>& lead, const std::vector<Peak>& peaks,
                                 const std::vector<DemoBeat>& beats, AnnotationCode sinusCode) {
  constexpr AnnotationCode kRhythm = 28;
  std::vector<Annotation> annotations = {{.sample = 0, .code = kRhythm, .text = "(N"}};
  for (std::size_t i = 0; i < peaks.size(); ++i)
    annotations.push_back({.sample = static_cast<std::int64_t>(topNear(lead, peaks[i])),
                           .code = codeOf(beats[i].kind, sinusCode)});
  return annotations;
}

}  // namespace

Recording recordPatient(const DemoPatient& patient, double seconds, DemoRandom& random,
                        const JobContext& job) {
  const auto beats = planBeats(patient.rhythm, seconds, random);
  std::vector<DemoLeadWaves> waves;
  for (const DemoBeat& beat : beats) waves.push_back(wavesOf(beat.kind, patient.morphology, random));
  DemoTrace trace = integrateBeats(beats, waves, patient.breathing, seconds, kSampleRateHz, job);

  std::vector<Peak> peaks;
  for (const double rSeconds : trace.rSeconds) peaks.push_back(farthest(trace.millivolts[0], rSeconds));
  for (std::size_t i = 0; i < trace.rSeconds.size(); ++i)
    if (beats[i].kind == DemoBeatKind::Paced)
      addSpike(trace, trace.rSeconds[i], patient.morphology.pacingSpike);

  Recording recording;
  recording.name = patient.name;
  recording.patient = patient.name;
  recording.sampleRateHz = kSampleRateHz;
  recording.sampleCount = static_cast<std::int64_t>(trace.millivolts[0].size());
  recording.comments = {kOrigin};
  recording.comments.insert(recording.comments.end(), patient.comments.begin(), patient.comments.end());
  recording.isSynthetic = true;
  for (std::size_t lead = 0; lead < kDemoLeads; ++lead) {
    addNoise(trace.millivolts[lead], kSampleRateHz, patient.noise, random);
    recording.leads.push_back(
        {.name = kLeadNames[lead], .gain = kGain, .samples = digitised(trace.millivolts[lead])});
    job.throwIfStopped();
  }
  recording.annotations["atr"] = annotate(trace.millivolts[0], peaks, beats, patient.sinusCode);
  return recording;
}

}  // namespace ectopy
