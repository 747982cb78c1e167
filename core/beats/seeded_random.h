#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <utility>

namespace ectopy {

/// Random numbers that are the same with every compiler and library: the standard fixes what mt19937_64
/// gives, but neither its distributions nor std::shuffle.
class SeededRandom {
 public:
  explicit SeededRandom(std::uint64_t seed) : m_engine(seed) {}

  /// Uniform in 0 .. bound - 1; bound must not be 0.
  std::uint64_t below(std::uint64_t bound);
  /// Uniform in [0, 1).
  double uniform() { return static_cast<double>(m_engine() >> 11) * 0x1p-53; }

  /// Fisher and Yates.
  template <typename T>
  void shuffle(std::span<T> values) {
    for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[below(i)]);
  }

 private:
  std::mt19937_64 m_engine;
};

}  // namespace ectopy
