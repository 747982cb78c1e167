#include "core/signal/resampling.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <numeric>

#include "core/base/error.h"

namespace ectopy {
namespace {

constexpr double kCutoff = 0.9;        // of the lower Nyquist frequency
constexpr double kZeroCrossings = 16;  // of the sinc, on each side
constexpr double kKaiserBeta = 8;      // stop band about 80 dB down
constexpr std::int64_t kMaxPhases = 4096;
constexpr double kMaxResult = 1 << 30;  // samples

/// toHz / fromHz = up / down in lowest terms; rates are taken to a thousandth of a hertz.
struct Ratio {
  std::int64_t up = 1;
  std::int64_t down = 1;
};

Ratio ratioOf(double fromHz, double toHz) {
  Ratio ratio{std::llround(toHz * 1000), std::llround(fromHz * 1000)};
  const std::int64_t divisor = std::gcd(ratio.up, ratio.down);
  return {ratio.up / divisor, ratio.down / divisor};
}

/// Modified Bessel function of the first kind, order 0, by its power series.
double bessel0(double x) {
  double term = 1;
  double sum = 1;
  for (int k = 1; term > 1e-12 * sum; ++k) {
    term *= (x / (2 * k)) * (x / (2 * k));
    sum += term;
  }
  return sum;
}

/// The interpolation filter between input samples: taps for one fractional place at a time.
class Kernel {
 public:
  /// `band`: cutoff in cycles per input sample.
  explicit Kernel(double band)
      : m_band(band), m_reach(kZeroCrossings / (2 * band)), m_scale(1 / bessel0(kKaiserBeta)) {}

  /// Input samples on each side that weigh.
  std::int64_t reach() const { return static_cast<std::int64_t>(std::ceil(m_reach)); }

  /// Weights of the inputs base - reach() + 1 ... base + reach() for the place base + fraction; sum 1.
  void taps(double fraction, std::vector<double>& weights) const {
    const std::int64_t half = reach();
    weights.resize(static_cast<std::size_t>(2 * half));
    double sum = 0;
    for (std::int64_t i = 0; i < 2 * half; ++i) {
      const double weight = at(static_cast<double>(i - half + 1) - fraction);
      weights[static_cast<std::size_t>(i)] = weight;
      sum += weight;
    }
    for (double& weight : weights) weight /= sum;
  }

 private:
  double at(double distance) const {
    const double relative = distance / m_reach;
    if (std::abs(relative) >= 1) return 0;
    const double window = bessel0(kKaiserBeta * std::sqrt(1 - relative * relative)) * m_scale;
    const double x = 2 * std::numbers::pi * m_band * distance;
    return window * (std::abs(x) < 1e-9 ? 1 : std::sin(x) / x);
  }

  double m_band;
  double m_reach;
  double m_scale;
};

/// Weighted sum of the inputs that are there and not NaN, over the sum of their weights.
double carefulSum(std::span<const double> signal, std::int64_t first, std::span<const double> weights) {
  double sum = 0;
  double weight = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const std::int64_t at = first + static_cast<std::int64_t>(i);
    if (at < 0 || at >= static_cast<std::int64_t>(signal.size())) continue;
    const double value = signal[static_cast<std::size_t>(at)];
    if (std::isnan(value)) continue;
    sum += weights[i] * value;
    weight += weights[i];
  }
  return sum / weight;
}

double plainSum(const double* inputs, std::span<const double> weights) {
  return std::inner_product(weights.begin(), weights.end(), inputs, 0.0);
}

std::size_t resultSize(std::size_t samples, const Ratio& ratio) {
  const double size = std::floor(static_cast<double>(samples - 1) * static_cast<double>(ratio.up) /
                                 static_cast<double>(ratio.down)) +
                      1;
  if (!(size <= kMaxResult)) {
    throw Error(
        fmt::format("Resampling {} samples would give {:.0f}, more than {:.0f}.", samples, size, kMaxResult));
  }
  return static_cast<std::size_t>(size);
}

}  // namespace

std::vector<double> resample(std::span<const double> signal, double fromHz, double toHz) {
  if (!(fromHz >= 0.001) || !(toHz >= 0.001) || !(std::max(fromHz, toHz) < 1e9)) {
    throw Error(
        fmt::format("Resampling: expected two sample rates above 0 Hz, found {} and {}.", fromHz, toHz));
  }
  const Ratio ratio = ratioOf(fromHz, toHz);
  if (signal.empty() || ratio.up == ratio.down) return {signal.begin(), signal.end()};

  const Kernel kernel(0.5 * kCutoff * std::min(1.0, toHz / fromHz));
  const std::int64_t half = kernel.reach();
  const bool hasGaps = std::any_of(signal.begin(), signal.end(), [](double x) { return std::isnan(x); });
  const auto samples = static_cast<std::int64_t>(signal.size());
  // With few phases each one's taps are made once.
  const bool keepsPhases = ratio.up <= kMaxPhases;
  std::vector<std::vector<double>> phases(keepsPhases ? static_cast<std::size_t>(ratio.up) : 1);

  std::vector<double> result(resultSize(signal.size(), ratio));
  std::int64_t base = 0;   // input sample at or before the place
  std::int64_t phase = 0;  // the place is base + phase / up
  for (double& value : result) {
    std::vector<double>& weights = phases[keepsPhases ? static_cast<std::size_t>(phase) : 0];
    const double fraction = static_cast<double>(phase) / static_cast<double>(ratio.up);
    if (!keepsPhases || weights.empty()) kernel.taps(fraction, weights);
    const std::int64_t first = base - half + 1;
    if (!hasGaps && first >= 0 && base + half < samples) {
      value = plainSum(signal.data() + first, weights);
    } else {
      const std::int64_t nearest = std::min(base + (fraction >= 0.5 ? 1 : 0), samples - 1);
      const double input = signal[static_cast<std::size_t>(nearest)];
      value = std::isnan(input) ? input : carefulSum(signal, first, weights);
    }
    phase += ratio.down;
    base += phase / ratio.up;
    phase %= ratio.up;
  }
  return result;
}

}  // namespace ectopy
