#pragma once

#include <cstdint>

namespace ectopy {

/// SplitMix64 (Steele, Lea, Flood 2014): random bits from a counter, quick to seed and to store.
class SplitMix {
 public:
  SplitMix() = default;
  explicit SplitMix(std::uint64_t seed) : m_counter(mix(seed + kGoldenGamma)) {}

  /// One that goes on where another's counter() stood.
  static SplitMix at(std::uint64_t counter) {
    SplitMix random;
    random.m_counter = counter;
    return random;
  }
  std::uint64_t counter() const { return m_counter; }

  std::uint64_t next() { return mix(m_counter += kGoldenGamma); }
  /// Uniform in [0, 1).
  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }

 private:
  static constexpr std::uint64_t kGoldenGamma = 0x9e3779b97f4a7c15;

  static std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  std::uint64_t m_counter = 0;
};

}  // namespace ectopy
