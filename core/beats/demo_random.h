#pragma once

#include <cstdint>
#include <random>

namespace ectopy {

/// Random numbers of the synthetic demo. std::mt19937_64 is the same everywhere, the distributions of the
/// standard library are not; these are.
class DemoRandom {
 public:
  /// Streams of one seed are independent of each other.
  DemoRandom(std::uint64_t seed, std::uint64_t stream);

  /// From low (included) to high (excluded).
  double uniform(double low, double high);
  /// Mean 0, variance 1: a sum of twelve 16-bit uniforms, so never beyond 6.
  double normal();
  bool chance(double probability) { return uniform(0, 1) < probability; }

 private:
  std::mt19937_64 m_engine;
};

}  // namespace ectopy
