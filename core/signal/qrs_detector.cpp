#include "core/signal/qrs_detector.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/error.h"
#include "core/signal/qrs_stretch.h"

namespace ectopy {
namespace {

constexpr double kCoreSeconds = 120;   // decided at once
constexpr double kMarginSeconds = 30;  // seen beside it on each side: levels, shapes and RR intervals
constexpr double kRefractorySeconds = 0.2;
constexpr double kBlockSeconds = 30;  // read at once; a stop is heard between blocks
constexpr double kSmallestMillivolts =
    0.02;                            // envelope of a QRS complex of 0.05 mV, half a millimetre on paper
constexpr float kSmallestSteps = 2;  // of the converter: less is its own noise
constexpr double kPoorQuality = 0.1;

double millivoltsPer(const std::string& unit) {
  if (unit == "V") return 1000;
  if (unit == "uV" || unit == "µV") return 0.001;
  return unit == "mV" ? 1 : 0;
}

QrsDetector::LeadOptions optionsFor(const Lead& lead) {
  const double perUnit = millivoltsPer(lead.unit);
  const double steps =
      perUnit > 0 && lead.isCalibrated ? kSmallestMillivolts / perUnit * std::abs(lead.gain) : 0;
  return {std::max(kSmallestSteps, static_cast<float>(std::min(steps, 1e9)))};
}

/// A block of a lead in ADC units.
void readBlock(const Samples& samples, std::size_t first, std::size_t count, std::vector<float>& block) {
  block.resize(count);
  samples.visit([&](auto values) {
    using Value = typename decltype(values)::value_type;
    constexpr auto kMissing = std::numeric_limits<std::remove_const_t<Value>>::min();
    const std::size_t end = std::min(values.size(), first + count);
    for (std::size_t i = 0; i < count; ++i) {
      const bool isThere = first + i < end && values[first + i] != kMissing;
      block[i] = isThere ? static_cast<float>(values[first + i]) : std::numeric_limits<float>::quiet_NaN();
    }
  });
}

std::vector<std::size_t> leadsToUse(const Recording& recording, const DetectorOptions& options) {
  std::vector<std::size_t> leads = options.leads;
  if (leads.empty()) {
    leads.resize(recording.leads.size());
    std::iota(leads.begin(), leads.end(), std::size_t{0});
  }
  for (const std::size_t lead : leads)
    if (lead >= recording.leads.size())
      throw Error(fmt::format("Record {}: expected a lead below {}, found {}.", recording.name,
                              recording.leads.size(), lead));
  if (leads.empty())
    throw Error(fmt::format("Record {}: expected a lead to find beats in, found none.", recording.name));
  return leads;
}

std::size_t placeOf(std::size_t lead, const std::vector<std::size_t>& leads, const Recording& recording) {
  const auto found = std::find(leads.begin(), leads.end(), lead);
  if (found == leads.end())
    throw Error(fmt::format("Record {}: the lead for R peaks, {}, is none of the leads to use.",
                            recording.name, lead));
  return static_cast<std::size_t>(found - leads.begin());
}

void addWarnings(const Recording& recording, Detection& detection) {
  std::int64_t poor = 0;
  for (const DetectionStretch& stretch : detection.stretches)
    if (std::ranges::max(stretch.leadQuality) < kPoorQuality)
      poor += stretch.lastSample - stretch.firstSample;
  if (poor > 0)
    detection.warnings.push_back(fmt::format(
        "Record {}: in {:.0f} s no lead shows QRS complexes that stand out; beats found there are doubtful.",
        recording.name, static_cast<double>(poor) / recording.sampleRateHz));
  if (detection.rSamples.empty())
    detection.warnings.push_back(fmt::format("Record {}: no beat was found.", recording.name));
}

}  // namespace

QrsDetector::QrsDetector(double sampleRateHz, std::vector<LeadOptions> leads, std::size_t preferredLead)
    : m_rateHz(sampleRateHz),
      m_leadOptions(std::move(leads)),
      m_preferredLead(preferredLead),
      m_kept(m_leadOptions.size()) {
  if (!(sampleRateHz >= 50 && sampleRateHz <= 100'000))
    throw Error(
        fmt::format("QRS detection: expected a sample rate of 50 to 100000 Hz, found {}.", sampleRateHz));
  if (preferredLead >= m_leadOptions.size())
    throw Error(fmt::format("QRS detection: expected a preferred lead below {}, found {}.",
                            m_leadOptions.size(), preferredLead));
}

void QrsDetector::push(std::span<const std::span<const float>> block) {
  const auto core = static_cast<std::int64_t>(kCoreSeconds * m_rateHz);
  const auto margin = static_cast<std::int64_t>(kMarginSeconds * m_rateHz);
  const std::size_t count = block.front().size();
  // In pieces, so that no block, however large, is kept beyond what a decision needs.
  for (std::size_t done = 0; done < count;) {
    const std::int64_t kept = m_keptFrom + std::ssize(m_kept.front());
    const auto piece = std::min(count - done, static_cast<std::size_t>(m_decided + core + margin - kept));
    for (std::size_t lead = 0; lead < m_kept.size(); ++lead) {
      const auto from = block[lead].subspan(done, piece);
      m_kept[lead].insert(m_kept[lead].end(), from.begin(), from.end());
    }
    done += piece;
    if (kept + static_cast<std::int64_t>(piece) == m_decided + core + margin) decide(m_decided + core);
  }
}

void QrsDetector::finish() {
  const std::int64_t end = m_keptFrom + std::ssize(m_kept.front());
  if (end > m_decided) decide(end);
}

void QrsDetector::decide(std::int64_t coreEnd) {
  std::vector<QrsInput> inputs;
  for (std::size_t lead = 0; lead < m_kept.size(); ++lead)
    inputs.push_back({m_kept[lead], m_leadOptions[lead].floor});
  QrsStretch found =
      detectInStretch(inputs, m_rateHz, m_preferredLead, static_cast<std::size_t>(m_decided - m_keptFrom),
                      static_cast<std::size_t>(coreEnd - m_keptFrom));
  const auto refractory = static_cast<std::int64_t>(kRefractorySeconds * m_rateHz);
  for (const std::int64_t place : found.rSamples) {
    const std::int64_t sample = place + m_keptFrom;
    if (sample < m_decided || sample >= coreEnd) continue;
    const bool isAtSeam = !m_rSamples.empty() && m_rSamples.back() < m_decided;
    if (isAtSeam && sample - m_rSamples.back() < refractory) continue;
    m_rSamples.push_back(sample);
  }
  m_stretches.push_back({m_decided, coreEnd, std::move(found.quality), found.peakLead});
  m_decided = coreEnd;
  const auto margin = static_cast<std::int64_t>(kMarginSeconds * m_rateHz);
  const std::int64_t keepFrom = std::max(m_keptFrom, coreEnd - margin);
  for (auto& samples : m_kept) samples.erase(samples.begin(), samples.begin() + (keepFrom - m_keptFrom));
  m_keptFrom = keepFrom;
}

Detection detectBeats(const Recording& recording, const DetectorOptions& options, const JobContext& job) {
  Detection detection;
  detection.leads = leadsToUse(recording, options);
  const std::size_t preferred =
      placeOf(options.peakLead.value_or(detection.leads.front()), detection.leads, recording);
  std::vector<QrsDetector::LeadOptions> leadOptions;
  for (const std::size_t lead : detection.leads) leadOptions.push_back(optionsFor(recording.leads[lead]));
  QrsDetector detector(recording.sampleRateHz, std::move(leadOptions), preferred);
  const auto total = static_cast<std::size_t>(std::max<std::int64_t>(0, recording.sampleCount));
  const auto blockSize = static_cast<std::size_t>(kBlockSeconds * recording.sampleRateHz);
  std::vector<std::vector<float>> blocks(detection.leads.size());
  for (std::size_t first = 0; first < total; first += blockSize) {
    job.throwIfStopped();
    job.report(static_cast<double>(first) / static_cast<double>(total), "finding beats");
    std::vector<std::span<const float>> block;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      readBlock(recording.leads[detection.leads[i]].samples, first, std::min(blockSize, total - first),
                blocks[i]);
      block.push_back(blocks[i]);
    }
    detector.push(block);
  }
  detector.finish();
  detection.rSamples = detector.rSamples();
  detection.stretches = detector.stretches();
  for (DetectionStretch& stretch : detection.stretches) stretch.peakLead = detection.leads[stretch.peakLead];
  addWarnings(recording, detection);
  return detection;
}

}  // namespace ectopy
