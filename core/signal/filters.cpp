#include "core/signal/filters.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/error.h"

namespace ectopy {
namespace {

constexpr double kNotchWidthHz = 2;

/// A second-order section (Bristow-Johnson's cookbook), a0 = 1.
struct Biquad {
  double b0 = 1, b1 = 0, b2 = 0, a1 = 0, a2 = 0;
  double settlingSamples = 0;  // after which a step has all but died away
};

/// `q`: 1 / sqrt 2 for Butterworth.
struct Angle {
  double cosine;
  double alpha;
  double settling;

  Angle(double hz, double rateHz, double q) {
    const double omega = 2 * std::numbers::pi * hz / rateHz;
    cosine = std::cos(omega);
    alpha = std::sin(omega) / (2 * q);
    settling = 3 * rateHz * q / hz;
  }
};

Biquad highPassSection(double hz, double rateHz) {
  const Angle angle(hz, rateHz, std::numbers::sqrt2 / 2);
  const double a0 = 1 + angle.alpha;
  const double edge = (1 + angle.cosine) / 2 / a0;
  return {edge, -2 * edge, edge, -2 * angle.cosine / a0, (1 - angle.alpha) / a0, angle.settling};
}

Biquad lowPassSection(double hz, double rateHz) {
  const Angle angle(hz, rateHz, std::numbers::sqrt2 / 2);
  const double a0 = 1 + angle.alpha;
  const double edge = (1 - angle.cosine) / 2 / a0;
  return {edge, 2 * edge, edge, -2 * angle.cosine / a0, (1 - angle.alpha) / a0, angle.settling};
}

Biquad notchSection(double hz, double rateHz) {
  const Angle angle(hz, rateHz, hz / kNotchWidthHz);
  const double a0 = 1 + angle.alpha;
  const double middle = -2 * angle.cosine / a0;
  return {1 / a0, middle, 1 / a0, middle, (1 - angle.alpha) / a0, angle.settling};
}

/// One pass in place (transposed direct form II).
template <typename Iterator>
void pass(Iterator first, Iterator last, const Biquad& section) {
  double z1 = 0, z2 = 0;
  for (; first != last; ++first) {
    const double input = *first;
    const double output = section.b0 * input + z1;
    z1 = section.b1 * input - section.a1 * output + z2;
    z2 = section.b2 * input - section.a2 * output;
    *first = output;
  }
}

/// Forward and backward over a piece without gaps. Its ends are continued by their reflection through the end
/// point, so that the filter has settled where the piece begins.
void filterPiece(std::span<double> piece, const Biquad& section) {
  const auto settling = static_cast<std::size_t>(std::min(section.settlingSamples, 1e7));
  const std::size_t pad = std::min(piece.size() - 1, settling);
  std::vector<double> padded;
  padded.reserve(piece.size() + 2 * pad);
  for (std::size_t i = pad; i > 0; --i) padded.push_back(2 * piece.front() - piece[i]);
  padded.insert(padded.end(), piece.begin(), piece.end());
  for (std::size_t i = 1; i <= pad; ++i) padded.push_back(2 * piece.back() - piece[piece.size() - 1 - i]);
  const double gainAtZero = (section.b0 + section.b1 + section.b2) / (1 + section.a1 + section.a2);
  const auto throughFrom = [&](auto first, auto last) {
    const double level = *first;
    std::for_each(first, last, [level](double& value) { value -= level; });
    pass(first, last, section);
    std::for_each(first, last, [&](double& value) { value += level * gainAtZero; });
  };
  throughFrom(padded.begin(), padded.end());
  throughFrom(padded.rbegin(), padded.rend());
  std::copy_n(padded.begin() + static_cast<std::ptrdiff_t>(pad), piece.size(), piece.begin());
}

std::vector<double> filtered(std::span<const double> signal, const Biquad& section) {
  std::vector<double> result(signal.begin(), signal.end());
  const auto isMissing = [](double value) { return std::isnan(value); };
  for (auto first = result.begin(); first != result.end();) {
    first = std::find_if_not(first, result.end(), isMissing);
    const auto last = std::find_if(first, result.end(), isMissing);
    if (first != last) filterPiece({first, last}, section);
    first = last;
  }
  return result;
}

void checkFrequency(double hz, double sampleRateHz) {
  if (hz > 0 && hz < sampleRateHz / 2 && std::isfinite(sampleRateHz)) return;
  throw Error(
      fmt::format("Filter: expected a frequency above 0 and below {} Hz, half the sample rate, found {}.",
                  sampleRateHz / 2, hz));
}

}  // namespace

std::vector<double> withoutBaselineDrift(std::span<const double> signal, double sampleRateHz,
                                         double cutoffHz) {
  checkFrequency(cutoffHz, sampleRateHz);
  return filtered(signal, highPassSection(cutoffHz, sampleRateHz));
}

std::vector<double> withoutMains(std::span<const double> signal, double sampleRateHz, double mainsHz) {
  checkFrequency(mainsHz, sampleRateHz);
  return filtered(signal, notchSection(mainsHz, sampleRateHz));
}

std::vector<double> bandPass(std::span<const double> signal, double sampleRateHz, double lowHz,
                             double highHz) {
  checkFrequency(lowHz, sampleRateHz);
  checkFrequency(highHz, sampleRateHz);
  if (lowHz >= highHz)
    throw Error(fmt::format("Filter: expected a band from low to high, found {} to {} Hz.", lowHz, highHz));
  return filtered(filtered(signal, highPassSection(lowHz, sampleRateHz)),
                  lowPassSection(highHz, sampleRateHz));
}

}  // namespace ectopy
