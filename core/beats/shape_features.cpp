#include "core/beats/shape_features.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/beats/context_signal.h"
#include "core/beats/sorted_window.h"

namespace ectopy {
namespace {

/// A part of a beat, in seconds from its R peak.
struct Part {
  double first;
  double last;
};

constexpr Part kP{-0.25, -0.06};
constexpr Part kQrs{-0.06, 0.083};
constexpr Part kT{0.1, 0.417};
constexpr Part kWidth{-0.11, 0.167};    // where the QRS's slopes are looked for
constexpr Part kPShift{-0.067, 0.033};  // how far a P wave may stand from its usual place
constexpr double kReach = 0.36;         // s before the R peak: all that is looked at
constexpr double kReachBehind = 0.45;   // s
constexpr double kSteep = 0.25;         // of the steepest slope
constexpr double kTiny = 1e-6;
constexpr double kLeastDistance = 0.01;  // typical QRS heights
constexpr double kLeastWidth = 0.1;      // of the median width
constexpr std::size_t kNumbers = 10;
constexpr std::size_t kNeighbours = 20;  // each side
constexpr double kUpperDecile = 0.9;

/// The samples of a lead around its beats, in units of its typical QRS height.
class Windows {
 public:
  explicit Windows(const ShapeLead& lead)
      : m_lead(lead), m_before(at(kReach)), m_length(m_before + at(kReachBehind) + 1) {
    m_scale = typicalQrsHeight(lead.signal, lead.rateHz, lead.rPeaks);
    for (std::size_t beat = 0; beat < lead.rPeaks.size(); ++beat) m_isWhole.push_back(hasAllSamples(beat));
    for (std::size_t beat = 0; beat < lead.rPeaks.size(); ++beat)
      m_hasTypical = m_hasTypical || (m_isWhole[beat] && lead.isTypical[beat]);
    m_typical.resize(static_cast<std::size_t>(m_length));
    std::vector<double> column;
    for (std::int64_t i = 0; i < m_length; ++i) {
      column.clear();
      for (std::size_t beat = 0; beat < lead.rPeaks.size(); ++beat) {
        if (isTypical(beat)) column.push_back(of(beat)[static_cast<std::size_t>(i)] / m_scale);
      }
      m_typical[static_cast<std::size_t>(i)] = column.empty() ? 0 : medianOf(column);
    }
  }

  std::int64_t at(double seconds) const { return std::llround(seconds * m_lead.rateHz); }
  /// All samples there, and a height to measure them by.
  bool isWhole(std::size_t beat) const { return m_isWhole[beat]; }
  /// One that the typical beat is made of.
  bool isTypical(std::size_t beat) const {
    return m_isWhole[beat] && (m_lead.isTypical[beat] || !m_hasTypical);
  }
  std::span<const double> of(std::size_t beat) const {
    return m_lead.signal.subspan(static_cast<std::size_t>(m_lead.rPeaks[beat] - m_before),
                                 static_cast<std::size_t>(m_length));
  }
  std::span<const double> part(std::size_t beat, Part part, std::int64_t shift = 0) const {
    return sub(of(beat), part, shift);
  }
  std::span<const double> typical(Part part) const { return sub(m_typical, part, 0); }
  double scale() const { return m_scale; }

 private:
  bool hasAllSamples(std::size_t beat) const {
    const std::int64_t first = m_lead.rPeaks[beat] - m_before;
    if (first < 0 || first + m_length > static_cast<std::int64_t>(m_lead.signal.size())) return false;
    return m_scale > 0 && std::ranges::all_of(of(beat), [](double value) { return std::isfinite(value); });
  }
  std::span<const double> sub(std::span<const double> window, Part part, std::int64_t shift) const {
    const std::int64_t first = m_before + at(part.first) + shift;
    return window.subspan(static_cast<std::size_t>(first),
                          static_cast<std::size_t>(at(part.last) - at(part.first)));
  }

  ShapeLead m_lead;
  std::int64_t m_before;
  std::int64_t m_length;
  double m_scale = 0;
  std::vector<bool> m_isWhole;
  bool m_hasTypical = false;
  std::vector<double> m_typical;
};

double meanOf(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

struct Likeness {
  double correlation;
  double distance;  // root mean square of the difference, means taken out
};

/// Of samples, divided by `scale`, and the typical ones.
Likeness likenessOf(std::span<const double> samples, double scale, std::span<const double> typical) {
  const double mean = meanOf(samples) / scale;
  const double typicalMean = meanOf(typical);
  double product = 0;
  double own = 0;
  double other = 0;
  double difference = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double a = samples[i] / scale - mean;
    const double b = typical[i] - typicalMean;
    product += a * b;
    own += a * a;
    other += b * b;
    difference += (a - b) * (a - b);
  }
  return {product / std::sqrt(own * other + kTiny),
          std::sqrt(difference / static_cast<double>(samples.size()))};
}

/// Samples from the first to the last steep slope.
double widthOf(std::span<const double> samples) {
  double steepest = 0;
  for (std::size_t i = 1; i < samples.size(); ++i)
    steepest = std::max(steepest, std::abs(samples[i] - samples[i - 1]));
  std::size_t first = 0;
  std::size_t last = 0;
  for (std::size_t i = 1; i < samples.size(); ++i) {
    if (std::abs(samples[i] - samples[i - 1]) <= kSteep * steepest) continue;
    if (first == 0) first = i;
    last = i + 1;
  }
  return static_cast<double>(last - first);
}

double bestP(const Windows& windows, std::size_t beat) {
  double best = -1;
  for (std::int64_t shift = windows.at(kPShift.first); shift <= windows.at(kPShift.last); ++shift) {
    const auto samples = windows.part(beat, kP, shift);
    best = std::max(best, likenessOf(samples, windows.scale(), windows.typical(kP)).correlation);
  }
  return best;
}

double medianWidth(const Windows& windows, std::size_t beats) {
  std::vector<double> widths;
  for (std::size_t beat = 0; beat < beats; ++beat) {
    if (windows.isTypical(beat)) widths.push_back(widthOf(windows.part(beat, kWidth)));
  }
  return widths.empty() ? 1 : std::max(1.0, medianOf(std::move(widths)));
}

}  // namespace

const std::vector<std::string>& shapeFeatureNames() {
  static const std::vector<std::string> names = {
      "P likeness",     "log P distance",  "QRS likeness",  "log QRS distance", "T likeness",
      "log T distance", "best P likeness", "log QRS width", "P steadiness",     "record P steadiness"};
  return names;
}

std::vector<float> shapeFeatures(const ShapeLead& lead) {
  const Windows windows(lead);
  const std::size_t beats = lead.rPeaks.size();
  const double width = medianWidth(windows, beats);
  std::vector<float> features(beats * kNumbers, 0.0F);
  std::vector<double> likenesses(beats, std::numeric_limits<double>::quiet_NaN());
  std::vector<double> typical;
  for (std::size_t beat = 0; beat < beats; ++beat) {
    if (!windows.isWhole(beat)) continue;
    float* row = features.data() + beat * kNumbers;
    likenesses[beat] = likenessOf(windows.part(beat, kP), windows.scale(), windows.typical(kP)).correlation;
    if (windows.isTypical(beat)) typical.push_back(likenesses[beat]);
    for (const Part part : {kP, kQrs, kT}) {
      const Likeness likeness = likenessOf(windows.part(beat, part), windows.scale(), windows.typical(part));
      *row++ = static_cast<float>(likeness.correlation);
      *row++ = static_cast<float>(std::log(likeness.distance + kLeastDistance));
    }
    *row++ = static_cast<float>(bestP(windows, beat));
    *row++ = static_cast<float>(std::log(widthOf(windows.part(beat, kWidth)) / width + kLeastWidth));
  }
  const auto steadiness =
      std::move(runningQuantiles(likenesses, kNeighbours, std::array{kUpperDecile}).front());
  const double ofRecord = typical.empty() ? 0 : medianOf(std::move(typical));
  for (std::size_t beat = 0; beat < beats; ++beat) {
    float* row = features.data() + beat * kNumbers;
    row[kNumbers - 2] = std::isnan(steadiness[beat]) ? 0.0F : static_cast<float>(steadiness[beat]);
    row[kNumbers - 1] = static_cast<float>(ofRecord);
  }
  return features;
}

}  // namespace ectopy
