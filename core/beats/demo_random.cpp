#include "core/beats/demo_random.h"

namespace ectopy {

namespace {

// SplitMix64 (Steele, Lea, Flood 2014): spreads neighbouring seeds.
std::uint64_t mixed(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15U;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31);
}

}  // namespace

DemoRandom::DemoRandom(std::uint64_t seed, std::uint64_t stream) : m_engine(mixed(mixed(seed) + stream)) {}

double DemoRandom::uniform(double low, double high) {
  constexpr double kUnit = 1.0 / 9007199254740992.0;  // 2^-53
  return low + (high - low) * (static_cast<double>(m_engine() >> 11) * kUnit);
}

double DemoRandom::normal() {
  constexpr double kUnit = 1.0 / 65536.0;
  std::uint64_t sum = 0;
  for (int draw = 0; draw < 3; ++draw) {
    const std::uint64_t bits = m_engine();
    sum += (bits & 0xffff) + ((bits >> 16) & 0xffff) + ((bits >> 32) & 0xffff) + (bits >> 48);
  }
  return (static_cast<double>(sum) + 6) * kUnit - 6;
}

}  // namespace ectopy
