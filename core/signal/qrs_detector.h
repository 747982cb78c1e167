#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/signal/recording.h"

namespace ectopy {

struct DetectorOptions {
  std::vector<std::size_t> leads;       // by index; empty: all
  std::optional<std::size_t> peakLead;  // R peaks are put on its extrema; without it the first of `leads`
};

/// What the detector made of some minutes of a recording.
struct DetectionStretch {
  std::int64_t firstSample = 0;
  std::int64_t lastSample = 0;      // one behind
  std::vector<double> leadQuality;  // of the leads used, 0 (flat, missing, noise) ... 1 (clean)
  std::size_t peakLead = 0;         // index in the recording of the lead R peaks were placed on
};

struct Detection {
  std::vector<std::int64_t> rSamples;  // ascending
  std::vector<std::size_t> leads;      // indices in the recording, in the order of leadQuality
  std::vector<DetectionStretch> stretches;
  std::vector<std::string> warnings;
};

/// Finds QRS complexes in a stream of samples. A method of our own: candidates are peaks of the leads' Gabor
/// envelopes at 11.5 Hz, fused by quality; beats are chosen among them by dynamic programming over log
/// likelihood ratios (heights and shapes as learned from the half minute around) and RR intervals. Detection
/// lags 30 s behind what was pushed and keeps three minutes of it, whatever the length. The result does not
/// depend on the size of the blocks.
class QrsDetector {
 public:
  struct LeadOptions {
    float floor = 0;  // envelopes of no more than this, in the unit of the samples, are no signal
  };

  /// Throws Error for a rate outside 50 ... 100 000 Hz, no leads, or a preferred lead that is none of them.
  QrsDetector(double sampleRateHz, std::vector<LeadOptions> leads, std::size_t preferredLead = 0);

  /// Appends a block, one span of equal length a lead; NaN is a missing sample.
  void push(std::span<const std::span<const float>> block);
  /// Nothing follows: what is still held back is decided.
  void finish();

  const std::vector<std::int64_t>& rSamples() const { return m_rSamples; }
  /// leadQuality and peakLead by the order of the leads given.
  const std::vector<DetectionStretch>& stretches() const { return m_stretches; }

 private:
  void decide(std::int64_t coreEnd);

  double m_rateHz;
  std::vector<LeadOptions> m_leadOptions;
  std::size_t m_preferredLead;
  std::vector<std::vector<float>> m_kept;  // samples from m_keptFrom on
  std::int64_t m_keptFrom = 0;
  std::int64_t m_decided = 0;  // all before is decided
  std::vector<std::int64_t> m_rSamples;
  std::vector<DetectionStretch> m_stretches;
};

/// R peaks of a recording. Throws Error: no such lead, a sample rate outside 50 ... 100 000 Hz; Stopped.
/// Warnings tell of stretches without a usable lead and of recordings without a beat.
Detection detectBeats(const Recording& recording, const DetectorOptions& options, const JobContext& job);

}  // namespace ectopy
