#include "core/signal/qrs_envelope.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "core/base/error.h"

namespace ectopy {
namespace {

constexpr double kLowestWorkingHz = 120;  // five times the highest frequency the envelope listens to
constexpr double kCentreHz = 11.5;        // T and P waves end at about 8 Hz, muscle begins at about 20
constexpr double kSpreadHz = 4;           // narrow and wide QRS complexes: 6 to 17 Hz
constexpr double kReach = 3;              // standard deviations of the Gaussian in time

/// Even and odd half of a Gabor pair, taps 0 ... reach; the even one without its mean.
struct GaborPair {
  std::vector<float> even;
  std::vector<float> odd;

  explicit GaborPair(double rateHz) {
    const double spreadSeconds = 1 / (2 * std::numbers::pi * kSpreadHz);
    const int reach = static_cast<int>(std::ceil(kReach * spreadSeconds * rateHz));
    const auto bell = [&](int tap) {
      const double seconds = tap / rateHz / spreadSeconds;
      return std::exp(-seconds * seconds / 2);
    };
    const auto phase = [&](int tap) { return 2 * std::numbers::pi * kCentreHz * tap / rateHz; };
    double area = 0;
    double offset = 0;
    for (int tap = -reach; tap <= reach; ++tap) {
      area += bell(tap);
      offset += bell(tap) * std::cos(phase(tap));
    }
    for (int tap = 0; tap <= reach; ++tap) {
      const double scale = 2 * bell(tap) / area;
      even.push_back(static_cast<float>(scale * (std::cos(phase(tap)) - offset / area)));
      odd.push_back(static_cast<float>(scale * std::sin(phase(tap))));
    }
  }
};

/// Means of `decimation` samples; a missing one is passed over, a missing group keeps the value before and is
/// marked.
std::vector<bool> decimate(std::span<const float> samples, QrsSignal& signal) {
  const std::size_t count = samples.size() / signal.decimation;
  signal.values.resize(count);
  std::vector<bool> isMissing(count);
  float last = 0;
  std::size_t known = count;  // the first one
  for (std::size_t i = 0; i < count; ++i) {
    float sum = 0;
    int present = 0;
    for (const float value : samples.subspan(i * signal.decimation, signal.decimation)) {
      if (std::isnan(value)) continue;
      sum += value;
      ++present;
    }
    isMissing[i] = present == 0;
    if (present > 0) last = sum / static_cast<float>(present);
    if (present > 0 && known == count) known = i;
    signal.values[i] = last;
  }
  if (known < count) std::fill_n(signal.values.begin(), known, signal.values[known]);
  return isMissing;
}

/// Magnitude of the transform; `padded` has `reach` samples more on each side. Tap by tap over short blocks,
/// so that the compiler's vector units are used.
void transform(const std::vector<float>& padded, const GaborPair& gabor, std::vector<float>& magnitude) {
  constexpr std::size_t kBlock = 512;
  const std::size_t reach = gabor.even.size() - 1;
  std::array<float, kBlock> even{};
  std::array<float, kBlock> odd{};
  for (std::size_t first = 0; first < magnitude.size(); first += kBlock) {
    const std::size_t count = std::min(kBlock, magnitude.size() - first);
    const float* centre = padded.data() + reach + first;
    for (std::size_t i = 0; i < count; ++i) {
      even[i] = gabor.even[0] * centre[i];
      odd[i] = 0;
    }
    for (std::size_t tap = 1; tap <= reach; ++tap) {
      const float* after = centre + tap;
      const float* before = centre - tap;
      for (std::size_t i = 0; i < count; ++i) {
        even[i] += gabor.even[tap] * (after[i] + before[i]);
        odd[i] += gabor.odd[tap] * (after[i] - before[i]);
      }
    }
    for (std::size_t i = 0; i < count; ++i)
      magnitude[first + i] = std::sqrt(even[i] * even[i] + odd[i] * odd[i]);
  }
}

/// A gap's ends are steps of the recorder, not of the heart.
void silenceGaps(const std::vector<bool>& isMissing, std::size_t reach, std::vector<float>& envelope) {
  std::size_t silentUntil = 0;
  for (std::size_t i = 0; i < isMissing.size(); ++i) {
    if (isMissing[i]) {
      const std::size_t first = std::max(silentUntil, i > reach ? i - reach : 0);
      silentUntil = std::min(isMissing.size(), i + reach + 1);
      for (std::size_t k = first; k < silentUntil; ++k) envelope[k] = 0;
    }
  }
}

}  // namespace

QrsSignal qrsSignalOf(std::span<const float> samples, double sampleRateHz) {
  if (!(sampleRateHz >= 50 && sampleRateHz <= 100'000))
    throw Error(
        fmt::format("QRS detection: expected a sample rate of 50 to 100000 Hz, found {}.", sampleRateHz));
  QrsSignal signal;
  signal.decimation = std::max<std::size_t>(1, static_cast<std::size_t>(sampleRateHz / kLowestWorkingHz));
  signal.rateHz = sampleRateHz / static_cast<double>(signal.decimation);
  const std::vector<bool> isMissing = decimate(samples, signal);
  const GaborPair gabor(signal.rateHz);
  const std::size_t reach = gabor.even.size() - 1;
  const std::size_t count = signal.values.size();
  signal.envelope.resize(count);
  if (count == 0) return signal;
  // Beyond its ends the signal keeps its first and last value.
  std::vector<float> padded(reach, signal.values.front());
  padded.insert(padded.end(), signal.values.begin(), signal.values.end());
  padded.insert(padded.end(), reach, signal.values.back());
  transform(padded, gabor, signal.envelope);
  silenceGaps(isMissing, reach, signal.envelope);
  return signal;
}

}  // namespace ectopy
