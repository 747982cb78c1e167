#include "core/training/augmentation.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace ectopy {
namespace {

/// The sum of four uniform numbers, near enough to a normal one and much quicker: mean 0, deviation 1.
float nearlyNormal(SplitMix& random) {
  const std::uint64_t bits = random.next();
  const auto sum =
      static_cast<float>((bits & 0xffff) + ((bits >> 16) & 0xffff) + ((bits >> 32) & 0xffff) + (bits >> 48));
  return (sum - 2 * 65535.0F) / (65536.0F * 0.57735F);  // four variances of 1/12 make 1/3
}

double between(double low, double high, SplitMix& random) {
  return low + (high - low) * random.uniform();
}

/// The beat without its padding.
std::span<float> signalOf(std::span<float> beat) {
  std::size_t end = beat.size();
  while (end > 0 && beat[end - 1] == 0) --end;
  return beat.first(end);
}

/// A sine that takes one to four beats for a period: breathing and electrodes, not the heart.
void addWander(std::span<float> signal, std::size_t length, double amplitude, SplitMix& random) {
  const double height = amplitude * random.uniform();
  const double step = 2 * std::numbers::pi / (static_cast<double>(length) * between(1, 4, random));
  const double phase = between(0, 2 * std::numbers::pi, random);
  for (std::size_t i = 0; i < signal.size(); ++i)
    signal[i] += static_cast<float>(height * std::sin(phase + step * static_cast<double>(i)));
}

}  // namespace

bool hasAugmentation(const TrainingConfig& config) {
  return config.noise > 0 || config.gain > 0 || config.wander > 0;
}

void augment(std::span<float> beats, std::size_t length, const TrainingConfig& config, SplitMix& random) {
  for (; beats.size() >= length; beats = beats.subspan(length)) {
    const std::span<float> signal = signalOf(beats.first(length));
    if (config.gain > 0) {
      const auto factor = static_cast<float>(between(1 - config.gain, 1 + config.gain, random));
      for (float& sample : signal) sample *= factor;
    }
    if (config.wander > 0) addWander(signal, length, config.wander, random);
    if (config.noise > 0)
      for (float& sample : signal) sample += static_cast<float>(config.noise) * nearlyNormal(random);
  }
}

double mixupShare(double alpha, SplitMix& random) {
  for (;;) {
    const double x = std::pow(random.uniform(), 1 / alpha);
    const double y = std::pow(random.uniform(), 1 / alpha);
    if (x + y > 0 && x + y <= 1) return x / (x + y);
  }
}

}  // namespace ectopy
